"""Events with numbers that are not finite, as a damaged model or a training that diverges could bring them."""

from __future__ import annotations

import random

import numpy as np

from engine.protocol import events
from engine.protocol.results import DrawingVerdict, ErrorRow, JudgeBy
from gui.window.main_window import MainWindow

_ODD = (float("nan"), float("inf"), float("-inf"), 1e300, -1e300, 0.0, 1e-300, -1.0)


def strange_event(choose: random.Random, window: MainWindow) -> events.Event | None:
    """Return an event that fits what the window shows but for its numbers; None where none would fit."""
    odd = choose.choice(_ODD)
    number = choose.choice((odd, 0.5))
    client, canvas = window.client, window.answer_row.canvas
    height, width, channels = canvas.image_shape
    kind = choose.choice(("scored", "reconstructed", "batch", "epoch", "evaluated"))
    if kind == "reconstructed":
        image = _filled((height, width, channels), 0.5)
        strange = _filled((height, width, channels), odd)
        return events.Reconstructed(
            canvas.drawing_id, image, strange, _filled((height, width), odd), odd, number, odd
        )
    if kind == "scored" and window.state.detector is not None:
        contributions = _filled((len(window.state.detector.kinds),), number)
        verdict = DrawingVerdict(odd, number, contributions, _filled((height, width), odd))
        nearest = np.zeros((height, width, channels), np.uint8)
        return events.Scored(canvas.drawing_id, dict.fromkeys(JudgeBy, verdict), nearest)
    if kind == "evaluated":
        row = ErrorRow(None, 10, odd, number, odd)
        return events.Evaluated("strange numbers", (row,))
    if kind == "batch" and window.state.is_run_alive:
        return events.BatchEnded(client._run_id, 1, 1, odd, number, odd)
    if kind == "epoch" and window.state.is_run_alive:
        return events.EpochEnded(client._run_id, 1, odd, choose.choice((odd, None, 0.5)), number)
    return None


def _filled(shape: tuple[int, ...], number: float) -> np.ndarray:
    with np.errstate(over="ignore"):
        array = np.full(shape, 0.3).astype(np.float32)
        array.flat[0] = number
    array.flags.writeable = False
    return array
