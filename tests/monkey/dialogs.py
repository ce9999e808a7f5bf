"""What the monkey does with a dialog or a menu that is open above the window."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QMessageBox, QWidget

from gui.window.main_window import MainWindow
from tests.monkey import hands
from tests.monkey.files import Files

Note = Callable[[str], None]


class Dialogs:
    """Answers dialogs. In a file dialog it only chooses its own files, so that it cannot delete anybody's.

    Args:
        choose: every choice comes from it.
        files: what can be opened.
    """

    def __init__(self, choose: random.Random, files: Files) -> None:
        self._random = choose
        self._files = files

    def open_above(self, window: MainWindow) -> QWidget | None:
        """Return an open dialog that does not block the window; it is left open for a while now and then."""
        dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        return dialogs[0] if dialogs and self._random.random() < 0.6 else None

    def answer(self, above: QWidget, note: Note) -> None:
        """Choose, confirm or leave what is open."""
        if isinstance(above, QFileDialog):
            self._answer_file_dialog(above, note)
        elif isinstance(above, QMenu):
            self._answer_menu(above, note)
        elif isinstance(above, QMessageBox):
            button = self._random.choice(above.buttons())
            note(f"answer {above.objectName()!r} with {button.text()!r}")
            button.click()
        elif isinstance(above, QDialog) and above.parent() is not None and self._random.random() < 0.7:
            note(f"reject {above!r}")
            above.reject()
        else:
            note(f"Escape in {hands.name_of(above)}")
            QTest.keyClick(above, Qt.Key.Key_Escape)
            if above.isVisible():
                above.close()

    def _answer_file_dialog(self, dialog: QFileDialog, note: Note) -> None:
        is_saving = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        if self._random.random() < 0.3:
            note(f"reject the dialog {dialog.windowTitle()!r}")
            dialog.reject()
            return
        if is_saving:
            names = ("one.aestudio", "two", "drawing.png", "table.csv", "curve.svg", "a" * 300, "no folder/x.png")
            path = str(self._files.saved / self._random.choice(names))
        else:
            path = str(self._random.choice(self._files.all))
        note(f"accept the dialog {dialog.windowTitle()!r} with {Path(path).name[:40]!r}")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(path)
        dialog.accept()
        if dialog.isVisible() and QApplication.activeModalWidget() in (dialog, None):
            dialog.reject()  # it wants another name

    def _answer_menu(self, menu: QMenu, note: Note) -> None:
        entries = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
        if not entries or self._random.random() < 0.3:
            note("close the menu")
            menu.close()
            return
        entry = self._random.choice(entries)
        note(f"menu entry {entry.text()!r}")
        menu.close()
        entry.trigger()
