"""How long after a training do verdicts come? On MNIST with the preset Clear, as the window trains.

Run from the root of the repository: python -m tests.benchmarks.verdict_delay [--epochs N]
Prints one JSON object, in s: `training` is the training while the images are learnt from beside it and `training_alone`
without that; `delay_first` is from the end of the first training to the verdicts, `delay_again` the same after another
training on the same images, and `delay_alone` what it takes where nothing was learnt beside the training.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from engine.protocol.inbox import Inbox
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import PRESETS, TrainingSettings
from tests.benchmarks import shared_mnist

BAR_S = 3.0


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--epochs", type=int, default=PRESETS["clear"].epochs)
    settings = replace(PRESETS["clear"], epochs=parser.parse_args().epochs)
    with tempfile.TemporaryDirectory() as folder:
        window = Session(lambda _event: None, inbox=Inbox(), runs_folder=Path(folder) / "window")
        command = Session(lambda _event: None, runs_folder=Path(folder) / "command")
        for session in (window, command):
            session.load_dataset(str(shared_mnist.PATH))
            session.warm_up(settings, None)
        figures = {
            **dict(zip(("training_alone", "delay_alone"), measure(command, settings), strict=True)),
            **dict(zip(("training", "delay_first"), measure(window, settings), strict=True)),
        }
        figures["delay_again"] = measure(window, settings)[1]
        for session in (window, command):
            session.close()
    print(json.dumps({name: round(seconds, 2) for name, seconds in figures.items()} | {"bar_delay": BAR_S}))


def measure(session: Session, settings: TrainingSettings) -> tuple[float, float]:
    """Return the seconds of a training, and of what follows until there are verdicts."""
    finished = session.training.begin(settings, None, RunControl(), 1)
    begun = time.perf_counter()
    session.verdicts.learn_normal()
    return finished.seconds, time.perf_counter() - begun


if __name__ == "__main__":
    main()
