"""What the window remembers from one start to the next: its place, its theme, the recent files."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import platformdirs
from PySide6.QtCore import QByteArray

from engine.file_problems import is_folder
from gui.look.theme import ThemeChoice
from gui.state.file_names import full_path, is_file
from gui.state.settings_file import open_settings, strings

_MOST_RECENT_FILES = 8


class WindowMemory:
    """Settings in one INI file. What is damaged in it is left out, and the file is kept aside.

    Args:
        folder: where the file lies; None means the user's own configuration folder.

    Attributes:
        runs_folder: where runs are kept; None means the user's own data folder.
        damage: the sentence on a damaged file; None where it could be read, or where there was none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.runs_folder = folder
        folder = folder or platformdirs.user_config_path("autoencoder-studio", appauthor=False)
        self._settings, self.damage = open_settings(folder / "window.ini")

    @property
    def geometry(self) -> QByteArray:
        """The window's place, as `QWidget.saveGeometry` gave it; empty at the first start."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def splitter(self, name: str) -> QByteArray:
        """The state of a splitter; empty at the first start."""
        return self._bytes(f"splitters/{name}")

    def remember_splitter(self, name: str, state: QByteArray) -> None:
        """Keep the state of a splitter."""
        self._settings.setValue(f"splitters/{name}", state)

    @property
    def theme(self) -> ThemeChoice:
        """The chosen theme."""
        choice = str(self._settings.value("theme", "system"))
        return cast(ThemeChoice, choice) if choice in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._settings.setValue("theme", choice)

    @property
    def recent_files(self) -> list[Path]:
        """The files and folders opened or saved lately, the latest first; those that are gone are left out."""
        names = strings(self._settings.value("recent_files"))
        return [Path(name) for name in names if is_file(name) or is_folder(name)]

    def remember_file(self, path: Path) -> None:
        """Put a file or a folder at the head of the recent ones."""
        path = full_path(path)
        files = [path, *(file for file in self.recent_files if file != path)]
        self._settings.setValue("recent_files", [str(file) for file in files[:_MOST_RECENT_FILES]])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._settings.remove("recent_files")

    @property
    def is_mnist_offer_dismissed(self) -> bool:
        """Whether the user has closed the offer to download MNIST."""
        return str(self._settings.value("mnist_offer_dismissed", "")) == "true"

    @is_mnist_offer_dismissed.setter
    def is_mnist_offer_dismissed(self, is_dismissed: bool) -> None:
        self._settings.setValue("mnist_offer_dismissed", "true" if is_dismissed else "false")

    @property
    def folder(self) -> str:
        """The folder in which the last file dialog ended."""
        folder = self._settings.value("folder", "")
        return folder if isinstance(folder, str) else ""

    @folder.setter
    def folder(self, folder: str) -> None:
        self._settings.setValue("folder", folder)

    def write(self) -> None:
        """Write to the disk now; Qt would do so later, and make the folder again where it has been removed."""
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
