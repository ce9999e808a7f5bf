"""Errors of files that have nothing to do with their format, each as a `UserError` of one sentence."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import UserError

# All that the standard library and NumPy raise on a hostile .npz, .npy or IDX file (fuzzed in test_damaged_files).
_READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def shown(path: Path) -> str:
    """Return a file's name in a form that can be printed anywhere, even if it is invalid Unicode."""
    return str(path.name or path).encode("utf-8", "replace").decode()


def damaged(path: Path, details: str = "") -> UserError:
    """Return the error for a file whose content is invalid."""
    return UserError(
        "{file} is damaged or incomplete, so it cannot be read; make or download it again.",
        file=shown(path),
        details=details,
    )


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn every exception that reading a file raises into a `UserError` that names the file.

    Args:
        path: the file that is read inside the ``with`` block.

    Raises:
        UserError: the file is missing, not permitted, too large for the memory, or damaged.
    """
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(
            "There is no file {file}; choose another one.", file=shown(path), details=str(error)
        ) from error
    except PermissionError as error:
        raise UserError(
            "You have no permission to read {file}; change its permissions or choose another file.",
            file=shown(path),
            details=str(error),
        ) from error
    except MemoryError as error:
        raise UserError(
            "There is not enough free memory to open {file}; close other programs or save fewer images.",
            file=shown(path),
            details=str(error),
        ) from error
    except _READ_ERRORS as error:
        raise damaged(path, f"{type(error).__name__}: {error}") from error


def is_folder(path: Path | str) -> bool:
    """Return whether this is the path of a folder, whatever may be wrong with it."""
    return os.path.isdir(path)  # noqa: PTH112 - Path's raises where a name is too long


def file_size(path: Path) -> int:
    """Return the size in bytes of a file that can be opened without waiting.

    Raises:
        UserError: there is no such file, it is a folder, a device or a pipe, or it is empty.
    """
    with reading(path):
        try:
            status = path.stat()
        except PermissionError:
            raise
        except (OSError, ValueError) as error:  # the name is too long or contains a null byte
            raise FileNotFoundError(str(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise UserError("{file} is a folder; choose one of the files in it.", file=shown(path))
    if not stat.S_ISREG(status.st_mode):
        raise UserError("{file} is a device or a pipe; choose an ordinary file.", file=shown(path))
    if status.st_size == 0:
        raise UserError("{file} is empty; make or download it again.", file=shown(path))
    return status.st_size
