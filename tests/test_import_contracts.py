"""Each import contract of pyproject.toml is broken on purpose in a copy, and must be seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ENGINE_KNOWS_NO_WINDOW = "The engine knows no window"
KERAS_ROOMS = (
    "Only engine.training and engine.session import Keras, and only engine.session imports engine.training"
)
WINDOW_KNOWS_NO_KERAS = "The window knows no Keras and no heavy room of the engine"
WINDOW_ONE_WAY = "The window's rooms point one way"
ENGINE_ONE_WAY = "The engine's rooms point one way"

BREACHES = [
    (ENGINE_KNOWS_NO_WINDOW, "engine/images/preparation.py", "import gui.look.theme"),
    (ENGINE_KNOWS_NO_WINDOW, "engine/session/loop.py", "from PySide6.QtCore import QObject"),
    (KERAS_ROOMS, "engine/detection/calibration.py", "import keras"),
    (KERAS_ROOMS, "engine/model_file/project_file.py", "import engine.training.batches"),
    # through another room: the preview would reach Keras by way of the loading of TensorFlow
    (KERAS_ROOMS, "engine/startup/preview.py", "import engine.session.loop"),
    # inside a function counts as well
    (KERAS_ROOMS, "engine/images/corruption.py", "def late():\n    import sklearn"),
    (WINDOW_KNOWS_NO_KERAS, "gui/look/icons.py", "import tensorflow"),
    (WINDOW_KNOWS_NO_KERAS, "gui/canvas/stroke.py", "import engine.session.loop"),
    # through a light room of the engine that learns with scikit-learn
    (WINDOW_KNOWS_NO_KERAS, "gui/verdict/threshold.py", "import engine.detection.small_images.fusion"),
    (WINDOW_ONE_WAY, "gui/look/icons.py", "import gui.window.memory"),
    (WINDOW_ONE_WAY, "gui/canvas/stroke.py", "import gui.training.panel"),  # neighbours do not know each other
    (ENGINE_ONE_WAY, "engine/datasets/image_dataset.py", "import engine.detection.parallel"),
    (ENGINE_ONE_WAY, "engine/errors.py", "import engine.settings"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, to be changed."""
    for package in ("engine", "gui", "resources"):
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def verdicts(folder: Path) -> dict[str, bool]:
    """Return for each contract, by its name, whether it is kept."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env={"COLUMNS": "400", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = {}
    for line in done.stdout.splitlines():
        name, _, verdict = line.partition(" (")[0].rpartition(" ")
        if verdict in ("KEPT", "BROKEN"):
            found[name] = verdict == "KEPT"
    assert found, done.stdout + done.stderr
    return found


def test_the_contracts_are_kept(copy: Path) -> None:
    found = verdicts(copy)
    assert set(found) == {name for name, _, _ in BREACHES}, "each contract needs a breach here"
    assert all(found.values()), found


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES, ids=lambda value: str(value).splitlines()[0])
def test_a_contract_that_is_broken_is_seen_to_be(copy: Path, contract: str, file: str, line: str) -> None:
    module = copy / file
    module.write_text(f"{module.read_text()}\n{line}\n")
    assert not verdicts(copy)[contract]
