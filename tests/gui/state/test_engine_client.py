"""The bridge to the engine: what it puts in the queue, what it cancels for that, and which events it passes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.protocol import commands, events
from engine.protocol.commands import Command
from engine.protocol.events import Event
from engine.protocol.results import DrawingVerdict, JudgeBy
from engine.session import loop
from engine.settings import TrainingSettings
from gui.state import engine_client
from gui.state.engine_client import EngineClient
from tests.gui import training_events

SETTINGS = TrainingSettings()


@pytest.fixture
def client(qtbot: QtBot) -> Iterator[EngineClient]:
    """A client whose engine has not been started."""
    client = EngineClient()
    yield client
    client.close()


def publish(client: EngineClient, event: Event) -> None:
    """Publish as the engine's thread does."""
    client._thread.published.emit(event)


def queue_of(client: EngineClient) -> list[Any]:
    queued: list[Command] = []
    client.queued.connect(queued.append)
    return queued


def is_cancelled(command: Any) -> bool:
    return bool(command.cancellation.is_cancelled)


def test_events_of_a_run_that_is_over_are_dropped(client: EngineClient, qtbot: QtBot) -> None:
    client.train(SETTINGS, None)
    client.train(SETTINGS, None)
    late = training_events.epoch(1, 9, 0.5)
    with qtbot.assertNotEmitted(client.epoch_ended), qtbot.assertNotEmitted(client.published):
        publish(client, late)
    event = training_events.epoch(2, 1, 0.7)
    with qtbot.waitSignals([client.epoch_ended, client.published]):
        publish(client, event)


def test_an_event_that_belongs_to_no_run_comes_through_whatever_runs(client: EngineClient, qtbot: QtBot) -> None:
    client.train(SETTINGS, None)
    with qtbot.waitSignal(client.engine_ready):
        publish(client, events.EngineReady(1.0))


def test_the_state_gets_an_event_before_the_widgets_do(client: EngineClient) -> None:
    heard: list[str] = []
    client.engine_ready.connect(lambda _event: heard.append("widget"))
    client.published.connect(lambda _event: heard.append("state"))
    publish(client, events.EngineReady(1.0))
    assert heard == ["state", "widget"]


def test_every_kind_of_event_has_a_signal_of_its_own(client: EngineClient) -> None:
    signals = {kind: client._signals[kind] for kind in Event.__subclasses__()}
    assert len({str(signal) for signal in signals.values()}) == len(Event.__subclasses__())


def test_every_run_has_a_number_and_a_control_of_its_own(client: EngineClient) -> None:
    queued = queue_of(client)
    client.train(SETTINGS, None)
    client.stop()
    client.train(SETTINGS, (1,), is_stepping=True)
    first, second = queued
    assert first.run_id != second.run_id
    assert first.control.is_stopped
    assert not second.control.is_stopped  # the click was for the run before
    second.control.epoch_ended()
    assert second.control.is_paused


def test_pause_resume_step_and_stop_reach_the_latest_run(client: EngineClient, qtbot: QtBot) -> None:
    queued = queue_of(client)
    for pull in (client.pause, client.resume, client.step):
        pull()  # without a run this does nothing
    client.train(SETTINGS, None)
    control = queued[0].control
    client.pause()
    assert control.is_paused
    client.resume()
    assert not control.is_paused
    client.step()
    control.epoch_ended()
    assert control.is_paused
    client.change_learning_rate(0.5)
    assert control.take_learning_rate() == 0.5
    with qtbot.waitSignal(client.stop_requested):
        client.stop()
    assert control.is_stopped


def test_a_stop_without_a_run_changes_no_state(client: EngineClient, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(client.stop_requested):
        client.stop()


def test_other_data_give_up_those_that_are_being_loaded(client: EngineClient) -> None:
    queued = queue_of(client)
    client.load_dataset("mnist")
    client.load_dataset("pen-digits")
    assert [command.source for command in queued] == ["mnist", "pen-digits"]
    assert [is_cancelled(command) for command in queued] == [True, False]
    client.cancel_loading()
    assert is_cancelled(queued[1])


@pytest.mark.parametrize(
    "request_other",
    [
        lambda client: client.load_dataset("mnist"),
        lambda client: client.train(SETTINGS, None),
        lambda client: client.open(Path("a.aestudio")),
        lambda client: client.stop(),
        lambda client: client.cancel_judging(),
        lambda client: client.close(),
    ],
    ids=["other data", "a training", "another model", "stop", "cancel", "closing"],
)
def test_the_learning_of_what_is_normal_ends_for_what_is_asked_for_later(
    client: EngineClient, request_other: Any
) -> None:
    queued = queue_of(client)
    client.learn_normal()
    assert not is_cancelled(queued[0])
    request_other(client)
    assert is_cancelled(queued[0])


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda client: client.judge_test_set((1,)), commands.JudgeTestSet),
        (lambda client: client.measure_faults((1,)), commands.MeasureFaults),
        (lambda client: client.study(SETTINGS, ((1,),)), commands.RunStudy),
    ],
)
def test_a_longer_measurement_can_be_cancelled_and_the_next_one_begins_afresh(
    client: EngineClient, ask: Any, kind: type[Command]
) -> None:
    queued = queue_of(client)
    ask(client)
    client.cancel_judging()
    ask(client)
    assert [type(command) for command in queued] == [kind, kind]
    assert [is_cancelled(command) for command in queued] == [True, False]


def test_a_client_that_is_closed_starts_no_engine(client: EngineClient) -> None:
    client.close()
    client.start()
    assert not client.is_running
    assert "engine" not in {thread.name for thread in threading.enumerate()}


def test_closing_waits_for_the_engine_but_not_for_ever(
    client: EngineClient, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    monkeypatch.setattr(engine_client, "_LONGEST_CLOSING_MS", 50)
    monkeypatch.setattr(loop, "run", lambda *_arguments: may_end.wait(60))
    client.start()
    qtbot.waitUntil(lambda: client.is_running)
    client.close()
    assert client.is_running
    may_end.set()
    client.wait()
    assert not client.is_running


def test_a_verdict_that_is_not_finite_never_reaches_a_view(client: EngineClient, qtbot: QtBot) -> None:
    verdict = DrawingVerdict(float("inf"), 0.01, np.zeros(8, np.float32), np.zeros((28, 28), np.float32))
    scored = events.Scored(1, {JudgeBy.ALL: verdict}, np.zeros((28, 28, 1), np.uint8))
    with qtbot.assertNotEmitted(client.scored), qtbot.waitSignal(client.detector_missing):
        publish(client, scored)
