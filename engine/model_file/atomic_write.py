"""Writing a file so that it is either the new one or the old one, whole, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine.errors import UserError

_NO_RIGHT = "There is no right to write {name} in {folder}; choose another folder."
_SENTENCES = {
    errno.ENOSPC: "The disk is full, so {name} was not saved; free some space or choose another disk.",
    errno.EDQUOT: "The disk quota is used up, so {name} was not saved; free some space or choose another disk.",
    errno.EFBIG: "{name} is larger than a file may be here, so it was not saved; choose another disk.",
    errno.EROFS: "The disk of {folder} can only be read, so {name} was not saved; choose another folder.",
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.ENOENT: "There is no folder {folder}, so {name} was not saved; make the folder or choose another.",
    errno.ENOTDIR: "{folder} is not a folder, so {name} was not saved; choose another folder.",
    errno.EISDIR: "{name} is a folder, so nothing was saved over it; choose another name.",
    errno.ENAMETOOLONG: "The name {name} is too long; choose a shorter one.",
}
_OTHER = "{name} could not be saved in {folder} ({reason}); choose another place."


def require_writable(path: Path) -> None:
    """Make sure, before long work, that its result could be written to `path`; nothing there changes.

    Raises:
        UserError: as `write_atomically`.
    """
    with _failures_told(path):
        descriptor, temporary = _temporary_beside(_checked_target(path)[0])
        os.close(descriptor)
        temporary.unlink()


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file by way of a temporary one in the same folder, which takes its place when it is whole.

    Until then, and after any failure, what stood at `path` is untouched and the temporary file is gone. Only
    a killed process leaves one behind, named ``.<random>.tmp``. The data reach the disk before the name does,
    so a power cut cannot leave an empty file either. A link is followed; an existing file keeps its mode.

    Args:
        path: the file to make or to replace.
        write: writes the content to the stream it is given, which can seek.

    Raises:
        UserError: the system refuses; the sentence says what to do. Whatever else `write` raises passes through.
    """
    with _failures_told(path):
        target, mode = _checked_target(path)
        descriptor, temporary = _temporary_beside(target)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                if mode is not None:
                    temporary.chmod(mode)
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        except BaseException:  # an interrupt, too, must not leave the temporary file
            with suppress(OSError):
                temporary.unlink()
            raise
    _sync_folder(target.parent)


def _checked_target(path: Path) -> tuple[Path, int | None]:
    """Return the file behind all links, and the permissions that it has if it exists.

    Raises:
        OSError: what stands there is not a plain file; replacing a folder or a device would do harm.
        UserError: there can be no such name.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target, None
    except ValueError as error:  # a zero byte, or half a character
        raise UserError("{name} cannot be a file's name; choose another.", name=ascii(path.name)) from error
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(target))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a device, not a file", str(target))
    return target, stat.S_IMODE(mode)


def _temporary_beside(target: Path) -> tuple[int, Path]:
    """Create a file of an unused name in the target's folder, and return its descriptor and path."""
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(temporary, flags, 0o666), temporary  # the system takes the user's mask off the mode


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, where the system can; the file itself is whole in any case."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    with suppress(OSError):  # some network file systems cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _failures_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            _SENTENCES.get(error.errno or 0, _OTHER),
            details=str(error),
            name=path.name,
            folder=path.absolute().parent,
            reason=error.strerror or error,
        ) from error
