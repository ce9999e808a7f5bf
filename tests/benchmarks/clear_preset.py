"""How fast does the preset Clear learn? Trains it on MNIST and tests it after every epoch.

Run from the root of the repository: python -m tests.benchmarks.clear_preset
Prints one JSON object; `test_bce_by_seconds` is a list of [seconds, BCE]. The seconds include building and compiling,
but neither imports nor the tests. Other presets: --preset NAME.
"""

from __future__ import annotations

import argparse
import json
import time

from engine.protocol.events import EpochEnded, Event
from engine.protocol.run_control import RunControl
from engine.settings import PRESETS
from engine.training.trainer import Trainer
from tests.benchmarks import shared_mnist

BAR_BCE = 0.080
BAR_SECONDS = 60.0


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--preset", choices=PRESETS, default="clear")
    settings = PRESETS[parser.parse_args().preset]
    images, test_images = shared_mnist.load()

    curve: list[tuple[float, float]] = []
    testing_seconds = 0.0
    start = time.perf_counter()
    trainer = Trainer(settings.model_spec((28, 28, 1)), settings.loss)

    def publish(event: Event) -> None:
        nonlocal testing_seconds
        if isinstance(event, EpochEnded):
            begun = time.perf_counter()
            bce = float(trainer.errors(test_images)["bce"].mean())
            curve.append((round(begun - start - testing_seconds, 2), round(bce, 5)))
            testing_seconds += time.perf_counter() - begun

    result = trainer.fit(images, settings, RunControl(), 1, publish, lambda: None)
    seconds = time.perf_counter() - start - testing_seconds
    errors = trainer.errors(test_images)
    figures: dict[str, object] = {
        "preset": settings.preset,
        "test_bce_by_seconds": curve,
        "seconds": round(seconds, 2),
        "samples_per_second": round(len(images) * (1 - settings.validation_split) * result.epochs / seconds),
        "parameters": trainer.parameters,
        **{f"test_{name}": round(float(values.mean()), 5) for name, values in errors.items()},
    }
    if settings.preset == "clear":
        figures |= {"bar_bce": BAR_BCE, "bar_seconds": BAR_SECONDS}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
