"""Damaged copies of normal images, from which the detector learns what damage looks like without one anomaly."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.datasets.image_dataset import Images
from engine.images.damage import damage
from engine.images.faults import FAULTS

_STRENGTHS = 6  # of each fault, drawn anew for every group of images


def damaged_copies(images: Images, count: int, seed: int, without: Collection[str] = ()) -> Images:
    """Return about `count` damaged copies of images, every fault as often as any other, at all its strengths.

    Args:
        images: (n, height, width, channels) uint8, n >= 1.
        count: how many copies; at least one for each fault and strength comes back.
        seed: which images, strengths and places.
        without: families of faults to leave out, for a test of what was never taught.

    Returns:
        (m, height, width, channels) uint8. Copies that came out as whole as before, e.g. with dead rows beside the
        ink, are not among them.
    """
    random = np.random.default_rng(seed)
    faults = [fault for fault in FAULTS.values() if fault.family not in without]
    each = max(1, round(count / (len(faults) * _STRENGTHS)))
    # Every image is taken equally often: a shuffled round of all of them after the other.
    rounds = -(-each * len(faults) * _STRENGTHS // len(images))
    order = np.concatenate([random.permutation(len(images)) for _ in range(rounds)])
    copies = []
    for place, (fault, step) in enumerate((fault, step) for fault in faults for step in range(_STRENGTHS)):
        chosen = images[order[place * each : (place + 1) * each]]
        low, high = fault.lesson
        strength = low + (high - low) * (step + random.random()) / _STRENGTHS
        strength = float(round(strength)) if fault.is_integer else strength
        damaged = damage(chosen, fault.name, strength, int(random.integers(2**31)))
        copies.append(damaged[(damaged != chosen).reshape(len(chosen), -1).any(axis=1)])
    return np.concatenate(copies)
