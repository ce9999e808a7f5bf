"""Start Autoencoder Studio: no subcommand opens the window, a subcommand works without it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow
    from gui.window.memory import WindowMemory

_HEADLESS = ("train", "evaluate", "score", "study", "faults", "tour")
_HELP = ("-h", "--help", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application and return its exit status.

    Args:
        argv: the arguments after the program's name; None takes the process's own. Files among them are
            opened in the window.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and not _opens_window(arguments[0]):
        from engine.cli import commands

        return commands.main(arguments, _take_tour)

    from gui.window.display_check import display_problem

    problem = display_problem()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 1
    return _run_window(arguments)


def _opens_window(first: str) -> bool:
    """Whether a command line that begins so is for the window: a file, or an option of Qt's, e.g. -platform."""
    if first in _HELP or first.startswith("--"):
        return False
    return first.startswith("-") or (first not in _HEADLESS and (Path(first).exists() or Path(first).suffix != ""))


def _take_tour(output: Path, say: Callable[[str], None]) -> list[Path]:
    from gui.window.tour import take_tour

    return take_tour(output, say)


def _run_window(arguments: list[str]) -> int:
    from PySide6.QtWidgets import QApplication

    from gui.window.single_instance import SingleInstance

    application = QApplication([sys.argv[0], *arguments])
    files = application.arguments()[1:]  # Qt has taken its own options
    instance = SingleInstance()
    if instance.hand_over(files):
        print("Autoencoder Studio is open already; its window has been asked to come forward.", file=sys.stderr)
        return 0
    window = create_window(files)
    instance.asked.connect(window.come_forward)
    return application.exec()


def create_window(argv: Sequence[str] = (), memory: WindowMemory | None = None) -> MainWindow:
    """Return the shown main window, whose engine starts once it has had a moment to be painted.

    A `QApplication` must exist.

    Args:
        argv: files to open: a model (.aestudio) or images (.npz, .npy, IDX).
        memory: what the window remembers of the last time; None takes the user's own.
    """
    from engine.startup.collection_pause import collection_paused

    with collection_paused():
        from gui.window.main_window import MainWindow

        window = MainWindow(list(argv), memory)
        window.show()
        gc.freeze()  # it all lives on, and no later collection needs to look through it
    window.start()
    return window


if __name__ == "__main__":
    sys.exit(main())
