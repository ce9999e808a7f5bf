from __future__ import annotations

import threading

import pytest
from threadpoolctl import threadpool_info

from engine.cancellation import Cancellation
from engine.detection.parallel import in_threads, one_blas_thread
from engine.errors import Cancelled


def blas_threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_results_come_in_order_and_off_this_thread() -> None:
    results = list(in_threads(lambda item: (item, threading.get_ident()), range(20)))
    assert [item for item, _ in results] == list(range(20))
    assert threading.get_ident() not in {ident for _, ident in results}


def test_what_fails_there_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda item: 1 // item, [1, 0]))


def test_meanwhile_this_thread_is_asked_and_can_end_the_work() -> None:
    here, asked, begun, may_end = threading.get_ident(), [], [], threading.Event()

    cancellation = Cancellation()

    def poll() -> None:
        asked.append(threading.get_ident())
        if len(asked) > 3:
            may_end.set()
            cancellation.cancel()

    def work(item: int) -> None:
        begun.append(item)
        may_end.wait(10)

    with pytest.raises(Cancelled):
        list(in_threads(work, range(100), cancellation, poll))
    assert set(asked) == {here}
    assert len(begun) < 100


def test_blas_has_one_thread_within_and_as_many_as_before_afterwards() -> None:
    before = blas_threads()
    with one_blas_thread():
        assert 1 in blas_threads()
    assert blas_threads() == before
