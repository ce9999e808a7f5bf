from __future__ import annotations

import threading
import time

import pytest

from engine.cancellation import Cancellation
from engine.errors import Cancelled
from tests.engine.cancellations import cancelled


def test_work_goes_on_until_it_is_cancelled_and_then_ends() -> None:
    cancellation = Cancellation()
    cancellation.raise_if_cancelled()
    assert not cancellation.is_cancelled
    cancellation.cancel()
    assert cancellation.is_cancelled
    with pytest.raises(Cancelled):
        cancellation.raise_if_cancelled()


def test_it_is_cancelled_with_any_of_its_parents_but_they_not_with_it() -> None:
    first, second = Cancellation(), Cancellation()
    child = Cancellation(first, second)
    assert not child.is_cancelled
    second.cancel()
    assert child.is_cancelled
    sibling = Cancellation(first)
    sibling.cancel()
    assert not first.is_cancelled


def test_a_question_is_asked_each_time() -> None:
    answers = [False, True]
    cancellation = Cancellation(question=lambda: answers.pop(0))
    assert [cancellation.is_cancelled, cancellation.is_cancelled] == [False, True]


def test_waiting_ends_when_another_thread_cancels() -> None:
    cancellation = Cancellation()
    other = threading.Timer(0.05, cancellation.cancel)
    other.start()
    assert cancellation.wait(60)
    other.join()


def test_waiting_is_over_at_once_where_a_parent_is_cancelled_and_in_time_where_nothing_is() -> None:
    begun = time.monotonic()
    assert Cancellation(cancelled()).wait(60)
    assert not Cancellation().wait(0.01)
    assert time.monotonic() - begun < 30
