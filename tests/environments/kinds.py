"""What users have in their environment: variables of our libraries, and files that these libraries read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

Prepare = Callable[[Path], None]
"""Puts files into a home."""


@dataclass(frozen=True)
class Kind:
    """One environment.

    Attributes:
        name: what is unusual in it.
        variables: what is set; None takes a variable out. {home} stands for the home's path.
        prepare: puts files into the home.
    """

    name: str
    variables: Mapping[str, str | None]
    prepare: Prepare | None = None

    def variables_in(self, home: Path) -> dict[str, str | None]:
        """Return the variables for this home."""
        return {
            name: None if value is None else value.replace("{home}", str(home))
            for name, value in self.variables.items()
        }


def of_variable(name: str, value: str | None) -> Kind:
    """Return an environment with one variable."""
    return Kind(f"{name}={'(not set)' if value is None else value}", MappingProxyType({name: value}))


def keras_json(name: str, content: object) -> Kind:
    """Return an environment whose keras.json has this content: bytes, or what becomes JSON."""

    def prepare(home: Path) -> None:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        (home / ".keras").mkdir()
        (home / ".keras" / "keras.json").write_bytes(raw)

    return Kind(f"keras.json: {name}", MappingProxyType({}), prepare)


def _keras_pipe(home: Path) -> None:
    (home / ".keras").mkdir()
    os.mkfifo(home / ".keras" / "keras.json")


def _keras_folder(home: Path) -> None:
    (home / ".keras" / "keras.json").mkdir(parents=True)


def _keras_unreadable(home: Path) -> None:
    (home / ".keras").mkdir()
    (home / ".keras" / "keras.json").symlink_to("/proc/self/mem")  # reading it fails, even for root


def _keras_home_file(home: Path) -> None:
    (home / ".keras").write_text("not a folder", "utf-8")


def _own_keras_home(home: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "keras.json").write_text(json.dumps(USUAL | {"floatx": "float16"}), "utf-8")


USUAL = {"floatx": "float32", "epsilon": 1e-07, "backend": "tensorflow", "image_data_format": "channels_last"}

KERAS_FILES = (
    keras_json("channels_first", USUAL | {"image_data_format": "channels_first"}),
    keras_json("float16", USUAL | {"floatx": "float16"}),
    keras_json("float64", USUAL | {"floatx": "float64"}),
    keras_json("a floatx that is none", USUAL | {"floatx": "float7"}),
    keras_json("a floatx that is a list", USUAL | {"floatx": ["float32"]}),
    keras_json("a large epsilon", USUAL | {"epsilon": 0.1}),
    keras_json("an epsilon that is a word", USUAL | {"epsilon": "small"}),
    keras_json("the backend torch", USUAL | {"backend": "torch"}),
    keras_json("the backend theano", {"floatx": "float32", "image_dim_ordering": "tf", "backend": "theano"}),
    keras_json("nnx_enabled", USUAL | {"nnx_enabled": True}),
    keras_json("a list", [1, 2]),
    keras_json("cut off", b'{"floatx": "flo'),
    keras_json("empty", b""),
    keras_json("no text", bytes(range(256))),
    Kind("keras.json: a pipe", MappingProxyType({}), _keras_pipe),
    Kind("keras.json: a folder", MappingProxyType({}), _keras_folder),
    Kind("keras.json: unreadable", MappingProxyType({}), _keras_unreadable),
    Kind(".keras: a file", MappingProxyType({}), _keras_home_file),
    Kind("KERAS_HOME with float16", MappingProxyType({"KERAS_HOME": "{home}/elsewhere"}), _own_keras_home),
    Kind("KERAS_HOME that is missing", MappingProxyType({"KERAS_HOME": "{home}/nowhere"})),
)

NUMBERS = (
    of_variable("KERAS_BACKEND", "torch"),
    of_variable("KERAS_BACKEND", "nonsense"),
    of_variable("KERAS_MAX_EPOCHS", "1"),
    of_variable("KERAS_MAX_STEPS_PER_EPOCH", "nonsense"),
    of_variable("TF_USE_LEGACY_KERAS", "1"),
    of_variable("TF_DETERMINISTIC_OPS", "1"),
    of_variable("TF_ENABLE_ONEDNN_OPTS", "0"),
    of_variable("TF_CPP_MIN_LOG_LEVEL", "0"),
    of_variable("TF_CPP_MIN_LOG_LEVEL", "nonsense"),
    of_variable("TF_XLA_FLAGS", "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit"),
    of_variable("TF_XLA_FLAGS", "--nonsense"),
    of_variable("TF2_BEHAVIOR", "0"),
    of_variable("XLA_FLAGS", "--nonsense"),
    of_variable("XLA_FLAGS", "--xla_cpu_enable_fast_math=true"),
    of_variable("XLA_FLAGS", "--xla_backend_optimization_level=0"),
    of_variable("TF_NUM_INTRAOP_THREADS", "1"),
    of_variable("TF_NUM_INTRAOP_THREADS", "nonsense"),
    of_variable("TF_NUM_INTEROP_THREADS", "1"),
    of_variable("OMP_NUM_THREADS", "1"),
    of_variable("OMP_NUM_THREADS", "nonsense"),
    of_variable("OMP_NUM_THREADS", "1000000"),
    of_variable("OMP_STACKSIZE", "1"),
    of_variable("OPENBLAS_NUM_THREADS", "1"),
    of_variable("OPENBLAS_NUM_THREADS", "nonsense"),
    of_variable("OPENBLAS_CORETYPE", "Prescott"),
    of_variable("NPY_DISABLE_CPU_FEATURES", "AVX2"),
    of_variable("NPY_DISABLE_CPU_FEATURES", "NONSENSE"),
    of_variable("ONEDNN_DEFAULT_FPMATH_MODE", "BF16"),
    of_variable("ONEDNN_MAX_CPU_ISA", "SSE41"),
    of_variable("SCIPY_ARRAY_API", "1"),
    of_variable("JOBLIB_MULTIPROCESSING", "nonsense"),
    of_variable("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "cpp"),
    of_variable("CUDA_VISIBLE_DEVICES", ""),
    of_variable("CUDA_VISIBLE_DEVICES", "nonsense"),
    of_variable("LC_ALL", "xx"),
    of_variable("LANG", "xx"),
    of_variable("PYTHONIOENCODING", "ascii"),
    of_variable("HOME", None),
    of_variable("HOME", "/proc/nowhere"),
    of_variable("TMPDIR", "/nowhere"),
)
"""Variables that the engine's libraries read."""


def _damaged_matplotlibrc(home: Path) -> None:
    folder = home / ".config" / "matplotlib"
    folder.mkdir(parents=True)
    (folder / "matplotlibrc").write_bytes(b"axes.facecolor: red\n\xff\xfe\ntext.usetex: True\n")


def _matplotlibrc_pipe(home: Path) -> None:
    folder = home / ".config" / "matplotlib"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "matplotlibrc")


WINDOWS = (
    of_variable("MPLBACKEND", "module://matplotlib_inline.backend_inline"),
    of_variable("MPLBACKEND", "nonsense"),
    of_variable("MPLCONFIGDIR", "/proc/nowhere"),
    of_variable("MATPLOTLIBRC", "/proc/self/mem"),
    Kind("matplotlibrc: damaged", MappingProxyType({}), _damaged_matplotlibrc),
    Kind("matplotlibrc: a pipe", MappingProxyType({}), _matplotlibrc_pipe),
    of_variable("QT_API", "nonsense"),
    of_variable("QT_STYLE_OVERRIDE", "nonsense"),
    of_variable("QT_STYLE_OVERRIDE", "windows"),
    of_variable("QT_SCALE_FACTOR", "nonsense"),
    of_variable("QT_SCALE_FACTOR", "0"),
    of_variable("QT_SCALE_FACTOR", "1000"),
    of_variable("QT_SCALE_FACTOR", "nan"),
    of_variable("QT_SCREEN_SCALE_FACTORS", "nonsense;"),
    of_variable("QT_FONT_DPI", "0"),
    of_variable("QT_FONT_DPI", "-96"),
    of_variable("QT_FONT_DPI", "100000"),
    of_variable("QT_PLUGIN_PATH", "/nowhere"),
    of_variable("QT_QPA_PLATFORM_PLUGIN_PATH", "/nowhere"),
    of_variable("QT_QPA_PLATFORMTHEME", "nonsense"),
    of_variable("QT_LOGGING_RULES", "*=true"),
    of_variable("QT_FATAL_WARNINGS", "1"),
    of_variable("PYSIDE_DISABLE_INTERNAL_QT_CONF", "1"),
    of_variable("PYSIDE6_OPTION_PYTHON_ENUM", "0"),
    of_variable("XDG_CONFIG_HOME", "/proc/nowhere"),
    of_variable("XDG_RUNTIME_DIR", "/nowhere"),
    of_variable("LC_ALL", "xx"),
    of_variable("HOME", None),
    of_variable("HOME", "/proc/nowhere"),
    of_variable("TMPDIR", "/nowhere"),
)
"""What the window's libraries read."""
