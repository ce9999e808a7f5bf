"""Real processes whose environment holds everything at once that changed a number or ended the program.

`python -m tests.environments` tries each alone, which takes half an hour.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.environments import kinds, probe

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="it makes pipes")]

HEADLESS = {
    "KERAS_BACKEND": "torch",
    "KERAS_MAX_EPOCHS": "1",
    "TF2_BEHAVIOR": "0",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_XLA_FLAGS": "--nonsense",
    "XLA_FLAGS": "--nonsense",
    "TF_NUM_INTRAOP_THREADS": "nonsense",
    "OMP_NUM_THREADS": "nonsense",
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "NONSENSE",
    "JOBLIB_MULTIPROCESSING": "nonsense",
    "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": "nonsense",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TMPDIR": "/nowhere",
    "LC_ALL": "xx",
    "PYTHONIOENCODING": "ascii",
}
WINDOW = HEADLESS | {
    "MATPLOTLIBRC": "/proc/self/mem",
    "MPLCONFIGDIR": "/proc/nowhere",
    "QT_API": "nonsense",
    "QT_FATAL_WARNINGS": "1",
    "QT_FONT_DPI": "-96",
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_PLATFORM": "nonsense;offscreen",
    "QT_SCALE_FACTOR": "1000",
    "QT_STYLE_OVERRIDE": "nonsense",
}
CONFIGURATION = """
import keras
from engine.training import keras_backend
config = keras.config
print(config.floatx(), config.epsilon(), config.image_data_format(), keras.dtype_policies.get(None).name)
"""


def home_with(folder: Path, kind: kinds.Kind) -> Path:
    folder.mkdir()
    assert kind.prepare is not None
    kind.prepare(folder)
    return folder


def kind_named(name: str) -> kinds.Kind:
    return next(kind for kind in (*kinds.KERAS_FILES, *kinds.WINDOWS) if kind.name == name)


def test_no_number_depends_on_the_users_settings(tmp_path: Path) -> None:
    probe.write_inputs(tmp_path)
    home = tmp_path / "plain"
    home.mkdir()
    usual = probe.train_and_score(tmp_path, home, {})
    hostile = probe.train_and_score(
        tmp_path, home_with(tmp_path / "hostile", kind_named("keras.json: a pipe")), HEADLESS
    )

    assert hostile.status == 0, hostile.stderr
    assert hostile.numbers == usual.numbers
    assert "Traceback" not in hostile.stderr
    assert not (home / ".keras").exists(), "a folder that the user has not asked for"


def test_the_window_opens_and_plots_whatever_the_users_settings(tmp_path: Path) -> None:
    home = home_with(tmp_path / "hostile", kind_named("matplotlibrc: a pipe"))
    outcome = probe.open_window(home, WINDOW)

    assert (outcome.status, outcome.stdout) == (0, "closed\n"), outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_keras_is_as_we_need_it_even_where_something_else_imported_it_before(tmp_path: Path) -> None:
    settings = kinds.USUAL | {"floatx": "float64", "epsilon": 0.1, "image_data_format": "channels_first"}
    home = home_with(tmp_path / "home", kinds.keras_json("all wrong", settings))
    outcome = probe.run_python(CONFIGURATION, [], home, {})

    assert outcome.stdout == "float32 1e-07 channels_last float32\n", outcome.stderr
    assert json.loads((home / ".keras" / "keras.json").read_text("utf-8")) == settings


def test_the_users_folder_of_keras_is_still_used_for_data_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ["KERAS_HOME"]
    from engine.datasets import mnist
    from engine.training import keras_backend  # noqa: F401

    assert os.environ["KERAS_HOME"] == before
    assert mnist._folders(None)[0] == Path(before) / "datasets"
