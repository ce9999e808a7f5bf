"""Leaving the garbage collector out of work that makes much and leaves little to collect, such as a start."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Collect no garbage inside.

    The collector would look again and again through a heap that only grows, with the interpreter lock in hand.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
