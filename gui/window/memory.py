"""What the window remembers from one start to the next: its place, its theme, the recent files."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from gui.look.theme import ThemeChoice

_MOST_RECENT_FILES = 8


class WindowMemory:
    """Settings in one INI file.

    Args:
        folder: where the file lies; None means the user's own configuration folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or platformdirs.user_config_path("autoencoder-studio", appauthor=False)
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def write(self) -> None:
        """Write to the file what has changed, which otherwise happens a moment later."""
        self._settings.sync()

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
        """The files opened or saved lately, the latest first; those that are gone are left out."""
        kept = self._settings.value("recent_files", [])
        names = [kept] if isinstance(kept, str) else list(cast(list[str], kept or []))
        return [Path(name) for name in names if Path(name).is_file()]

    def remember_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        path = path.resolve()
        files = [path, *(file for file in self.recent_files if file != path)]
        self._settings.setValue("recent_files", [str(file) for file in files[:_MOST_RECENT_FILES]])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._settings.remove("recent_files")

    @property
    def folder(self) -> str:
        """The folder in which the last file dialog ended."""
        return str(self._settings.value("folder", ""))

    @folder.setter
    def folder(self, folder: str) -> None:
        self._settings.setValue("folder", folder)

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
