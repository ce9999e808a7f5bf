"""Work in NumPy on all cores: several threads of Python, each with a single-threaded BLAS.

NumPy lets go of the interpreter in long operations, but most of them use one core. OpenBLAS uses all for a matrix
product, and its threads wait actively: called from two threads on two cores, a fit of the detector took five times
as long (67 s against 13 s).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from typing import TypeVar

import numpy  # noqa: F401 - its BLAS has to be there before the controller below looks for it
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from engine.cancellation import Cancellation, Poll, poll_nothing

Item = TypeVar("Item")
Result = TypeVar("Result")

THREADS = min(4, os.cpu_count() or 1)
_POLLING_PERIOD_S = 0.01

_controller = ThreadpoolController()  # looking for the libraries takes milliseconds, so it is done once


def one_blas_thread() -> AbstractContextManager[object]:
    """Return a context in which NumPy's matrix products use one thread, in the whole process."""
    context: AbstractContextManager[object] = _controller.limit(limits=1, user_api="blas")
    return context


def in_threads(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> Iterator[Result]:
    """Yield what `work` makes of each item, in order, several at a time; what it raises is raised here.

    Args:
        work: called on other threads.
        items: what to work on.
        cancellation: ends the work: items that no thread has begun with are dropped, and those begun are waited for,
            so they should look at it, too.
        poll: called on this thread again and again meanwhile.

    Raises:
        Cancelled: as `cancellation` says.
    """
    cancellation = cancellation or Cancellation()
    with one_blas_thread(), ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            for future in futures:
                poll()
                cancellation.raise_if_cancelled()
                while not wait([future], _POLLING_PERIOD_S).done:
                    poll()
                    cancellation.raise_if_cancelled()
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
