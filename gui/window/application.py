"""The application with its one window: from the files on the command line to the end of the process."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow
    from gui.window.memory import WindowMemory


def run_application(arguments: Sequence[str]) -> int:
    """Open the window; once it is closed, end the process.

    Where a window of this user is open already on the same screen, that window opens the files and comes to the front
    instead, and this returns the exit status.

    Args:
        arguments: what follows the program's name: files to open, and Qt's own options, e.g. -platform.
    """
    from PySide6.QtWidgets import QApplication

    from gui.window.process.ending import Ending, leave_process
    from gui.window.single_instance import SingleInstance

    application = QApplication([sys.argv[0], *arguments])
    files = application.arguments()[1:]  # Qt has taken its own options
    instance = SingleInstance()
    if instance.hand_over(files):
        print("Autoencoder Studio is open already; its window has been asked to come forward.", file=sys.stderr)
        return 0
    ending = Ending(application, instance)
    window = create_window(files)
    ending.follow(window)
    instance.launched_again.connect(window.come_forward)
    return leave_process(application.exec())


def create_window(argv: Sequence[str] = (), memory: WindowMemory | None = None) -> MainWindow:
    """Show the main window and return it; its engine starts a moment later, when the window has been painted.

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
        gc.freeze()  # these objects live as long as the window, so later collections need not visit them
    window.start()
    return window
