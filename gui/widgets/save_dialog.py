"""Asking where to save, in a dialog that is not modal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(
    parent: QWidget,
    title: str,
    name_filter: str,
    name: str,
    receive: Callable[[str], None],
    give_up: Callable[[], None] | None = None,
) -> None:
    """Open a dialog that asks for a file's name and is deleted when it closes. The window can still be used meanwhile.

    A name that has none of the filter's endings gets one: `notes.npz` is saved as `notes.npz.csv`, so that nothing is
    saved over a file of another kind. If there is such a file already, the dialog asks again with that name, and so
    whether to replace it.

    Args:
        parent: the widget that asks.
        title: the dialog's title.
        name_filter: e.g. "PNG image (*.png)".
        name: the proposed name; its ending is the one that is added, if the filter has it, and else the filter's first.
        receive: a method of a QObject that takes the chosen path.
        give_up: a method of a QObject that is called if none is chosen.
    """
    _SaveDialog(parent, title, name_filter, name, receive, give_up).show()


class _SaveDialog(QFileDialog):
    """The dialog; it takes the arguments of `ask_where_to_save`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        name_filter: str,
        name: str,
        receive: Callable[[str], None],
        give_up: Callable[[], None] | None,
    ) -> None:
        super().__init__(parent, title)
        self._receive = receive
        self._about = parent, title, name_filter
        self._give_up = give_up
        self._endings = [ending.lower() for ending in re.findall(r"\*(\.[\w-]+)", name_filter)]
        proposed = Path(name).suffix.lower()
        self._ending = proposed if proposed in self._endings else self._endings[0]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilter(name_filter)
        self.setDefaultSuffix(self._ending.removeprefix("."))
        self.selectFile(name)
        self.fileSelected.connect(self._take)
        if give_up is not None:
            self.rejected.connect(give_up)

    @Slot(str)
    def _take(self, path: str) -> None:
        if Path(path).suffix.lower() in self._endings:
            self._receive(path)
        elif not Path(with_ending := path + self._ending).exists():
            self._receive(with_ending)
        else:
            ask_where_to_save(*self._about, with_ending, self._receive, self._give_up)


def file_name(name: str, otherwise: str) -> str:
    """Return a name that every file system takes.

    Args:
        name: what a person calls it.
        otherwise: the name where nothing is left of it.
    """
    kept = "".join(character if character.isalnum() else " " for character in name)
    return "-".join(kept.lower().split())[:80] or otherwise
