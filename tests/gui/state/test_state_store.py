from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from engine.protocol import events
from engine.settings import TrainingSettings
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.state.state_store import StateStore
from tests.gui.states import a_dataset


@pytest.fixture
def client(qtbot: QtBot) -> Iterator[EngineClient]:
    client = EngineClient()
    yield client
    client.close()


def test_the_state_follows_what_is_asked_what_is_stopped_and_what_comes(client: EngineClient) -> None:
    store = StateStore(client)
    states: list[AppState] = []
    store.changed.connect(states.append)
    client._thread.published.emit(events.EngineReady(1.0))
    client.train(TrainingSettings(), None)
    client.stop()
    assert [state.phase for state in states] == [Phase.READY, Phase.QUEUED, Phase.STOPPING]
    assert store.state is states[-1]


def test_what_changes_nothing_is_not_announced(client: EngineClient, qtbot: QtBot) -> None:
    store = StateStore(client)
    with qtbot.assertNotEmitted(store.changed):
        client._thread.published.emit(events.Working("Reading"))


def test_the_state_has_changed_when_a_widget_gets_the_event(client: EngineClient) -> None:
    store = StateStore(client)
    seen: list[object] = []
    client.dataset_loaded.connect(lambda _event: seen.append(store.state.dataset))
    dataset = a_dataset()
    client._thread.published.emit(events.DatasetLoaded(dataset))
    assert seen == [dataset]
