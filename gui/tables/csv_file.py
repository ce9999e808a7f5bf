"""Saving a table of texts as comma-separated values that spreadsheets read correctly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.csv_text import quoted
from engine.model_file.atomic_write import write_atomically


def save_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Save rows, the column names first, in UTF-8; no text becomes a formula (`engine.csv_text.quoted`).

    The file begins with a byte-order mark, without which Excel reads letters beyond ASCII wrongly. Characters
    that are not valid in UTF-8, as in some file names, are written as backslash escapes.

    Raises:
        UserError: the file cannot be written.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(quoted, row) for row in rows)
    content = text.getvalue().encode("utf-8-sig", errors="backslashreplace")
    write_atomically(path, lambda stream: stream.write(content))
