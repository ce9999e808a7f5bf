"""The gate between the engine and all views: behind it, every number that is painted is finite.

A view must not fail on a number, whatever a damaged model file or a training that diverges brings: an exception while
Qt paints or restyles can end the process. Losses, errors and rates that are not finite pass, since they say something;
`gui.look.numbers` and `engine.history` write them as missing.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.protocol import events, run_events
from engine.protocol.events import Event
from engine.protocol.model_info import Floats

_LARGEST = 1e30
"""Beyond that a score or a surprise says nothing, and float32 and the axes' squares would overflow."""


def finite_event(event: Event) -> Event:
    """Return the event, or one in its place whose numbers can be painted.

    Pictures get their pixels put into 0..1. A verdict or a detector that is not finite becomes `DetectorMissing`: there
    are no verdicts then, and the window says so.
    """
    match event:
        case events.Scored() if not _is_verdict(event):
            return _no_verdicts()
        case events.DetectorReady() if not _is_finite(*event.normal_scores.values(), event.explained or 0.0):
            return _no_verdicts()
        case events.Judged() if not _is_judged(event):
            return _no_verdicts()
        case events.Reconstructed() if not _is_finite(event.model_input, event.reconstruction, event.error_map):
            return replace(
                event,
                model_input=_levels(event.model_input),
                reconstruction=_levels(event.reconstruction),
                error_map=_levels(event.error_map),
            )
        case events.SamplesReconstructed() if not _is_finite(event.images, event.reconstructions):
            return replace(event, images=_levels(event.images), reconstructions=_levels(event.reconstructions))
        case run_events.RunsCompared():
            return replace(
                event,
                samples=None if event.samples is None else _levels(event.samples),
                sample_reconstructions=_both_levels(event.sample_reconstructions),
                drawing=None if event.drawing is None else _levels(event.drawing),
                drawing_reconstructions=_both_levels(event.drawing_reconstructions),
            )
        case events.BatchEnded() if not _is_finite(event.samples_per_second, event.seconds_left):
            return replace(
                event,
                samples_per_second=_or_zero(event.samples_per_second),
                seconds_left=_or_zero(event.seconds_left),
            )
        case events.TrainingFinished() if not _is_finite(event.samples_per_second, event.seconds):
            return replace(
                event,
                samples_per_second=_or_zero(event.samples_per_second),
                seconds=_or_zero(event.seconds),
            )
        case _:
            return event


def _is_verdict(event: events.Scored) -> bool:
    return all(
        0.0 < verdict.p_value <= 1.0 and _is_finite(verdict.score, verdict.contributions, verdict.heat_map)
        for verdict in event.by.values()
    )


def _is_judged(event: events.Judged) -> bool:
    found = event.by.values()
    return all(_is_finite(verdicts.scores, verdicts.p_values) for verdicts in found) and _is_finite(event.errors)


def _is_finite(*numbers: float | NDArray[np.floating]) -> bool:
    return all(bool((np.abs(number) <= _LARGEST).all()) for number in numbers)  # False for NaN


def _levels(image: Floats) -> Floats:
    levels: Floats = np.clip(np.nan_to_num(image, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    levels.flags.writeable = False
    return levels


def _both_levels(images: tuple[Floats, Floats] | None) -> tuple[Floats, Floats] | None:
    return None if images is None else (_levels(images[0]), _levels(images[1]))


def _or_zero(number: float) -> float:
    return number if math.isfinite(number) and abs(number) <= _LARGEST else 0.0


def _no_verdicts() -> events.DetectorMissing:
    return events.DetectorMissing(
        QCoreApplication.translate(
            "AppState",
            "The model's verdicts are not finite numbers, so there are none. Click Learn what is normal.",
        )
    )
