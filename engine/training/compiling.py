"""Building and compiling models on a thread, while the engine's thread answers drawings and obeys Stop.

Keras's TensorFlow backend is not thread safe, so only one thread ever uses Keras: this one, while the engine's waits
here or has not begun a training. Meanwhile the engine calls only TensorFlow functions that were traced before, which
any thread may call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.startup.collection_pause import collection_paused

_POLLING_PERIOD_S = 0.005

_STACK_BYTES = 16 * 1024 * 1024  # XLA recurses deeper than a thread's usual stack


def compile_beside(
    work: Callable[[], None], cancellation: Cancellation | None = None, poll: Poll = poll_nothing
) -> None:
    """Run work that uses Keras on its thread and wait for it; its exceptions are raised here.

    Args:
        work: what compiles; it is queued behind earlier work whose waiting was cancelled.
        cancellation: ends the waiting; work that has begun continues, since it cannot be interrupted, and queued
            work is dropped.
        poll: called on this thread every few milliseconds.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    cancellation.raise_if_cancelled()
    compiled = _the_thread().submit(_without_collection, work)
    try:
        while not wait([compiled], _POLLING_PERIOD_S).done:
            poll()
            cancellation.raise_if_cancelled()
    except BaseException:
        compiled.cancel()
        raise
    compiled.result()


def let_compiling_end(poll: Poll = poll_nothing, cancellation: Cancellation | None = None) -> None:
    """Wait until nothing is built or compiled; the arguments, and `Cancelled`, as in `compile_beside`."""
    compile_beside(lambda: None, cancellation, poll)


def _without_collection(work: Callable[[], None]) -> None:
    with collection_paused():  # on any thread: TensorFlow's objects must not be destroyed while it compiles
        work()


@cache
def _the_thread() -> ThreadPoolExecutor:
    """Return the only compiling thread; two would compete for the same cores."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="compiling")
    usual = threading.stack_size(_STACK_BYTES)
    try:
        pool.submit(int).result()  # now the thread has been started
    finally:
        threading.stack_size(usual)
    return pool
