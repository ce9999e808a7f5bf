"""Preparing many pictures on all cores, in order, with little memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from engine.cancellation import Cancellation
from engine.errors import UserError

THREADS = min(8, os.cpu_count() or 1)  # Pillow decodes without the interpreter lock
_AHEAD = 2  # pictures a thread that wait to be taken
_WAIT_S = 0.05

Item = TypeVar("Item")
Result = TypeVar("Result")


def prepared_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], cancellation: Cancellation
) -> Iterator[Result | UserError]:
    """Yield `work` of each item, in order, or the `UserError` that it raised.

    At most two results a thread wait, so a slow receiver needs no memory.

    Args:
        work: called on other threads.
        items: the arguments of `work`.
        cancellation: ends the work within a twentieth of a second; a picture that is being decoded is not waited for.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")
    waiting: deque[Future[Result]] = deque()
    left = iter(items)
    try:
        while True:
            while len(waiting) < THREADS * _AHEAD and (item := next(left, None)) is not None:
                waiting.append(pool.submit(work, item))
            if not waiting:
                return
            while not wait([waiting[0]], _WAIT_S).done:
                cancellation.raise_if_cancelled()
            cancellation.raise_if_cancelled()
            try:
                yield waiting.popleft().result()
            except UserError as error:
                yield error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
