"""Writing a file atomically: whatever happens, it is either the complete new one or the old one."""

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
from engine.model_file.kept_files import require_not_kept

_NO_RIGHT = "You have no permission to write {name} in {folder}; choose another folder."
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
    """Check, before long work, that its result can be written to `path`; nothing there is changed.

    Raises:
        UserError: as for `write_atomically`.
    """
    with _failures_told(path):
        descriptor, temporary = _temporary_beside(_checked_target(path)[0])
        os.close(descriptor)
        temporary.unlink()


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a temporary file in the same folder, and rename it when it is complete.

    Until then, and after any failure, an old file at `path` is unchanged. After a failure the temporary file is
    removed; only a killed process leaves one behind, named ``.<random>.tmp``. The data are flushed to the disk before
    the rename, so a power cut cannot leave an empty file. Links are followed; an existing file keeps its permissions.

    Args:
        path: the file to create or to replace.
        write: writes the content to the stream that it is given, which is seekable.

    Raises:
        UserError: the operating system refuses; the sentence says what to do. Other exceptions of `write` propagate.
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
    """Return the file behind all links, and its permissions if it exists.

    Raises:
        OSError: it is not a regular file; replacing a folder or a device would do harm.
        UserError: the name is invalid, or the file holds the images that are open.
    """
    require_not_kept(path)
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target, None
    except ValueError as error:  # a null byte, or half of a surrogate pair
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
    return os.open(temporary, flags, 0o666), temporary  # the system applies the user's umask


def _sync_folder(folder: Path) -> None:
    """Flush the rename to the disk, if the system can; the file itself is complete in any case."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    with suppress(OSError):  # not supported by some network file systems
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
