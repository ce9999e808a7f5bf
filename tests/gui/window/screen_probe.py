"""A program that opens the window on the screen that its platform plugin is given, and tells what can be seen of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from gui.window.memory import WindowMemory
from tests.gui.window import filled_window, room_walk
from tests.gui.window.window_driver import WindowDriver

CONTROLS = ("trainButton", "pauseButton", "stopButton", "verdictLabel")


def main(folder: Path) -> None:
    application = QApplication(sys.argv)
    driver = WindowDriver(WindowMemory(folder))
    window = driver.window
    window.show()
    filled_window.fill(driver)
    room_walk.settle()
    available = application.primaryScreen().availableGeometry()
    found = {
        "screen": list(available.getRect()),
        "ratio": window.devicePixelRatio(),
        "window": list(window.frameGeometry().getRect()),
        "is_within": available.contains(QRect(window.frameGeometry())),
        "hidden": [name for name in CONTROLS if not room_walk.is_within(window, driver.find(name))],
        "problems": room_walk.problems(window),
    }
    window.close_without_saving()
    print(json.dumps(found), flush=True)
    os._exit(0)  # as the program ends: no chart that is still being loaded is waited for


if __name__ == "__main__":
    main(Path(sys.argv[1]))
