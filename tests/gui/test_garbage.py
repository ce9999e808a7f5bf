from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from gui.garbage import GarbageCollection


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[GarbageCollection]:
    collection = GarbageCollection()
    collection.start()
    yield collection
    collection.stop()
    assert gc.isenabled()


class _Cycle(QObject):
    """A Qt object that only the collector can find."""

    def __init__(self, ended_on: list[bool]) -> None:
        super().__init__()
        self.me = self
        owner = QThread.currentThread()
        self.told = weakref.finalize(self, lambda: ended_on.append(QThread.currentThread() is owner))


def _allocate() -> None:
    for _ in range(200):
        _ = [[] for _ in range(1_000)]


def test_another_thread_that_allocates_collects_nothing(garbage: GarbageCollection) -> None:
    collected: list[object] = []
    gc.callbacks.append(lambda *_: collected.append(threading.current_thread()))
    try:
        other = threading.Thread(target=_allocate)
        other.start()
        other.join()
    finally:
        gc.callbacks.pop()
    assert not collected


def test_what_nobody_holds_ends_on_the_windows_thread(garbage: GarbageCollection, qtbot: QtBot) -> None:
    ended_on: list[bool] = []
    _Cycle(ended_on)
    kept = [[] for _ in range(2_000)]  # so that the youngest generation is due
    qtbot.waitUntil(lambda: bool(ended_on))
    assert ended_on == [True]
    assert kept


def test_stopping_before_the_start_leaves_the_collector_alone(qtbot: QtBot) -> None:
    gc.disable()
    try:
        GarbageCollection().stop()
        assert not gc.isenabled()
    finally:
        gc.enable()
