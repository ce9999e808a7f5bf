"""Damaged copies of normal images: from them the detector learns what damage looks like, without any anomalies.

"Lesson" in names stands for these copies.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.datasets.image_dataset import Images
from engine.images.damage import damage
from engine.images.faults import FAULTS

_STRENGTHS = 6  # of each fault, drawn at random for every group of images


def damaged_copies(images: Images, count: int, seed: int, without: Collection[str] = ()) -> Images:
    """Return about `count` damaged copies of images, with every fault equally often and at all its strengths.

    Args:
        images: (n, height, width, channels) uint8, n >= 1.
        count: how many copies; at least one is made for each fault and strength.
        seed: for the choice of images, strengths and places.
        without: families of faults to leave out, to test faults that were never learnt.

    Returns:
        (m, height, width, channels) uint8. Copies that the fault did not change, e.g. by dead rows beside the ink,
        are left out.
    """
    random = np.random.default_rng(seed)
    faults = [fault for fault in FAULTS.values() if fault.family not in without]
    each = max(1, round(count / (len(faults) * _STRENGTHS)))
    # Every image is used equally often: all of them in random order, round after round.
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
