"""The engine's thread: start the engine, then carry out requests one after the other."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import Cancelled, UserError
from engine.protocol.activity import Activity
from engine.protocol.commands import (
    Command,
    CompareRuns,
    ContinueRun,
    DeleteRuns,
    Drawing,
    EditRun,
    Evaluate,
    FitDetector,
    JudgeTestSet,
    LoadDataset,
    MakeRunCurrent,
    MeasureFaults,
    OpenExperiment,
    OpenProject,
    RestoreRuns,
    RunStudy,
    SaveExperiment,
    SaveProject,
    SaveRun,
    StartAgain,
    Train,
    WarmUp,
)
from engine.protocol.events import CommandEnded, EngineFailed, EngineReady, Event
from engine.protocol.inbox import Inbox
from engine.startup import preview
from engine.startup.tensorflow_loading import HeavyImport

if TYPE_CHECKING:
    from engine.session.session import Session

Publish = Callable[[Event], None]

_ACTIVITIES: dict[type, Activity] = {
    LoadDataset: Activity.LOADING_DATA,
    WarmUp: Activity.PREPARING,
    Train: Activity.TRAINING,
    ContinueRun: Activity.TRAINING,
    SaveRun: Activity.SAVING,
    MakeRunCurrent: Activity.OPENING,
    Evaluate: Activity.EVALUATING,
    SaveProject: Activity.SAVING,
    OpenProject: Activity.OPENING,
    SaveExperiment: Activity.SAVING,
    OpenExperiment: Activity.OPENING,
    FitDetector: Activity.LEARNING_NORMAL,
    JudgeTestSet: Activity.SCORING_TEST_SET,
    RunStudy: Activity.STUDYING,
    MeasureFaults: Activity.MEASURING_FAULTS,
    Drawing: Activity.RECONSTRUCTING,
}


def run(inbox: Inbox, publish: Publish, runs_folder: Path | None = None) -> None:
    """Import Keras, then carry out what arrives in the inbox until it is closed.

    No exception ends the thread: it is published as `EngineFailed`, and the next request follows.

    Args:
        inbox: where the window leaves commands and drawings.
        publish: receives every event; called on this thread.
        runs_folder: where runs are kept; None means the user's own folder.
    """
    session: Session | None = None
    has_failed = False
    request: Command | Drawing | None = None
    bundled = _open_bundled(publish)
    while not inbox.is_closed:
        activity = Activity.STARTING
        try:
            if session is None and (not has_failed or isinstance(request, StartAgain)):
                has_failed = True  # until it has succeeded: there is one attempt, and one for each StartAgain
                session = _start(inbox, publish, bundled, runs_folder)
                has_failed = False
            if request is not None and not isinstance(request, StartAgain):
                activity = _ACTIVITIES.get(type(request), Activity.OTHER)
                if session is not None:
                    _carry_out(session, request)
                elif isinstance(request, Drawing) and bundled is not None:
                    publish(bundled.answer(request))
                # No other request can be carried out, and the window has been told why.
        except Cancelled:
            pass  # the user asked for it; the state is as before
        except UserError as error:
            publish(EngineFailed(activity, error, error.details))
        except Exception as error:
            sentence = UserError(
                "Something unexpected happened while {activity}: {kind}. The details say more; if it happens "
                "again, restart the application.",
                activity=activity,
                kind=type(error).__name__,
            )
            publish(EngineFailed(activity, sentence, traceback.format_exc()))
        if isinstance(request, Command):
            publish(CommandEnded(request))
        request = inbox.take()
    if session is not None:
        session.close()


def _start(inbox: Inbox, publish: Publish, bundled: preview.Preview | None, runs_folder: Path | None) -> Session:
    """Import Keras on another thread; this one answers drawings by the bundled model meanwhile."""
    started = time.perf_counter()
    importing = HeavyImport(inbox.changed)
    importing.start()
    while not (importing.is_done or inbox.is_closed):
        drawing = inbox.take_drawing() if bundled is not None else None
        if drawing is not None and bundled is not None:
            publish(bundled.answer(drawing))
        with inbox.changed:
            inbox.changed.wait_for(
                lambda: importing.is_done or inbox.is_closed or (bundled is not None and inbox.has_drawing)
            )
    if inbox.is_closed:
        raise Cancelled
    if importing.error is not None:
        raise importing.error
    from engine.session.session import Session

    session = Session(publish, inbox=inbox, runs_folder=runs_folder)
    if bundled is not None:
        session.open_bundled()
    session.start_keeping_runs()
    publish(EngineReady(time.perf_counter() - started))
    return session


def _open_bundled(publish: Publish) -> preview.Preview | None:
    """Return the bundled model. A damaged one is reported; the engine can still train another."""
    try:
        bundled = preview.load_bundled()
    except UserError as error:
        publish(EngineFailed(Activity.OPENING_BUNDLED, error, error.details))
        return None
    publish(bundled.ready_event())
    return bundled


def _carry_out(session: Session, request: Command | Drawing) -> None:
    match request:
        case Drawing():
            session.answer(request)
        case LoadDataset(source=source, cancellation=cancellation):
            session.load_dataset(source, cancellation=cancellation)
        case WarmUp(settings=settings, normal=normal):
            session.warm_up(settings, normal)
        case Train(run_id=run_id, settings=settings, normal=normal, control=control):
            session.training.begin(settings, normal, control, run_id)
        case ContinueRun(run_id=run_id, key=key, control=control):
            session.training.resume(key, control, run_id, request.epochs, request.learning_rate)
        case MakeRunCurrent(key=key, epoch=epoch):
            session.runs.make_current(key, epoch)
        case EditRun(key=key, name=name, note=note):
            session.runs.edit(key, name, note)
        case DeleteRuns(keys=keys):
            session.runs.delete(keys)
        case RestoreRuns(keys=keys):
            session.runs.restore(keys)
        case SaveRun(key=key, path=path):
            session.runs.save(key, path)
        case CompareRuns(keys=pair, drawing=drawing):
            session.runs.compare(pair, drawing)
        case Evaluate(normal=normal):
            session.evaluate(normal)
        case FitDetector(cancellation=cancellation):
            session.verdicts.learn_normal(cancellation)
        case JudgeTestSet(normal=normal, cancellation=cancellation):
            session.verdicts.judge_test_set(normal, cancellation)
        case RunStudy(settings=settings, choices=choices, cancellation=cancellation):
            session.verdicts.study(settings, choices, cancellation)
        case MeasureFaults(normal=normal, cancellation=cancellation):
            session.verdicts.measure_faults(normal, cancellation)
        case SaveProject(path=path):
            session.save(path)
        case OpenProject(path=path):
            session.open(path)
        case SaveExperiment():
            session.experiments.save(request)
        case OpenExperiment(path=path):
            session.experiments.open(path)
        case _:
            raise TypeError(f"no such command: {request!r}")
