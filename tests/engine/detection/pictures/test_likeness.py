"""Photographs of the same thing are held out together."""

from __future__ import annotations

import numpy as np

from engine.cancellation import Cancellation
from engine.detection.pictures.likeness import groups_of, parts_of

RANDOM = np.random.default_rng(0)


def maps_of_things(things: int, photographs: int, noise: float = 0.5) -> np.ndarray:
    """Return maps of so many photographs of each of so many things, one thing after the other."""
    each = np.repeat(RANDOM.normal(size=(things, 8, 8, 4)), photographs, axis=0)
    return (each + noise * RANDOM.normal(size=each.shape)).astype(np.float32)


def test_photographs_of_one_thing_are_a_group_and_others_are_groups_of_their_own() -> None:
    groups = groups_of(np.concatenate([maps_of_things(10, 3), maps_of_things(30, 1)]), Cancellation())
    assert len(np.unique(groups)) == 40
    assert all(len(set(groups[3 * thing : 3 * thing + 3])) == 1 for thing in range(10))


def test_pictures_that_are_all_alike_are_not_one_group() -> None:
    groups = groups_of(maps_of_things(2, 20), Cancellation())  # two kinds of parts, not two parts
    assert np.bincount(groups).max() <= 4


def test_every_part_holds_whole_groups_and_about_as_many_pictures() -> None:
    groups = np.repeat(np.arange(25), 4)
    parts = parts_of(groups, 10)
    assert sorted(np.concatenate(parts)) == list(range(100))
    assert all(len(set(groups[part]) & set(np.delete(groups, part))) == 0 for part in parts)
    assert {len(part) for part in parts} <= {8, 12}
