"""NumPy on all cores: several Python threads, each with a single-threaded BLAS.

NumPy releases the interpreter lock in long operations, but most of them use one core. OpenBLAS uses all cores for a
matrix product, and its threads spin while they wait: called from two threads on two cores, fitting the detector took
five times as long (67 s instead of 13 s).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import numpy  # noqa: F401 - its BLAS has to be there before the controller below looks for it
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from engine.cancellation import Cancellation, Poll, poll_nothing

Item = TypeVar("Item")
Result = TypeVar("Result")

THREADS = min(4, os.cpu_count() or 1)
_POLLING_PERIOD_S = 0.01

_controller = ThreadpoolController()  # finding the libraries takes milliseconds, so it is done once


_lock = threading.Lock()
_limits: list[AbstractContextManager[object]] = []  # the one that holds, while anybody needs it
_holders = 0


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Return a context in which NumPy's matrix products use one thread, in the whole process.

    Contexts on several threads may overlap: the last that ends restores what was before the first.
    """
    global _holders  # the limit is the process's, too
    with _lock:
        _holders += 1
        if _holders == 1:
            _limits.append(_controller.limit(limits=1, user_api="blas"))
            _limits[0].__enter__()
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                _limits.pop().__exit__(None, None, None)


def in_threads(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> Iterator[Result]:
    """Yield `work` of each item, in order, several at a time; an exception in `work` is raised here.

    Args:
        work: called on other threads.
        items: the arguments of `work`.
        cancellation: ends the work: items that have not begun are dropped, and those that have are waited for, so
            `work` should check it, too.
        poll: called often, on this thread.

    Raises:
        Cancelled: `cancellation` was requested.
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
