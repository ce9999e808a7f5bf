"""The fault panel: how well every fault is told from whole images, by the detector and by the plain error."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.detector import Detector, Reconstruct
from engine.detection.roc import auroc
from engine.errors import UserError
from engine.images.damage import damage
from engine.images.faults import FAULTS
from engine.protocol.results import FaultRow
from engine.session.study import plain_errors

MOST_DAMAGED = 5_000
"""So many images are damaged for each row at most; with 5,000 an AUROC is known to about 0.003."""

ROWS: tuple[tuple[str, float], ...] = tuple(
    (fault.name, strength) for fault in FAULTS.values() for strength in fault.panel
)
"""Every fault with each strength that the panel measures."""


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
    """Yield a row for each fault and strength, as soon as it is known.

    Args:
        detector: that is measured.
        reconstruct: the trained autoencoder, for the plain error.
        normals: (n, height, width, channels) uint8 normal images that neither has learnt from. All of them are the
            normal ones; the first of them are damaged, copy by copy.
        seed: the places and the noise follow from it.
        cancellation: looked at often.
        poll: called often.
        rows: which faults and strengths.

    Raises:
        UserError: there are no normal images.
        Cancelled: as `cancellation` says.
    """
    if len(normals) == 0:
        raise UserError(
            "The fault panel needs normal test images, and there are none; choose other normal classes."
        )
    whole = detector.score(normals, cancellation, poll).score
    whole_errors = plain_errors(normals, reconstruct, cancellation, poll)
    for number, (name, strength) in enumerate(rows):
        copies = damage(normals[:MOST_DAMAGED], name, strength, seed + number)
        is_normal = np.arange(len(whole) + len(copies)) < len(whole)
        ours = auroc(is_normal, np.concatenate([whole, detector.score(copies, cancellation, poll).score]))
        plain = auroc(
            is_normal, np.concatenate([whole_errors, plain_errors(copies, reconstruct, cancellation, poll)])
        )
        assert ours is not None
        assert plain is not None
        yield FaultRow(name, strength, ours, plain)
