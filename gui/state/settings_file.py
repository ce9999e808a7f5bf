"""Opening the window's settings file, whatever state it is in: what cannot be read is left out, the file kept aside."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from engine.errors import UserError

_MOST_BYTES = 1 << 20  # a usual file has 2 KB
_KINDS: dict[str, type] = {"geometry": QByteArray, "theme": str, "folder": str}
_SPLITTERS = "splitters/"
_RECENT = "recent_files"


def open_settings(file: Path) -> tuple[QSettings, UserError | None]:
    """Open an INI file, with what is sound in it.

    A damaged file is renamed to ``*.damaged``, where one of an earlier start is replaced, and a new file gets the
    sound values.

    Returns:
        The settings, and the sentence on a damaged file, or None.
    """
    sound: dict[str, object] = {}
    is_damaged = not _can_be_read(file)
    if not is_damaged:
        settings = QSettings(str(file), QSettings.Format.IniFormat)
        sound, is_damaged = _read(settings)
        if not is_damaged:
            return settings, None
        del settings
    aside = _put_aside(file)
    place = file if aside is not None else file.with_name(f"{file.name}.new")  # never a pipe, which would block Qt
    settings = QSettings(str(place), QSettings.Format.IniFormat)
    for key, value in sound.items():
        settings.setValue(key, value)
    if aside is None:
        return settings, UserError(
            "{file} could not be read in full, so some settings are the usual ones.", file=file
        )
    return settings, UserError(
        "{file} could not be read in full, so some settings are the usual ones; the damaged file is kept as {aside}.",
        file=file,
        aside=aside.name,
    )


def strings(value: object) -> list[str]:
    """Return a list of strings from what a settings file gives for one: a list of one comes back as a string."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else []


def _can_be_read(file: Path) -> bool:
    """Whether there is no file, or one of ordinary size and text; a pipe would block Qt for ever."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            return False
        file.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return True


def _read(settings: QSettings) -> tuple[dict[str, object], bool]:
    """Return the sound values, and whether anything else is damaged."""
    keys = settings.allKeys()
    is_damaged = settings.status() != QSettings.Status.NoError
    sound: dict[str, object] = {}
    for key in keys:
        try:
            value = settings.value(key)
        except (RuntimeError, TypeError, ValueError, OverflowError):  # no value of Python's
            is_damaged = True
            continue
        if _is_sound(key, value):
            sound[key] = value
        else:
            is_damaged = True
    return sound, is_damaged


def _is_sound(key: str, value: object) -> bool:
    if key == _RECENT:
        return value is None or isinstance(value, str) or (isinstance(value, list) and strings(value) == value)
    if key.startswith(_SPLITTERS):
        return isinstance(value, QByteArray)
    return key not in _KINDS or isinstance(value, _KINDS[key])


def _put_aside(file: Path) -> Path | None:
    aside = file.with_name(f"{file.name}.damaged")
    with suppress(OSError):
        return file.replace(aside)
    return None
