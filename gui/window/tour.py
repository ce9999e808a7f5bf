"""The off-screen tour: drives the real window as a person would, and takes the screenshots that the README shows."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.model_file.atomic_write import write_atomically
from engine.protocol.events import EngineFailed, Event

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

_LONGEST_WAIT_S = 300
_EPOCHS = 6


def take_tour(output: Path, say: Callable[[str], None]) -> list[Path]:
    """Draw, train, pause, evaluate and change the theme in the real window; save a screenshot at each stop.

    Args:
        output: the folder for the screenshots; it is made where it is missing.
        say: takes a line of progress.

    Returns:
        The screenshots, in order.

    Raises:
        UserError: the folder cannot be written to, or the engine failed.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        own = tempfile.TemporaryDirectory(prefix=".tour-", dir=output, ignore_cleanup_errors=True)
    except OSError as error:
        raise UserError(
            "The folder {folder} cannot be made or written to ({reason}); choose another.",
            folder=output,
            reason=error.strerror,
        ) from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever the screen here is, before Qt is imported
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["autoencoder-studio"])
    assert isinstance(application, QApplication)
    with own as own_folder:  # the user's theme and window stay as they are
        return _Tour(output, say, Path(own_folder)).take()


class _Tour:
    """One tour through the window."""

    def __init__(self, output: Path, say: Callable[[str], None], own_folder: Path) -> None:
        from gui.window.application import create_window
        from gui.window.memory import WindowMemory

        self._output = output
        self._say = say
        self._shots: list[Path] = []
        self._seen: Counter[str] = Counter()
        self._failure: UserError | None = None
        self._memory = WindowMemory(own_folder)
        self._memory.theme = "light"
        self._window = create_window([], self._memory)
        self._window.resize(1280, 800)
        self._window.client.published.connect(self._note)

    def take(self) -> list[Path]:
        from gui.window import mouse

        window = self._window
        canvas = window.answer_row.canvas
        form = window.training_panel.settings_form
        try:
            self._settle(1500)
            self._shoot("1-start")
            mouse.draw(canvas, mouse.THREE)
            self._wait("the first reconstruction", "Reconstructed")
            self._wait("the data", "DatasetLoaded")
            self._settle(300)
            self._shoot("2-drawing")
            settings = form.settings()
            assert settings is not None
            form.set_settings(replace(settings, epochs=_EPOCHS))
            self._seen.clear()
            window.training_panel.train_requested.emit()
            self._wait("two epochs of training", "EpochEnded", times=2)
            self._settle(200)
            self._shoot("3-training")
            self._wait("the evaluation", "Evaluated")
            self._wait("the verdicts", "DetectorReady")
            window.verdicts.results.judging_requested.emit()
            self._wait("the verdicts on the test set", "Judged")
            canvas.clear()
            self._seen.clear()
            mouse.draw(canvas, mouse.FIVE)
            self._wait("the verdict", "Scored")
            self._settle(500)
            self._shoot_both_themes("window")
            for number, name in enumerate(("runs", "results", "study", "faults"), start=1):
                window.pages.setCurrentIndex(number)
                self._settle(500)
                self._shoot(name)
            window.pages.setCurrentIndex(0)
            for width, height in ((1920, 1080), (900, 600)):
                window.resize(width, height)
                self._shoot_both_themes(f"window-{width}x{height}")
        finally:
            window.close_without_saving()
            self._memory.write()
        return self._shots

    def _shoot_both_themes(self, name: str) -> None:
        for theme in ("light", "dark"):
            self._window.actions_of_menu.theme_chosen.emit(theme)
            self._settle(700)
            self._shoot(f"{name}-{theme}")

    def _shoot(self, name: str) -> None:
        path = self._output / f"{name}.png"
        picture = self._window.grab()
        write_atomically(path, lambda stream: stream.write(_png(picture)))
        self._shots.append(path)
        self._say(f"saved {path.name}")

    def _wait(self, what: str, kind: str, *, times: int = 1) -> None:
        """Run the event loop until so many events of a kind have come since the counts were cleared."""
        self._say(f"waiting for {what}")
        deadline = time.monotonic() + _LONGEST_WAIT_S
        while self._seen[kind] < times:
            if self._failure is not None:
                raise self._failure
            if time.monotonic() > deadline:
                raise UserError(
                    "The tour has waited {seconds} s for {what} without success; try again when the machine is less "
                    "busy.",
                    seconds=_LONGEST_WAIT_S,
                    what=what,
                )
            self._settle(20)

    def _settle(self, milliseconds: int) -> None:
        """Let the window handle and paint what has happened."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _note(self, event: Event) -> None:
        self._seen[type(event).__name__] += 1
        if isinstance(event, EngineFailed):
            self._failure = event.error


def _png(picture: QPixmap) -> bytes:
    """Return a picture as a PNG file. Qt itself would not notice that the disk is full."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())
