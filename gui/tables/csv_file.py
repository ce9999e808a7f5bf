"""Saving a table of texts as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from engine.model_file.atomic_write import write_atomically


def save_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Save rows, the names first, in UTF-8.

    Raises:
        UserError: the file cannot be written.
    """

    def write(stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        csv.writer(text).writerows(rows)
        text.flush()
        text.detach()

    write_atomically(path, write)
