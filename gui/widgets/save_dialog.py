"""Asking where to save, in a dialog that is not modal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget, title: str, name_filter: str, name: str, receive: Callable[[str], None]
) -> QFileDialog:
    """Open a dialog that asks for a file's name and is deleted when it closes. The window can still be used meanwhile.

    Args:
        parent: the widget that asks.
        title: the dialog's title.
        name_filter: e.g. "PNG image (*.png)".
        name: the proposed name; its ending is added to a name without one.
        receive: a method of a QObject that takes the chosen path.

    Returns:
        The open dialog, which belongs to its parent.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(name_filter)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(receive)
    dialog.show()
    return dialog


def file_name(name: str, otherwise: str) -> str:
    """Return a name that every file system takes.

    Args:
        name: what a person calls it.
        otherwise: the name where nothing is left of it.
    """
    kept = "".join(character if character.isalnum() else " " for character in name)
    return "-".join(kept.lower().split())[:80] or otherwise
