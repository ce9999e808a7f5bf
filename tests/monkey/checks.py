"""What must hold after every step: controls that agree with the state, and finite numbers in every shown text."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QWidget

from gui.state.app_state import Phase
from gui.state.controls import Control, controls
from gui.window.main_window import MainWindow

_NOT_FINITE = re.compile(r"(?<![\w'-])[-+−]?(nan|inf|infinity|∞)(?![\w'])", re.IGNORECASE)
"""But not what somebody has typed, which an error quotes."""
_LONGEST_THREAD_END_SECONDS = 10.0
_MOST_CELLS = 400


def contradictions(window: MainWindow, *, with_texts: bool = True) -> Iterator[str]:
    """Yield a sentence for everything that cannot be so; `with_texts` reads all shown texts, too."""
    yield from _of_controls(window)
    yield from _of_phase(window)
    for where, text in _shown_texts(window) if with_texts else ():
        if _NOT_FINITE.search(text):
            yield f"{where} shows {text!r}"


def threads_left(window: MainWindow) -> list[str]:
    """Return the names of a closed window's threads that do not end."""
    ends = time.monotonic() + _LONGEST_THREAD_END_SECONDS
    while time.monotonic() < ends:
        left = ["the engine's"] if window.client.is_running else []
        left += [thread.name for thread in threading.enumerate() if thread.name in ("engine", "picture")]
        if not left:
            return []
        time.sleep(0.05)
    return left


def _of_controls(window: MainWindow) -> Iterator[str]:
    state = window.state
    allowed = controls(state)
    for control, action in window.actions_of_menu._controlled.items():
        if action.isEnabled() != allowed[control].is_enabled:
            yield f"{state.phase}: the menu's {control} is {_word(action.isEnabled())}"
    settings = window.training_panel.settings_form.settings()
    can_begin = state.is_run_alive or settings is not None
    is_paused = state.phase is Phase.PAUSED
    for name, control, also in (
        ("trainButton", Control.TRAIN, can_begin),
        ("stepButton", Control.STEP, can_begin),
        ("stopButton", Control.STOP, True),
        ("pauseButton", Control.RESUME if is_paused else Control.PAUSE, True),
    ):
        button = window.findChild(QAbstractButton, name)
        if button is None:
            yield f"there is no {name}"
        elif button.isEnabled() != (allowed[control].is_enabled and also):
            yield f"{state.phase}: {name} is {_word(button.isEnabled())}"


def _of_phase(window: MainWindow) -> Iterator[str]:
    state = window.state
    if state.phase is Phase.READY and not state.is_started:
        yield "the engine is ready before it has started"
    if state.is_run_alive and not state.pending:
        yield f"{state.phase} without a command that runs"
    if window.isWindowModified() != state.is_modified:
        yield "the title's mark of an unsaved model is wrong"


def _shown_texts(window: MainWindow) -> Iterator[tuple[str, str]]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        name = widget.objectName() or type(widget).__name__
        texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QTableView) and widget.model() is not None:
            texts += _cells(widget)
        yield from ((name, text) for text in texts if text)


def _cells(view: QTableView) -> list[str]:
    model = view.model()
    rows, columns = model.rowCount(), model.columnCount()
    cells = [(row, column) for row in range(rows) for column in range(columns)][:_MOST_CELLS]
    return [str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "") for row, column in cells]


def _word(is_enabled: bool) -> str:
    return "enabled" if is_enabled else "disabled"
