"""Whether a window can open here; Qt itself would abort the process without a message that helps."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from itertools import pairwise
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
_WITHOUT_NEEDS = ("offscreen", "minimal")
_ELSEWHERE = ("windows", "direct2d", "cocoa", *_WITHOUT_NEEDS)  # on Windows and macOS
_TRIAL_S = 20


def settle_display(
    arguments: Sequence[str] = (), environment: MutableMapping[str, str] | None = None
) -> str | None:
    """Return why no window can open, as text for a terminal, or None when one can.

    Qt would abort the process at a platform that does not work here. Where the environment names one, as
    QT_QPA_PLATFORM=wayland does in a session of X11, the variable is changed to what works.

    Args:
        arguments: what follows the program's name; Qt's own option -platform overrides the environment.
        environment: the environment variables; None takes the process's own.
    """
    environment = os.environ if environment is None else environment
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux"):
        if chosen and not all(name.split(":")[0] in _ELSEWHERE for name in chosen.split(";")):
            del environment["QT_QPA_PLATFORM"]
        return None
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _LIBRARIES.format(library=error)
    option = _option(arguments)
    if option is not None:
        return _first_problem(option, environment)[1]
    usable, problem = _first_problem(chosen, environment) if chosen else ("", None)
    if not usable:
        usual, usual_problem = _first_problem("wayland;xcb" if _has_wayland(environment) else "xcb", environment)
        problem = problem or usual_problem
        if not usual:
            return problem
        usable = usual if chosen or environment.get("WAYLAND_DISPLAY") else ""
    if usable and usable != chosen:
        environment["QT_QPA_PLATFORM"] = usable
    return None


def _option(arguments: Sequence[str]) -> str | None:
    """Return the platform of Qt's option, or None."""
    chosen = [value for name, value in pairwise(arguments) if name in ("-platform", "--platform")]
    return chosen[-1] if chosen else None


def _first_problem(platforms: str, environment: Mapping[str, str]) -> tuple[str, str | None]:
    """Return which of some platforms work here, and why the first that does not work does not.

    Args:
        platforms: names with semicolons between them, as Qt tries them; each may have options after a colon.
        environment: the environment variables.
    """
    names = [name for name in platforms.split(";") if name]
    problems = {name: _problem_of(name.split(":")[0], environment) for name in names}
    usable = [name for name in names if problems[name] is None]
    return ";".join(usable), None if usable else next(iter(problems.values()), None)


def _problem_of(platform: str, environment: Mapping[str, str]) -> str | None:
    """Return why no window can open on one of Qt's platforms, or None when one can."""
    if platform == "xcb":
        display = environment.get("DISPLAY", "")
        if not display:
            return f"There is no screen here (DISPLAY is not set). {_WITHOUT_A_SCREEN}"
        if not _answers(display):
            return f"The screen {display} (DISPLAY) cannot be connected to. {_WITHOUT_A_SCREEN}"
    elif platform.partition("-")[0] == "wayland":
        if not _has_wayland(environment):
            return f"There is no Wayland screen here for the Qt platform {platform}. {_WITHOUT_A_SCREEN}"
    elif platform in _WITHOUT_NEEDS:
        return None
    elif not _starts_on(platform, environment):
        return f"The Qt platform {platform} does not work here. {_WITHOUT_A_SCREEN}"
    missing = _missing_library(platform.partition("-")[0])
    return None if missing is None else _LIBRARIES.format(library=missing)


def _has_wayland(environment: Mapping[str, str]) -> bool:
    """Whether a Wayland compositor listens where its library looks for one."""
    if environment.get("WAYLAND_SOCKET"):  # a connection that the parent process has made
        return True
    folder, name = environment.get("XDG_RUNTIME_DIR", ""), environment.get("WAYLAND_DISPLAY") or "wayland-0"
    if not folder and not name.startswith("/"):
        return False
    return _connects(socket.AF_UNIX, str(Path(folder, name)))


def _starts_on(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt starts on a rare platform, tried in a process of its own since Qt aborts where it does not."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return True  # there is no Python to try it with
    program = "from PySide6.QtWidgets import QApplication; QApplication([])"
    tried = dict(environment) | {"QT_QPA_PLATFORM": platform}
    command = [sys.executable, "-P", "-c", program]
    nothing = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, env=tried, stdin=nothing, stdout=nothing, stderr=nothing, timeout=_TRIAL_S, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


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
        except (OSError, OverflowError):  # the latter for a port above 65,535
            return False
        return True


def _missing_library(platform: str) -> str | None:
    """Return what the loader says is missing for a platform's plugin, or None. Qt loads the same file anyway."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    if not plugin.exists():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return None
