"""Pausing the garbage collector during work that allocates much and leaves little garbage, such as the start."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Return a context in which no garbage is collected.

    Otherwise the collector would scan a heap that only grows again and again, while it holds the interpreter lock.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
