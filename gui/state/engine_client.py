"""The only bridge between the window and the engine: requests go in, events come out as typed signals."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal, Slot

from engine.cancellation import Cancellation
from engine.protocol import commands, data_events, events, run_events
from engine.protocol.commands import Command, Drawing
from engine.protocol.events import Event
from engine.protocol.inbox import Inbox
from engine.protocol.model_info import Normal
from engine.protocol.run_control import RunControl
from engine.settings import TrainingSettings
from gui.state.finite_events import finite_event

_LONGEST_CLOSING_MS = 5000
_STACK_BYTES = 16 * 1024 * 1024  # TensorFlow recurses deeper than a QThread's usual stack


class EngineThread(QThread):
    """Runs the engine on a thread of its own.

    Signals:
        published(Event): every event of the engine, emitted on this thread.

    Args:
        inbox: what it carries out.
        runs_folder: where runs are kept; None means the user's own folder.
    """

    published = Signal(object)

    def __init__(self, inbox: Inbox, runs_folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self._runs_folder = runs_folder
        self.setStackSize(_STACK_BYTES)

    def run(self) -> None:
        """Run the engine until the inbox is closed."""
        from engine.session import loop  # on this thread, since the window needs none of it

        loop.run(self._inbox, self.published.emit, self._runs_folder)


class EngineClient(QObject):
    """The engine as the window sees it. All methods but `close` and `wait` return at once.

    Signals:
        queued(Command): a command has been put in the engine's queue.
        stop_requested(): the run has been asked to stop.
        One for each kind of event, with the event, after `published` has carried it whatever its kind. Events
        of runs that are over are dropped, and numbers that no view could paint are replaced (`finite_events`).
    """

    queued = Signal(object)
    stop_requested = Signal()
    published = Signal(object)

    engine_ready = Signal(object)
    model_ready = Signal(object)
    working = Signal(object)
    dataset_loaded = Signal(object)
    training_started = Signal(object)
    batch_ended = Signal(object)
    epoch_ended = Signal(object)
    training_paused = Signal(object)
    training_resumed = Signal(object)
    training_finished = Signal(object)
    samples_reconstructed = Signal(object)
    evaluated = Signal(object)
    reconstructed = Signal(object)
    project_saved = Signal(object)
    command_ended = Signal(object)
    engine_failed = Signal(object)
    detector_ready = Signal(object)
    detector_missing = Signal(object)
    scored = Signal(object)
    judged = Signal(object)
    study_advanced = Signal(object)
    fault_advanced = Signal(object)
    runs_changed = Signal(object)
    runs_dropped = Signal(object)
    runs_not_kept = Signal(object)
    runs_compared = Signal(object)
    run_saved = Signal(object)
    study_restored = Signal(object)
    experiment_saved = Signal(object)
    experiment_opened = Signal(object)
    suspicious_found = Signal(object)

    def __init__(self, parent: QObject | None = None, *, runs_folder: Path | None = None) -> None:
        super().__init__(parent)
        self._inbox = Inbox()
        self._run_id = 0
        self._control: RunControl | None = None
        self._loading: Cancellation | None = None
        self._judging = Cancellation()
        self._signals = {
            events.EngineReady: self.engine_ready,
            events.ModelReady: self.model_ready,
            events.Working: self.working,
            events.DatasetLoaded: self.dataset_loaded,
            events.TrainingStarted: self.training_started,
            events.BatchEnded: self.batch_ended,
            events.EpochEnded: self.epoch_ended,
            events.TrainingPaused: self.training_paused,
            events.TrainingResumed: self.training_resumed,
            events.TrainingFinished: self.training_finished,
            events.SamplesReconstructed: self.samples_reconstructed,
            events.Evaluated: self.evaluated,
            events.Reconstructed: self.reconstructed,
            events.ProjectSaved: self.project_saved,
            events.CommandEnded: self.command_ended,
            events.EngineFailed: self.engine_failed,
            events.DetectorReady: self.detector_ready,
            events.DetectorMissing: self.detector_missing,
            events.Scored: self.scored,
            events.Judged: self.judged,
            events.StudyAdvanced: self.study_advanced,
            events.FaultAdvanced: self.fault_advanced,
            run_events.RunsChanged: self.runs_changed,
            run_events.RunsDropped: self.runs_dropped,
            run_events.RunsNotKept: self.runs_not_kept,
            run_events.RunsCompared: self.runs_compared,
            run_events.RunSaved: self.run_saved,
            run_events.StudyRestored: self.study_restored,
            run_events.ExperimentSaved: self.experiment_saved,
            run_events.ExperimentOpened: self.experiment_opened,
            data_events.SuspiciousImages: self.suspicious_found,
        }
        self._thread = EngineThread(self._inbox, runs_folder, self)
        self._thread.published.connect(self._deliver)

    def start(self) -> None:
        """Start the engine's thread, unless the window has been closed before."""
        if not self._inbox.is_closed:
            self._thread.start()

    def start_again(self) -> None:
        """Try once more to start the engine, which could not start."""
        self.put(commands.StartAgain())

    @property
    def is_running(self) -> bool:
        """Whether the engine's thread lives."""
        return self._thread.isRunning()

    def close(self) -> None:
        """Stop whatever runs and wait for the thread, for a few seconds at most.

        The thread ends by itself, after it has written down what it has to keep, unless it does something that cannot
        be interrupted, such as loading a library.
        """
        self.cancel_loading()
        self.cancel_judging()
        self.stop()
        self._inbox.close()
        self._thread.wait(QDeadlineTimer(_LONGEST_CLOSING_MS))

    def wait(self) -> None:
        """Wait for the end of a closed client's thread, however long: destroying a running one aborts the process."""
        self._thread.wait()

    # ------------------------------------------------------------------------------------------ requests

    def load_dataset(self, source: str) -> None:
        """Load another data set; a loading that still runs is cancelled."""
        self.cancel_loading()
        self.cancel_judging()
        self._loading = Cancellation()
        self.put(commands.LoadDataset(source, self._loading))

    def cancel_loading(self) -> None:
        """Cancel the loading of a data set."""
        if self._loading is not None:
            self._loading.cancel()

    def warm_up(self, settings: TrainingSettings, normal: Normal) -> None:
        """Compile the model for these settings before the user clicks Train."""
        self.put(commands.WarmUp(settings, normal))

    def train(self, settings: TrainingSettings, normal: Normal, *, is_stepping: bool = False) -> None:
        """Train a fresh model; with `is_stepping`, pause after the first epoch."""
        run_id, control = self.begin_run(is_stepping=is_stepping)
        self.put(commands.Train(run_id, settings, normal, control))

    def pause(self) -> None:
        """Pause the run."""
        if self._control is not None:
            self._control.pause()

    def resume(self) -> None:
        """Resume the run."""
        if self._control is not None:
            self._control.resume()

    def step(self) -> None:
        """Resume the run for one epoch."""
        if self._control is not None:
            self._control.step()

    def stop(self) -> None:
        """End the run and keep what it has learnt; or end the learning of what is normal."""
        self.cancel_judging()
        if self._control is not None:
            self._control.stop()
            self.stop_requested.emit()

    def change_learning_rate(self, learning_rate: float) -> None:
        """Use another learning rate from the run's next batch on."""
        if self._control is not None:
            self._control.change_learning_rate(learning_rate)

    def evaluate(self, normal: Normal) -> None:
        """Measure the model's errors on the test set."""
        self.put(commands.Evaluate(normal))

    def learn_normal(self) -> None:
        """Let the model learn what is normal, so that it can give verdicts."""
        self._judging = Cancellation()
        self.put(commands.FitDetector(self._judging))

    def judge_test_set(self, normal: Normal) -> None:
        """Give a verdict on every image of the test set."""
        self._judging = Cancellation()
        self.put(commands.JudgeTestSet(normal, self._judging))

    def study(self, settings: TrainingSettings, choices: tuple[tuple[int, ...], ...]) -> None:
        """Train and evaluate once for each choice of normal classes."""
        self._judging = Cancellation()
        self.put(commands.RunStudy(settings, choices, self._judging))

    def measure_faults(self, normal: Normal) -> None:
        """Measure how well the model finds every fault."""
        self._judging = Cancellation()
        self.put(commands.MeasureFaults(normal, self._judging))

    @Slot()
    def cancel_judging(self) -> None:
        """Cancel the learning of what is normal, the study or the measurement that runs or waits."""
        self._judging.cancel()

    def save(self, path: Path) -> None:
        """Save the model as one file."""
        self.put(commands.SaveProject(path))

    def open(self, path: Path) -> None:
        """Open a model file."""
        self.cancel_judging()
        self.put(commands.OpenProject(path))

    @Slot(object)
    def draw(self, drawing: Drawing) -> None:
        """Send the latest drawing to the model."""
        self._inbox.put_drawing(drawing)

    @Slot()
    def forget_drawing(self) -> None:
        """Withdraw a drawing that the engine has not answered yet, since the canvas is empty."""
        self._inbox.take_drawing()

    def begin_run(self, *, is_stepping: bool) -> tuple[int, RunControl]:
        """Return the number and the control of the next run, which the buttons steer from now on."""
        self.cancel_judging()
        self._run_id += 1
        self._control = RunControl(self._inbox.changed, is_stepping=is_stepping)
        return self._run_id, self._control

    def put(self, command: Command) -> None:
        """Put a command in the engine's queue."""
        self._inbox.put(command)
        self.queued.emit(command)

    # ------------------------------------------------------------------------------------------ events

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        if getattr(event, "run_id", self._run_id) == self._run_id:
            event = finite_event(event)
            self.published.emit(event)
            self._signals[type(event)].emit(event)
