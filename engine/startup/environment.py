"""The environment variables of the user: what may change a number or end the program is taken out, early in `main`.

TensorFlow, XLA, Keras, NumPy, OpenMP, matplotlib and Qt read many variables while they are loaded. They were set for
other programs: a notebook's matplotlib backend, a Keras backend that is not installed, a flag of XLA that this version
does not know (which ends the process), a faster and less exact multiplication. None of them is needed here. What only
chooses where and how large the window is shown, which device computes, and where files lie, is kept.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

_KEPT = frozenset(
    {
        "KERAS_HOME",  # where Keras's downloads lie; `engine.training.keras_backend` keeps its keras.json out
        "TF_FORCE_GPU_ALLOW_GROWTH",  # how much of a shared graphics card's memory is taken
        "TF_CPP_MIN_LOG_LEVEL",  # set by `engine.startup.notices`
    }
)

IGNORED_PREFIXES = {
    "TF_": "numbers (TF_ENABLE_ONEDNN_OPTS, TF_XLA_FLAGS), or the end of the process (an unknown flag)",
    "TF2_": "TensorFlow 1's behaviour",
    "TFE_": "as TF_",
    "XLA_": "numbers, or the end of the process: XLA aborts at a flag that it does not know",
    "KERAS_": "another backend; KERAS_MAX_EPOCHS and KERAS_MAX_STEPS_PER_EPOCH shorten every training",
    "ONEDNN_": "numbers: less exact multiplications",
    "DNNL_": "as ONEDNN_, whose older name it is",
    "MKL_": "numbers, by the number of threads and the instructions chosen",
    "OMP_": "numbers, by the number of threads; a stack too small or a million threads end the process",
    "GOMP_": "as OMP_, of GNU's OpenMP",
    "KMP_": "as OMP_, of Intel's OpenMP",
    "OPENBLAS_": "numbers, by the number of threads and the instructions chosen",
    "GOTO_": "as OPENBLAS_, whose older name it is",
    "NPY_": "numbers (NPY_DISABLE_CPU_FEATURES); the import of NumPy fails at a feature that it does not know",
    "NUMPY_": "experiments of NumPy",
    "SCIPY_": "experiments of SciPy and scikit-learn",
    "SKLEARN_": "less checking",
    "JOBLIB_": "the import of scikit-learn fails at a value that is no number",
    "LOKY_": "as JOBLIB_",
    "PROTOCOL_BUFFERS_": "the import of TensorFlow fails at an implementation that is not there",
    "PYSIDE": "where PySide looks for Qt, and how it passes enumerations",
    "QT_FATAL_": "an end of the process at every warning",
    "QT_LOGGING_": "thousands of lines on stderr",
}
"""What is ignored, by how the names begin, and what it would do."""

IGNORED = {
    "MPLBACKEND": "a notebook's backend; the import of matplotlib fails where it is not installed",
    "MATPLOTLIBRC": "settings of matplotlib; a damaged file ends its import",
    "QT_API": "another Qt for matplotlib than the window's",
    "QT_DEBUG_PLUGINS": "thousands of lines on stderr",
    "QT_MESSAGE_PATTERN": "another form of the messages on stderr",
    "QT_PLUGIN_PATH": "plugins of another Qt, which end the process",
    "QT_QPA_PLATFORM_PLUGIN_PATH": "as QT_PLUGIN_PATH",
    "QT_STYLE_OVERRIDE": "another look than the one that the window's colours and margins are made for",
}
"""What is ignored, by its full name, and what it would do."""

SCALES = ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_SCREEN_SCALE_FACTORS")
"""How large the window is shown: kept where it is a sensible number."""

_SMALLEST_SCALE, _LARGEST_SCALE = 0.5, 8.0
_SMALLEST_DPI, _LARGEST_DPI = 48.0, 768.0


def settle_environment(environment: MutableMapping[str, str] | None = None) -> tuple[str, ...]:
    """Take out the variables that might change a number or end the program; return their names.

    Call it before NumPy, Qt or TensorFlow is imported: they read the variables while they are loaded.

    Args:
        environment: the environment variables; None takes the process's own.
    """
    environment = os.environ if environment is None else environment
    ignored = tuple(name for name in environment if _is_ignored(name, environment[name]))
    for name in ignored:
        del environment[name]
    return ignored


@contextmanager
def without_variables(prefix: str) -> Iterator[None]:
    """Take the variables whose names begin so out of the environment for a while; then all are as before."""
    before = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    _remove(prefix)
    try:
        yield
    finally:
        _remove(prefix)
        os.environ.update(before)


def _remove(prefix: str) -> None:
    for name in [name for name in os.environ if name.startswith(prefix)]:
        del os.environ[name]


def _is_ignored(name: str, value: str) -> bool:
    if name in _KEPT:
        return False
    if name in SCALES:
        return not _is_sensible_scale(name, value)
    return name in IGNORED or name.startswith(tuple(IGNORED_PREFIXES))


def _is_sensible_scale(name: str, value: str) -> bool:
    """Whether a scale is a number with which the window can be used; a list of them has semicolons."""
    low, high = (_SMALLEST_DPI, _LARGEST_DPI) if name == "QT_FONT_DPI" else (_SMALLEST_SCALE, _LARGEST_SCALE)
    try:
        scales = [float(part.rpartition("=")[2]) for part in value.split(";")]  # "1.5" or "HDMI-1=1.5"
    except ValueError:
        return False
    return all(math.isfinite(scale) and low <= scale <= high for scale in scales)
