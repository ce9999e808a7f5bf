"""Whether a window can open here; Qt itself would abort the process without a message that helps."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from engine.program import COMMAND

_WITHOUT_A_SCREEN = (
    f"Without a screen, use the headless commands ({COMMAND} train, evaluate, score; see {COMMAND} --help) or take "
    f"the off-screen tour: {COMMAND} tour --output DIR."
)
_LIBRARIES = (
    "Qt lacks a system library ({library}). On Debian or Ubuntu install what it needs: sudo apt-get install "
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxcb-shape0"
)


def display_problem(environment: Mapping[str, str] | None = None) -> str | None:
    """Return why no window can open, as text for a terminal, or None when one can.

    Args:
        environment: the environment variables; None takes the process's own.
    """
    environment = os.environ if environment is None else environment
    if not sys.platform.startswith("linux"):
        return None
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _LIBRARIES.format(library=error)
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if platform not in ("", "xcb"):
        return None  # the user has chosen, e.g. offscreen or wayland
    if platform == "" and environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY", "")
    if not display:
        return f"There is no screen here (DISPLAY is not set). {_WITHOUT_A_SCREEN}"
    if not _answers(display):
        return f"The screen {display} (DISPLAY) cannot be connected to. {_WITHOUT_A_SCREEN}"
    missing = _missing_library()
    return None if missing is None else _LIBRARIES.format(library=missing)


def _answers(display: str) -> bool:
    """Whether an X server listens at a DISPLAY such as ":0", "unix:0" or "host:10.0"."""
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return any(_connects(socket.AF_UNIX, address) for address in (path, "\0" + path))
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(address)
        except OSError:
            return False
        return True


def _missing_library() -> str | None:
    """Return what the loader says is missing for Qt's X11 plugin, or None. Qt loads the same file anyway."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return None
