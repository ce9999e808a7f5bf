"""Into how many parts normal images are split, each of which is judged by what is learnt from the others."""

from __future__ import annotations


def fold_count(n: int) -> int:
    """Return the number of folds for n normal images: more folds if there are few images."""
    return 10 if n <= 1_000 else 5
