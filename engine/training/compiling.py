"""Building and compiling models beside the engine's thread, which answers drawings and obeys Stop meanwhile.

Keras's TensorFlow backend is not thread safe, so only one thread is ever in Keras: this one, while the engine's waits
here, or a training has not begun. What the engine calls meanwhile are functions of TensorFlow that were traced before;
those any thread may call.
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
    """Do work in Keras on the thread for it and wait for it; what it raises is raised here.

    Args:
        work: what compiles; it waits in line behind earlier work that nobody waits for any more.
        cancellation: ends the waiting; work that has begun goes on, for nothing can interrupt it, and other work is
            dropped.
        poll: called on this thread every few milliseconds.

    Raises:
        Cancelled: as `cancellation` says.
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


def let_compiling_end(poll: Poll = poll_nothing) -> None:
    """Wait until nothing is built or compiled; `poll` as in `compile_beside`."""
    compile_beside(lambda: None, poll=poll)


def _without_collection(work: Callable[[], None]) -> None:
    with collection_paused():  # on any thread: what is TensorFlow's cannot be destroyed before it has compiled
        work()


@cache
def _the_thread() -> ThreadPoolExecutor:
    """Return the one thread, for two would only take each other's core."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="compiling")
    usual = threading.stack_size(_STACK_BYTES)
    try:
        pool.submit(int).result()  # now the thread has been started
    finally:
        threading.stack_size(usual)
    return pool
