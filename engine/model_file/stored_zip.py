"""Zip files of stored, never compressed, members: all sizes in one are bounded by its own, so it is no zip bomb."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_END_RECORD = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR_BYTES = 20
OVERHEAD_BYTES = 512
"""More than a member's headers take."""
READ_ERRORS = (zipfile.BadZipFile, struct.error, EOFError, RuntimeError, ValueError)
"""All that reading a damaged one raises, beside `OSError`."""


def write(stream: BinaryIO, members: Iterable[tuple[str, Callable[[BinaryIO], object]]]) -> None:
    """Write a zip; equal members give equal bytes on every system.

    Args:
        stream: seekable.
        members: the name of each, and what writes its content to the stream that it is given.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name, write_content in members:
            entry = zipfile.ZipInfo(name, _TIMESTAMP)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            with archive.open(entry, "w") as member:
                write_content(member)  # type: ignore[arg-type]  # typeshed says IO[bytes], which it is


def is_zip(stream: BinaryIO) -> bool:
    """Return whether the stream begins like a zip."""
    return stream.read(4) == b"PK\x03\x04"


def require_end(stream: BinaryIO, size: int, largest_directory_bytes: int) -> None:
    """Check the end of the file before `zipfile` reads a directory of any size that it claims.

    Args:
        stream: the file.
        size: of the file, in bytes.
        largest_directory_bytes: the most that its directory may take.

    Raises:
        ValueError: it does not end like a zip from `write`, which needs neither a comment nor zip64.
    """
    tail_bytes = _ZIP64_LOCATOR_BYTES + _END_RECORD.size
    if size < tail_bytes:
        raise ValueError("the file ends too early")
    stream.seek(-tail_bytes, io.SEEK_END)
    tail = stream.read(tail_bytes)
    signature, *_, directory_bytes, offset, comment_bytes = _END_RECORD.unpack(tail[_ZIP64_LOCATOR_BYTES:])
    if signature != b"PK\x05\x06" or comment_bytes != 0 or tail.startswith(b"PK\x06\x07"):
        raise ValueError("the file does not end as a saved one does")
    if directory_bytes > largest_directory_bytes or offset + directory_bytes + _END_RECORD.size != size:
        raise ValueError("the file's directory is not where it should be")


def members_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name.

    Raises:
        ValueError: two have the same name.
    """
    members = {member.orig_filename: member for member in archive.infolist()}
    if len(members) < len(archive.infolist()):
        raise ValueError("two members have the same name")
    return members


def require_stored(members: Iterable[zipfile.ZipInfo], size: int) -> None:
    """Refuse members that are compressed, or that together are larger than the file.

    Raises:
        ValueError: it is so.
    """
    members = list(members)
    if any(m.compress_type != zipfile.ZIP_STORED or m.compress_size != m.file_size for m in members):
        raise ValueError("a member is compressed")
    if sum(member.file_size for member in members) > size:
        raise ValueError("the members are larger than the file")


def content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, whose checksum `zipfile` verifies.

    Raises:
        ValueError: it ends too early.
    """
    found = archive.read(member)
    if len(found) != member.file_size:
        raise ValueError(f"{member.filename} ends too early")
    return found
