"""What does it cost to write a run while it is trained?

Run from the root of the repository: python -m tests.benchmarks.run_writing [--rounds N]
Prints one JSON object. In each round the same training runs twice, once keeping nothing and once writing its states as
the window does, in turn, in this process, on pen digits. `cost` is the median of the ratios of their times, less
1, with the time until the last state is on the disk; it carries the noise of the machine. `processor_time` is the
share of the training's seconds that a processor spent on packing and writing states, which is steadier.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from engine.datasets.pen_digits import generate
from engine.protocol.model_info import ModelInfo
from engine.protocol.run_control import RunControl
from engine.protocol.run_info import RunInfo
from engine.runs.run_store import RunStore
from engine.runs.training_state import TrainingState
from engine.session.run_keeper import RunKeeper
from engine.settings import PRESETS, TrainingSettings
from engine.training.trainer import Trainer

BAR_COST = 0.02
_TRAININGS = {
    "clear": (6_000, replace(PRESETS["clear"], epochs=24)),
    "article": (500, replace(PRESETS["article"], epochs=200)),
    "convolutional": (1_000, replace(PRESETS["convolutional"], epochs=48)),
}


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    rounds: int = parser.parse_args().rounds
    print(json.dumps({name: compare(*training, rounds) for name, training in _TRAININGS.items()}))


def compare(count: int, settings: TrainingSettings, rounds: int) -> dict[str, Any]:
    """Return the seconds without and with writing, and the cost."""
    images, _ = generate(count, 1)
    trainer = Trainer(settings.model_spec((28, 28, 1)), settings.loss)
    trainer.prepare(count, settings)
    seconds: dict[str, list[float]] = {"without": [], "with": []}
    states: list[int] = []
    shares: list[float] = []

    def train(keep: Callable[[TrainingState], float]) -> None:
        trainer.reset(0)
        trainer.fit(images, settings, RunControl(), 1, lambda _: None, lambda: None, keep=keep)

    with tempfile.TemporaryDirectory() as folder:
        keeper = RunKeeper(lambda _: None, RunStore(Path(folder)))
        info = ModelInfo("Benchmark", settings, (28, 28, 1), trainer.parameters, "Pen digits")
        train(lambda _: 0.0)
        for round_number in range(rounds):
            for name in ("without", "with") if round_number % 2 else ("with", "without"):
                started = time.perf_counter()
                if name == "without":
                    train(lambda _: 0.0)
                else:
                    taken = 0
                    spent_s = 0.0

                    def keep(state: TrainingState) -> float:
                        nonlocal taken, spent_s
                        taken += 1
                        began = time.thread_time()
                        written_s = keeper.keep(state)
                        spent_s += time.thread_time() - began + written_s
                        return written_s

                    keeper.begin(RunInfo(keeper.store.new_key(), info))
                    train(keep)
                    keeper.end(None)
                    states.append(taken)
                    shares.append(spent_s / (time.perf_counter() - started))
                seconds[name].append(time.perf_counter() - started)
    ratios = [b / a for a, b in zip(seconds["without"], seconds["with"], strict=True)]
    return {
        "seconds_without": round(median(seconds["without"]), 3),
        "seconds_with": round(median(seconds["with"]), 3),
        "states_written_of_epochs": [int(median(states)), settings.epochs],
        "processor_time": round(median(shares), 4),
        "cost": round(median(ratios) - 1, 4),
        "bar_cost": BAR_COST,
    }


if __name__ == "__main__":
    main()
