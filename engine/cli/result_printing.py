"""Results on stdout: a table for people, or one JSON object for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence


def print_json(result: Mapping[str, object]) -> None:
    """Print plain data as one JSON object; a number that JSON does not have, as a diverged loss, becomes null."""
    print(json.dumps(_without_nan(result), indent=2, allow_nan=False))


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of equal length, the first column to the left and the others to the right.

    What no terminal should be sent, as a control character in a file's name, is shown as �.
    """
    clean = [["".join(c if c.isprintable() else "\ufffd" for c in cell) for cell in row] for row in rows]
    first_width, *widths = (max(map(len, column)) for column in zip(*clean, strict=True))
    for first, *others in clean:
        cells = (cell.rjust(width) for cell, width in zip(others, widths, strict=True))
        print("  ".join([first.ljust(first_width), *cells]))


def shown(value: object) -> str:
    """Return one result as a person reads it; of a list of losses, the last; of nothing, a dash."""
    if isinstance(value, list):
        return shown(value[-1]) if value else "-"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.4f}"
    return "-" if value is None else str(value)


def _without_nan(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _without_nan(inner) for name, inner in value.items()}
    return [_without_nan(inner) for inner in value] if isinstance(value, list | tuple) else value
