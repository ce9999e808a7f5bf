"""The fault panel: how well the detector and the plain error distinguish every fault from undamaged images."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.autoencoder_evidence import Reconstruct
from engine.detection.detector import Detector
from engine.detection.roc import auroc
from engine.errors import UserError
from engine.images.damage import damage
from engine.images.damaged_copies import most_damaged
from engine.images.faults import FAULTS
from engine.protocol.results import FaultRow
from engine.session.study import plain_errors

MOST_DAMAGED = 5_000
"""The most images that are damaged for each row; with 5,000 the AUROC is accurate to about 0.003."""

ROWS: tuple[tuple[str, float], ...] = tuple(
    (fault.name, strength) for fault in FAULTS.values() for strength in fault.panel
)
"""The name of every fault with each strength that the panel measures."""


def measure_faults(
    detector: Detector,
    reconstruct: Reconstruct,
    normals: Images,
    *,
    seed: int,
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
    rows: Collection[tuple[str, float]] = ROWS,
) -> Iterator[FaultRow]:
    """Yield a row for each fault and strength, as soon as it is measured.

    Args:
        detector: the detector to measure.
        reconstruct: the trained autoencoder, for the plain error.
        normals: (n, height, width, channels) uint8 normal images that neither has trained on. All of them are scored
            as normal; copies of the first `MOST_DAMAGED` are damaged.
        seed: for the places and the noise.
        cancellation: checked often.
        poll: called often.
        rows: the faults and strengths to measure.

    Raises:
        UserError: there are no normal images.
        Cancelled: `cancellation` was requested.
    """
    if len(normals) == 0:
        raise UserError(
            "The fault panel needs normal test images, and there are none; choose other normal classes."
        )
    whole = detector.score(normals, cancellation, poll).score
    whole_errors = plain_errors(normals, reconstruct, cancellation, poll)
    for number, (name, strength) in enumerate(rows):
        copies = damage(normals[: most_damaged(normals, MOST_DAMAGED)], name, strength, seed + number)
        is_normal = np.arange(len(whole) + len(copies)) < len(whole)
        ours = auroc(is_normal, np.concatenate([whole, detector.score(copies, cancellation, poll).score]))
        plain = auroc(
            is_normal, np.concatenate([whole_errors, plain_errors(copies, reconstruct, cancellation, poll)])
        )
        assert ours is not None
        assert plain is not None
        yield FaultRow(name, strength, ours, plain)
