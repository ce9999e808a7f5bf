"""The off-screen tour: drives the real window as a person would, and takes the pictures the README shows."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.errors import UserError

_LONGEST_WAIT_MS = 300_000
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
    except OSError as error:
        raise UserError(
            "The folder {folder} cannot be made ({reason}); choose another.", folder=output, reason=error.strerror
        ) from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever the screen here is, before Qt is imported
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["autoencoder-studio"])
    assert isinstance(application, QApplication)
    return _Tour(application, output, say).take()


class _Tour:
    """One walk through the window."""

    def __init__(self, application: object, output: Path, say: Callable[[str], None]) -> None:
        from main import create_window

        self._application = application
        self._output = output
        self._say = say
        self._shots: list[Path] = []
        self._failure: UserError | None = None
        self._window = create_window([])
        self._window.resize(1280, 800)
        self._window.client.engine_failed.connect(self._fail)

    def take(self) -> list[Path]:
        from gui import hand

        window, client = self._window, self._window.client
        canvas = window.reconstruction_view.canvas
        form = window.training_panel.settings_form
        try:
            self._settle(1500)
            self._shoot("1-start")
            hand.draw(canvas, hand.THREE)
            self._wait("the first reconstruction", client.reconstructed)
            self._wait("the data", client.dataset_loaded, lambda: window.state.has_dataset)
            self._settle(300)
            self._shoot("2-drawing")
            settings = form.settings()
            assert settings is not None
            form.set_settings(replace(settings, epochs=_EPOCHS))
            window.training_panel.train_requested.emit()
            self._wait("two epochs of training", client.epoch_ended, times=2)
            self._settle(200)
            self._shoot("3-training")
            self._wait("the evaluation", client.evaluated)
            self._wait("the detector", client.detector_ready)
            window.verdicts.results.judging_requested.emit()
            self._wait("the verdicts on the test set", client.judged)
            canvas.clear()
            hand.draw(canvas, hand.FIVE)
            self._wait("the reconstruction", client.reconstructed)
            self._settle(500)
            for theme in ("light", "dark"):
                window.actions_of_menu.theme_chosen.emit(theme)
                self._settle(700)
                self._shoot(f"window-{theme}")
            for number, name in enumerate(("results", "study", "faults"), start=1):
                window.pages.setCurrentIndex(number)
                self._settle(500)
                self._shoot(name)
            window.pages.setCurrentIndex(0)
            for width, height in ((1920, 1080), (900, 600)):
                window.resize(width, height)
                for theme in ("light", "dark"):
                    window.actions_of_menu.theme_chosen.emit(theme)
                    self._settle(700)
                    self._shoot(f"window-{theme}-{width}x{height}")
        finally:
            window.close_without_saving()
        return self._shots

    def _shoot(self, name: str) -> None:
        path = self._output / f"{name}.png"
        if not self._window.grab().save(str(path)):
            raise UserError("The screenshot {path} could not be written; choose another folder.", path=path)
        self._shots.append(path)
        self._say(f"saved {path.name}")

    def _wait(
        self, what: str, signal: object, is_there: Callable[[], bool] | None = None, *, times: int = 1
    ) -> None:
        """Run the event loop until a signal has come so many times."""
        from PySide6.QtCore import QEventLoop, QTimer

        if is_there is not None and is_there():
            return
        self._say(f"waiting for {what}")
        loop = QEventLoop()
        for _ in range(times):
            signal.connect(loop.quit)  # type: ignore[attr-defined]
            self._window.client.engine_failed.connect(loop.quit)
            QTimer.singleShot(_LONGEST_WAIT_MS, loop.quit)
            loop.exec()
            signal.disconnect(loop.quit)  # type: ignore[attr-defined]
            self._window.client.engine_failed.disconnect(loop.quit)
            if self._failure is not None:
                raise self._failure

    def _settle(self, milliseconds: int) -> None:
        """Let the window paint what it has been told."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _fail(self, event: object) -> None:
        self._failure = event.error  # type: ignore[attr-defined]
