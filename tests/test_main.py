"""Starting the application as a shell does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from engine.program import VERSION
from gui.window.display_check import _LIBRARIES, settle_display
from tests.conftest import REPOSITORY


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    kept.pop("WAYLAND_DISPLAY", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 can be missing")
@pytest.mark.parametrize("display", ["", ":4711", "nonsense"])
def test_without_a_screen_it_says_so_and_points_to_what_works(display):
    done = run_python("main.py", DISPLAY=display)
    assert done.returncode == 1
    assert "screen" in done.stderr
    assert "main.py tour" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_chosen_platform_is_believed():
    assert settle_display(environment={"QT_QPA_PLATFORM": "offscreen"}) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 sockets")
def test_a_screen_that_listens_is_no_problem():
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4712")
        server.listen()
        problem = settle_display(environment={"DISPLAY": ":4712"})
    assert problem is None or "apt-get" in problem  # a bare machine may lack Qt's system libraries


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
@pytest.mark.parametrize("platform", ["wayland", "nonsense;wayland-egl"])
def test_a_platform_that_is_not_there_is_told_in_one_line(platform):
    for done in (
        run_python("main.py", QT_QPA_PLATFORM=platform),
        run_python("main.py", "-platform", platform, QT_QPA_PLATFORM="offscreen"),
    ):
        assert done.returncode == 1
        assert platform.split(";")[0] in done.stderr
        assert "main.py tour" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        ("wayland;offscreen", "offscreen"),
        ("nonsense;minimal;offscreen", "minimal;offscreen"),
        ("offscreen:size=800x600", "offscreen:size=800x600"),
        ("vnc:port=4719", "vnc:port=4719"),
    ],
)
def test_of_several_platforms_those_that_work_are_used(chosen, used):
    environment = {"QT_QPA_PLATFORM": chosen, "PATH": os.environ["PATH"]}
    assert settle_display(environment=environment) is None
    assert environment["QT_QPA_PLATFORM"] == used


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 sockets")
@pytest.mark.parametrize("chosen", ["wayland", "nonsense", "wayland;xcb"])
def test_where_the_chosen_platform_is_missing_a_screen_that_listens_is_used(chosen):
    environment = {"QT_QPA_PLATFORM": chosen, "DISPLAY": ":4713", "PATH": os.environ["PATH"]}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4713")
        server.listen()
        problem = settle_display(environment=environment)
    assert environment["QT_QPA_PLATFORM"] == "xcb" or "apt-get" in problem


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Wayland sockets")
def test_a_wayland_screen_that_listens_is_used(tmp_path):
    environment = {"QT_QPA_PLATFORM": "wayland", "XDG_RUNTIME_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        problem = settle_display(environment=environment)
    assert problem is None or "apt-get" in problem
    assert environment["QT_QPA_PLATFORM"] == "wayland"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 can be missing")
@pytest.mark.parametrize("display", [":99999999", "nowhere:99999999", "x" * 300 + ":0"])
def test_a_display_that_can_be_none_is_no_traceback(display):
    assert "cannot be connected to" in settle_display(environment={"DISPLAY": display})


def test_help_names_the_commands():
    done = run_python("main.py", "--help")
    assert done.returncode == 0
    for command in ("train", "evaluate", "score", "tour"):
        assert command in done.stdout


def test_a_wrong_command_line_ends_with_status_2():
    done = run_python("main.py", "train", "--epochs", "many")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mistake", ["evaluat", "--trian"])
def test_a_misspelt_command_opens_no_window(mistake):
    done = run_python("main.py", mistake, "model.aestudio", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_the_version_is_known_without_an_installation():
    program = "from importlib import metadata; metadata.distribution = None; import main; main.main(['--version'])"
    done = run_python("-c", program)
    assert done.stdout == f"{VERSION}\n", done.stderr


def test_the_sources_are_started_by_main_py_and_say_so():
    assert run_python("main.py", "--help").stdout.startswith("usage: main.py ")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes descriptors")
def test_without_standard_streams_a_failure_is_still_no_crash():
    program = "import sys, main; sys.exit(10 + main.main(['score', 'no.aestudio', 'no.png']))"
    command = ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program]
    assert subprocess.run(command, cwd=REPOSITORY, timeout=60, check=False).returncode == 11


def test_the_window_comes_without_keras_and_without_matplotlib():
    """Those take seconds to import; the window must be on screen before."""
    program = (
        "import sys, main, gui.window.main_window, gui.window.display_check, gui.window.single_instance;"
        "print([name for name in ('keras', 'tensorflow', 'sklearn', 'scipy', 'matplotlib', 'PIL') "
        "if name in sys.modules])"
    )
    done = run_python("-c", program, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.strip() == "[]", done.stderr


def test_the_readme_and_ci_install_what_the_window_says_it_needs() -> None:
    needed = _LIBRARIES.partition("apt-get install ")[2].split()
    assert "libxcb-cursor0" in needed
    for path in ("README.md", ".ci/run"):
        told = (REPOSITORY / path).read_text(encoding="utf-8").split()
        assert set(needed) <= set(told), path
