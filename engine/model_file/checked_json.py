"""Reading untrusted JSON.

Each function checks a value of any type and raises ValueError if it is not what is expected.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

DEEPEST_NESTING = 16
LONGEST_TEXT = 1_000  # characters
_MOST_DIGITS = 20  # enough for 64 bits and a sign


def parse(encoded: bytes, largest_bytes: int) -> dict[str, Any]:
    """Return the object that JSON in UTF-8 holds.

    Its size and depth are bounded, its numbers are finite, and no key occurs twice.
    """
    if len(encoded) > largest_bytes:
        raise ValueError(f"it has {len(encoded)} bytes")
    try:
        parsed = json.loads(
            encoded.decode(),
            object_pairs_hook=_unique,
            parse_int=_int64,
            parse_float=_finite,
            parse_constant=_finite,
        )
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    _require_depth(parsed, DEEPEST_NESTING)
    return mapping(parsed)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError("it gives a key twice")
    return entries


def _int64(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("it holds a number of too many digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("it holds a number that is not finite")
    return number


def _require_depth(value: object, depth: int) -> None:
    if isinstance(value, dict | list):
        if depth == 0:
            raise ValueError("it is nested too deeply")
        for inner in value.values() if isinstance(value, dict) else value:
            _require_depth(inner, depth - 1)


def require_keys(entries: Mapping[str, Any], keys: Collection[str]) -> None:
    """Check that an object has exactly these keys."""
    if entries.keys() != set(keys):
        raise ValueError(f"it has wrong or missing keys: {sorted(entries.keys() ^ set(keys))}")


def mapping(value: object) -> dict[str, Any]:
    """Return the value, an object."""
    if not isinstance(value, dict):
        raise ValueError("it holds something else where a group belongs")
    return value


def sequence(value: object, longest: int) -> Sequence[Any]:
    """Return the value, a list of at most `longest` items."""
    if not isinstance(value, list) or len(value) > longest:
        raise ValueError(f"it holds something else where a list of at most {longest} belongs")
    return value


def text(value: object) -> str:
    """Return the value, a text of at most `LONGEST_TEXT` characters that a window can show."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or any(map(is_unprintable, value)):
        raise ValueError(f"it holds something else where a text of at most {LONGEST_TEXT} characters belongs")
    return value


def cleaned(name: str) -> str:
    """Return a name, e.g. of an odd file, as `text` accepts it."""
    return "".join("\ufffd" if is_unprintable(character) else character for character in name[:LONGEST_TEXT])


def is_unprintable(character: str) -> bool:
    """Return whether it is a control character or half of a surrogate pair, which no window can show."""
    return unicodedata.category(character) in {"Cc", "Cs"}


def whole_number(value: object, low: int, high: int) -> int:
    """Return the value, a whole number between these bounds, inclusive."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"it holds something else where a whole number from {low} to {high} belongs")
    return value


def number_or_nan(value: object) -> float:
    """Return the value, a number, or NaN for null."""
    if value is None:
        return math.nan
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("it holds something else where a number belongs")
    return float(value)


def moment(value: object) -> datetime:
    """Return the value, a date and time with its time zone, in the form of ISO 8601."""
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None:
        raise ValueError("a date has no time zone")
    return found


def flag(value: object) -> bool:
    """Return the value, true or false."""
    if not isinstance(value, bool):
        raise ValueError("it holds something else where yes or no belongs")
    return value
