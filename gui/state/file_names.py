"""Questions about paths that someone else has written down: they may be too long, locked, or no paths at all."""

from __future__ import annotations

import os
from pathlib import Path


def is_file(path: Path | str) -> bool:
    """Whether there is a file that can be seen; `Path.is_file` raises where a name is too long or a folder locked."""
    return os.path.isfile(path)  # noqa: PTH113


def full_path(path: Path | str) -> Path:
    """Return a path from the root, without links where they can be followed."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # the current folder has been deleted, or there is a null character in the path
        return Path(path)
