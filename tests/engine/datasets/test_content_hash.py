from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.content_hash import content_hash

IMAGES = np.arange(50 * 8 * 9 * 1, dtype=np.uint8).reshape(50, 8, 9, 1)


def test_equal_arrays_have_one_hash_wherever_and_however_they_lie() -> None:
    expected = content_hash((IMAGES, None))
    assert content_hash((IMAGES.copy(), None)) == expected
    assert content_hash((np.asfortranarray(IMAGES), None)) == expected
    labels = np.arange(50)
    assert content_hash((labels,)) == content_hash((labels.astype(">i8"),))


@pytest.mark.parametrize(
    "others",
    [
        (IMAGES[::-1], None),
        (IMAGES[:49], None),
        (IMAGES.reshape(50, 9, 8, 1), None),
        (IMAGES.view(np.int8), None),
        (None, IMAGES),
        (IMAGES, IMAGES[:0]),
        (np.where(np.arange(50)[:, None, None, None] == 33, np.uint8(7), IMAGES), None),
    ],
    ids=["order", "count", "shape", "dtype", "place", "an empty one", "one image"],
)
def test_any_difference_makes_another_hash(others: tuple[np.ndarray | None, ...]) -> None:
    assert content_hash(others) != content_hash((IMAGES, None))


def test_of_a_large_mapped_file_the_beginning_and_the_end_count(tmp_path: Path) -> None:
    shape = (500_000, 64, 64, 1)  # 2 GB, of which the disk holds nothing
    images = np.memmap(tmp_path / "a", np.uint8, "w+", shape=shape)
    hashes = {content_hash((images,))}
    for place in (0, len(images) - 1):
        images[place, 3, 3] = 1
        hashes.add(content_hash((images,)))
    assert len(hashes) == 3
