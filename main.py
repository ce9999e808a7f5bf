"""Start Autoencoder Studio: without a subcommand the window opens, with one it runs headless."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_HEADLESS = ("train", "evaluate", "score", "study", "faults", "tour")
_HELP = ("-h", "--help", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application and return its exit status.

    Args:
        argv: the arguments after the program's name; None means those of the process. Files among them are
            opened in the window.
    """
    from engine.startup.environment import settle_environment
    from engine.startup.standard_streams import provide_standard_streams

    settle_environment()  # before anything that reads it is imported
    provide_standard_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and not _opens_window(arguments[0]):
        from engine.cli import commands

        return commands.main(arguments, _take_tour)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Until the window listens to it, Ctrl-C ends the process without a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    from gui.window.display_check import settle_display

    problem = settle_display(arguments)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 1

    from gui.window.application import run_application

    return run_application(arguments)


def _opens_window(first: str) -> bool:
    """Whether a command line that begins with `first` opens the window: a file, or a Qt option, e.g. -platform."""
    if first in _HELP or first.startswith("--"):
        return False
    is_there = os.path.exists(first)  # noqa: PTH110 - Path's raises where a name is too long or a folder locked
    return first.startswith("-") or (first not in _HEADLESS and (is_there or Path(first).suffix != ""))


def _take_tour(output: Path, say: Callable[[str], None]) -> list[Path]:
    from gui.window.tour import take_tour

    return take_tour(output, say)


if __name__ == "__main__":
    sys.exit(main())
