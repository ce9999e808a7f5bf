"""Text for CSV tables, escaped so that no spreadsheet takes it for a formula."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def quoted(cell: str) -> str:
    """Return a cell's text, with an apostrophe before it if a spreadsheet would run it as a formula.

    Such a text begins with = + - @, a tab or a carriage return; a picture may be named `=cmd.png`. Numbers,
    including negative ones, stay as they are.
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
