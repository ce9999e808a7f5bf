"""A language whose texts are 40 % longer than the English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

_EXTRA = 0.4
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|&\w+;|\*\.\w+|;;)")
"""Places for values, markup and file patterns."""
_LETTERS = "aeiou"


class LongerTexts(QTranslator):
    """Repeats a vowel in words until a text is 40 % longer; all else stays as it is."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the longer text."""
        return "".join(
            part if _KEPT.fullmatch(part) else re.sub(r"[^\W\d_]{2,}", _longer, part)
            for part in _KEPT.split(source)
        )

    def isEmpty(self) -> bool:
        """Return that it has texts, else Qt does not ask it."""
        return False


def _longer(match: re.Match[str]) -> str:
    word = match[0]
    place = next((at for at, letter in enumerate(word) if letter in _LETTERS), len(word) - 1)
    return word[:place] + word[place] * round(_EXTRA * len(word)) + word[place:]


@contextmanager
def longer_texts() -> Iterator[None]:
    """Show windows made meanwhile with longer texts."""
    translator = LongerTexts()
    QCoreApplication.installTranslator(translator)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(translator)
