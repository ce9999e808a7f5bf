from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine.startup.library_lock import LOADING
from gui.state.background_jobs import BackgroundJobs


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def background(owner: QObject) -> BackgroundJobs:
    return BackgroundJobs(owner)


def done(background: BackgroundJobs, work: Callable[[], Any], qtbot: QtBot) -> Future[Any]:
    """Do something and wait for it."""
    outcomes: list[Future[Any]] = []
    background.do(work, outcomes.append)
    qtbot.waitUntil(lambda: bool(outcomes))
    return outcomes[0]


def test_work_is_done_on_another_thread_and_taken_on_the_windows(background: BackgroundJobs, qtbot: QtBot) -> None:
    taken_on: list[threading.Thread] = []
    done_on: list[threading.Thread] = []
    background.do(
        lambda: done_on.append(threading.current_thread()), lambda _: taken_on.append(threading.current_thread())
    )
    qtbot.waitUntil(lambda: bool(taken_on))
    assert taken_on == [threading.main_thread()]
    assert done_on != taken_on


def test_pieces_are_done_one_after_the_other_and_taken_in_their_order(
    background: BackgroundJobs, qtbot: QtBot
) -> None:
    taken: list[tuple[int, bool]] = []
    for number in range(5):
        background.do(
            lambda number=number: number, lambda ended: taken.append((ended.result(), background.is_busy))
        )
    assert background.is_busy
    qtbot.waitUntil(lambda: len(taken) == 5)
    assert taken == [(0, True), (1, True), (2, True), (3, True), (4, False)]


def test_what_goes_wrong_is_for_the_one_who_asked_and_the_next_piece_is_done(
    background: BackgroundJobs, qtbot: QtBot
) -> None:
    assert isinstance(done(background, lambda: 1 / 0, qtbot).exception(), ZeroDivisionError)
    assert done(background, lambda: "next", qtbot).result() == "next"


def test_nothing_begins_while_tensorflows_libraries_are_loaded(background: BackgroundJobs, qtbot: QtBot) -> None:
    outcomes: list[Future[Any]] = []
    looks: list[None] = []
    background._timer.timeout.connect(lambda: looks.append(None))
    with LOADING:
        background.do(lambda: "done", outcomes.append)
        qtbot.waitUntil(lambda: len(looks) >= 3)
        assert background._running is None
    qtbot.waitUntil(lambda: bool(outcomes))


def test_what_is_given_up_is_not_taken_and_what_is_requested_afterwards_is(
    background: BackgroundJobs, qtbot: QtBot
) -> None:
    may_end, has_begun = threading.Event(), threading.Event()
    done_later: list[str] = []
    taken: list[Future[Any]] = []

    def work() -> None:
        has_begun.set()
        may_end.wait(20)

    background.do(work, taken.append)
    background.do(lambda: done_later.append("second"), taken.append)
    qtbot.waitUntil(has_begun.is_set)
    background.give_up()
    assert not background.is_busy
    may_end.set()
    assert done(background, lambda: "third", qtbot).result() == "third"
    assert not taken
    assert not done_later


def test_an_owner_that_is_deleted_gets_no_result_and_what_had_not_begun_is_dropped(
    owner: QObject, background: BackgroundJobs, qtbot: QtBot
) -> None:
    may_end, has_begun, has_ended = threading.Event(), threading.Event(), threading.Event()
    done_later: list[str] = []
    taken: list[Future[Any]] = []

    def work() -> None:
        has_begun.set()
        may_end.wait(20)
        has_ended.set()

    background.do(work, taken.append)
    background.do(lambda: done_later.append("second"), taken.append)
    qtbot.waitUntil(has_begun.is_set)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not Shiboken.isValid(background))
    may_end.set()
    assert has_ended.wait(20)
    for _ in range(10):
        QApplication.processEvents()
    assert not taken
    assert not done_later
