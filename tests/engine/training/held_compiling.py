"""A compiling that takes as long as a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.training.compiling import compile_beside


@contextmanager
def compiling_held() -> Iterator[threading.Event]:
    """Keep the thread for compiling busy until the event is set, or the context left."""
    has_begun, is_compiled = threading.Event(), threading.Event()

    def compile_long() -> None:
        has_begun.set()
        is_compiled.wait()

    waiting = threading.Thread(target=compile_beside, args=(compile_long,))
    waiting.start()
    has_begun.wait()
    try:
        yield is_compiled
    finally:
        is_compiled.set()
        waiting.join()
