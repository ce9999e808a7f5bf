"""Ctrl+C in a table: the table that has the focus wins over the canvas, whose shortcut works in the whole window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class CopyKey(QObject):
    """Copies a widget's content when Ctrl+C is pressed in it.

    A shortcut of the widget's own does not do: with another one of the window for the same keys, Qt calls both
    ambiguous, and either none or the window's is carried out. So the key is claimed before Qt looks for shortcuts.

    Args:
        widget: where it is pressed; it owns this object.
        copy: puts the content on the clipboard.
    """

    def __init__(self, widget: QWidget, copy: Callable[[], None]) -> None:
        super().__init__(widget)
        self._copy = copy
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim Ctrl+C, and carry it out when it is pressed."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if not is_override and event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if not event.matches(QKeySequence.StandardKey.Copy):
            return False
        event.accept()
        if not is_override:
            self._copy()
        return True


def copy_rows(rows: Iterable[Sequence[str]]) -> None:
    """Put rows of texts on the clipboard, as spreadsheets take them: a tab between the columns."""
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows) + "\n")
