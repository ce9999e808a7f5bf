from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.training import batches as batches_module
from engine.training.batches import Batches


def numbered(count: int) -> NDArray[np.uint8]:
    """Return images of 2 x 1 px that carry their number."""
    return (
        np.stack([np.arange(count) // 256, np.arange(count) % 256], axis=1).astype(np.uint8).reshape(-1, 2, 1, 1)
    )


def epoch(batches: Batches, most_steps: int, number: int = 0, skipped: int = 0) -> list[list[int]]:
    """Return the numbers of the images in each batch of an epoch, without the skipped ones."""
    chunk = np.zeros((most_steps, batches.batch_size, 2, 1, 1), np.uint8)
    batches.start_epoch(number)
    batches.skip(skipped)
    seen = []
    while batches.steps_left:
        steps = min(most_steps, batches.steps_left)
        counts = batches.fill(chunk, steps)
        assert not counts[steps:].any()
        for pixels, count in zip(chunk[:steps], counts[:steps], strict=True):
            flat = pixels[:count].reshape(-1, 2).astype(int)
            seen.append((flat[:, 0] * 256 + flat[:, 1]).tolist())
    return seen


def test_an_epoch_shows_every_image_once_and_ends_with_an_incomplete_batch() -> None:
    batches = Batches(numbered(1000), 128, seed=0)
    seen = epoch(batches, 3)
    assert [len(batch) for batch in seen] == [128] * 7 + [104]
    assert len(seen) == batches.steps_per_epoch
    assert sorted(chain.from_iterable(seen)) == list(range(1000))


def test_each_epoch_has_its_own_order_and_the_seed_decides_it() -> None:
    batches, again, other = (Batches(numbered(1000), 128, seed) for seed in (5, 5, 6))
    first, second = epoch(batches, 4), epoch(batches, 4, 1)
    assert first != second
    assert [epoch(again, 4, 1), epoch(again, 4)] == [second, first]  # whatever came before
    assert epoch(other, 4) != first


def test_the_order_does_not_depend_on_how_batches_are_grouped() -> None:
    assert epoch(Batches(numbered(1000), 64, 0), 1) == epoch(Batches(numbered(1000), 64, 0), 7)


@pytest.mark.parametrize("is_mapped", [False, True])
def test_an_epoch_can_be_continued_at_any_batch(is_mapped: bool, mapped: NDArray[np.uint8]) -> None:
    images = mapped if is_mapped else numbered(1000)
    whole = epoch(Batches(images, 64, 3), 4, 2)
    for skipped in (1, 5, len(whole) - 1):
        assert epoch(Batches(images, 64, 3), 4, 2, skipped) == whole[skipped:]


@pytest.fixture
def mapped(tmp_path: Path) -> NDArray[np.uint8]:
    np.save(tmp_path / "images.npy", numbered(5000))
    images: NDArray[np.uint8] = np.load(tmp_path / "images.npy", mmap_mode="r")
    return images


def test_a_mapped_file_is_shown_whole_and_shuffled_too(
    mapped: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches_module, "_BLOCK_BYTES", 2 * 50)
    monkeypatch.setattr(batches_module, "_WINDOW_BYTES", 2 * 500)
    seen = list(chain.from_iterable(epoch(Batches(mapped, 100, 0), 3)))
    assert sorted(seen) == list(range(5000))
    steps = np.diff(seen)
    assert np.mean(steps == 1) < 0.02  # within a window, neighbours are torn apart
    windows = [{number // 50 for number in seen[start : start + 500]} for start in range(0, 5000, 500)]
    assert all(len(blocks) == 10 for blocks in windows)  # yet a window reads few pieces of the file
    batches = Batches(mapped[:4970], 128, 0)  # whose last block is incomplete
    for _ in range(2):
        assert sorted(chain.from_iterable(epoch(batches, 3))) == list(range(4970))


def test_what_was_read_of_a_mapped_file_is_let_go(tmp_path: Path) -> None:
    size = 192 * 2**20  # bytes
    path = tmp_path / "large.npy"
    images = np.lib.format.open_memmap(path, "w+", np.uint8, (size // 784, 28, 28, 1))
    del images  # a sparse file: it takes no room on the disk
    batches = Batches(np.load(path, mmap_mode="r"), 128, 0)
    chunk = np.zeros((16, 128, 28, 28, 1), np.uint8)
    before = _resident_mib()
    most = 0.0
    batches.start_epoch(0)
    while batches.steps_left:
        batches.fill(chunk, min(16, batches.steps_left))
        most = max(most, _resident_mib())
    assert most - before < 110  # of 192; the system may map some of it ahead


def _resident_mib() -> float:
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        pytest.skip("needs Linux to look at the resident memory")
    return int(statistics.read_text().split()[1]) * 4096 / 2**20
