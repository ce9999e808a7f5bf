"""Is the time of a training proportional to the data, and is its memory bounded, even for data larger than memory?

Run from the root of the repository: python -m tests.benchmarks.training_scale
Prints one JSON object. The article's architecture trains on 10,000, 60,000 and 240,000 pen digits in memory, in turn
and several rounds, with one and with four epochs; then one epoch on a memory-mapped `.npy` of 4 GB, which lies in a
temporary folder. Resident sizes are those of the process, measured between the batches, in MiB; they include the
resident pages of the mapped file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from engine.datasets.pen_digits import generate
from engine.protocol.run_control import RunControl
from engine.settings import PRESETS
from engine.training.trainer import Trainer
from tests.benchmarks.training_memory import resident_mib

COUNTS = (10_000, 60_000, 240_000)
EPOCHS = (1, 4)
GENERATED = 20_000  # the rest are repetitions, which do not change the cost
MAPPED_BYTES = 4 << 30
BAR_UNEVENNESS = 1.25
BAR_MAPPED_GROWTH_MIB = 200


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mapped-bytes", type=int, default=MAPPED_BYTES)
    arguments = parser.parse_args()
    some, _ = generate(GENERATED, seed=0)
    scale = Scale()
    scale.train(some[:1024], 1)  # warm-up
    seconds: dict[tuple[int, int], list[float]] = {(count, epochs): [] for count in COUNTS for epochs in EPOCHS}
    growths: dict[int, list[float]] = {epochs: [] for epochs in EPOCHS}
    images = {count: np.resize(some, (count, *some.shape[1:])) for count in COUNTS}
    for _ in range(arguments.rounds):
        for count, epochs in seconds:
            took, growth = scale.train(images[count], epochs)
            seconds[count, epochs].append(took)
            if count == COUNTS[-1]:
                growths[epochs].append(growth)
    micros = {key: median(values) / (key[0] * key[1]) * 1e6 for key, values in seconds.items()}
    del images
    figures: dict[str, object] = {
        "microseconds_an_image_and_epoch": {
            f"{count} images, {epochs} epochs": round(micros[count, epochs], 2) for count, epochs in seconds
        },
        "dearest_over_cheapest_from_60000": round(_unevenness(micros, COUNTS[1:]), 3),
        "bar_unevenness": BAR_UNEVENNESS,
        "growth_mib_240000": {f"{epochs} epochs": round(median(growths[epochs]), 1) for epochs in EPOCHS},
        **mapped(scale, some, arguments.mapped_bytes),
        "bar_mapped_growth_mib": BAR_MAPPED_GROWTH_MIB,
    }
    print(json.dumps(figures))


class Scale:
    """Trains one compiled model again and again."""

    def __init__(self) -> None:
        self._settings = replace(PRESETS["article"], samples=None, validation_split=0.0)
        self._trainer = Trainer(self._settings.model_spec((28, 28, 1)), self._settings.loss)

    def train(self, images: NDArray[np.uint8], epochs: int) -> tuple[float, float]:
        """Train with new weights; return the seconds, and the largest growth of the resident size, in MiB."""
        settings = replace(self._settings, epochs=epochs)
        self._trainer.reset(0)
        before = largest = resident_mib()
        looked_at = started = time.perf_counter()

        def look() -> None:
            nonlocal largest, looked_at
            if time.perf_counter() - looked_at > 0.05:
                looked_at = time.perf_counter()
                largest = max(largest, resident_mib())

        self._trainer.fit(images, settings, RunControl(), 1, lambda event: None, look)
        took = time.perf_counter() - started
        return took, max(largest, resident_mib()) - before


def mapped(scale: Scale, some: NDArray[np.uint8], size: int) -> dict[str, object]:
    """Train one epoch on a mapped file of about this many bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "images.npy"
        count = size // some[0].nbytes
        file = np.lib.format.open_memmap(path, "w+", np.uint8, (count, *some.shape[1:]))
        for start in range(0, count, len(some)):
            part = file[start : start + len(some)]
            part[:] = some[: len(part)]
        file.flush()
        del file, part
        seconds, growth = scale.train(np.load(path, mmap_mode="r"), 1)
    return {
        "mapped_gib": round(size / (1 << 30), 2),
        "mapped_microseconds_an_image": round(seconds / count * 1e6, 2),
        "mapped_growth_mib": round(growth, 1),
    }


def _unevenness(micros: dict[tuple[int, int], float], counts: tuple[int, ...]) -> float:
    """Return the highest over the lowest time per image. Below 60,000 images, a run's fixed cost still shows."""
    among = [value for (count, _), value in micros.items() if count in counts]
    return max(among) / min(among)


if __name__ == "__main__":
    main()
