"""The order in which a person expects names: img2 before img10, whatever the case of the letters."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([0-9]+)")


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return what to sort names by, so that numbers in them count as numbers.

    Names that differ only in case, or in zeros before a number, still have an order that is always the same.
    """
    parts = []
    for part in _NUMBER.split(name.casefold()):
        is_number = part.isascii() and part.isdigit()
        parts.append((0, int(part[:300]), "") if is_number else (1, 0, part))
    return tuple(parts), name
