"""Requests to the engine from the panel and the menu, with the chosen settings and classes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRandomGenerator, QTimer, Signal, Slot

from engine.errors import UserError
from engine.protocol import commands
from engine.protocol.events import TrainingFinished
from engine.protocol.run_info import RunInfo
from engine.settings import TrainingSettings
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.state.run_requests import RunRequests
from gui.state.stepping import run_to_step
from gui.training.panel import TrainingPanel
from gui.window.menus import WindowActions

_WARM_UP_DELAY_MS = 400  # after the last change of a setting
_REPLACING = frozenset({commands.OpenProject, commands.LoadDataset})


class EngineRequests(QObject):
    """Requests a training, a step, a study or an evaluation, and compiles before the click on Train.

    Signals:
        refused (UserError): why a request was not sent.
        sample_chosen: an image of the data, (height, width, channels) uint8, for the canvas.
        normal_chosen: a run's normal classes were chosen: a tuple of labels, or None for all.

    Args:
        client: the engine.
        panel: where settings and normal classes are chosen.
    """

    refused = Signal(object)
    sample_chosen = Signal(object)
    normal_chosen = Signal(object)

    def __init__(self, client: EngineClient, panel: TrainingPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._runs = RunRequests(client)
        self._form, self._data = panel.settings_form, panel.dataset_panel
        self._state = AppState()
        self._warm_up_timer = QTimer(self, singleShot=True, interval=_WARM_UP_DELAY_MS)
        self._warm_up_timer.timeout.connect(self._warm_up)
        self._form.settings_changed.connect(self._warm_up_timer.start)
        self._data.normal_changed.connect(self._warm_up_timer.start)
        client.training_finished.connect(self._follow_training)
        panel.train_requested.connect(self.train)
        panel.step_requested.connect(self.step)
        panel.pause_requested.connect(client.pause)
        panel.resume_requested.connect(client.resume)
        panel.stop_requested.connect(client.stop)
        self._form.learning_rate_changed.connect(client.change_learning_rate)
        self._data.source_chosen.connect(client.load_dataset)
        self._data.cancel_requested.connect(client.cancel_loading)

    def follow_menu(self, actions: WindowActions) -> None:
        """Connect the menu's entries for a training."""
        actions.train.triggered.connect(self.train)
        actions.step.triggered.connect(self.step)
        actions.pause.triggered.connect(self._client.pause)
        actions.resume.triggered.connect(self._client.resume)
        actions.stop.triggered.connect(self._client.stop)
        actions.evaluate.triggered.connect(self.evaluate)

    def apply_state(self, state: AppState) -> None:
        """Take the new state; once the engine is free, compile for the next training."""
        had, self._state = self._state, state
        if state.phase is Phase.READY and had.phase is not Phase.READY:
            self._warm_up_timer.start()

    @Slot()
    def train(self) -> None:
        """Train a fresh model."""
        self._train(is_stepping=False)

    @Slot()
    def step(self) -> None:
        """Train one epoch, then pause: of the run that goes on, of the current run if it fits, or of a new one."""
        if self._state.is_run_alive:
            self._client.step()
            return
        settings = self._form.settings()
        run = run_to_step(self._state, settings, self._data.normal)
        if run is None or settings is None:
            self._train(is_stepping=True)
            return
        rate, own_rate = settings.learning_rate, run.model.settings.learning_rate
        self._runs.continue_run(
            run.key,
            max(run.model.settings.epochs, run.epochs + 1),
            None if rate == own_rate else rate,
            is_stepping=True,
        )

    @Slot(object)
    def take_settings(self, run: RunInfo) -> None:
        """Fill the form with a run's settings, and choose its normal classes where these are its data."""
        self._form.set_settings(run.model.settings)
        dataset = self._state.dataset
        if dataset is not None and dataset.identity == run.model.data_identity:
            self._data.set_normal(run.model.normal)
            self.normal_chosen.emit(self._data.normal)

    @Slot()
    def evaluate(self) -> None:
        """Measure the model's errors on the test set."""
        self._client.evaluate(self._data.normal)

    @Slot(object)
    def study(self, choices: tuple[tuple[int, ...], ...]) -> None:
        """Train and evaluate once for each of these choices of normal classes."""
        settings = self._good_settings()
        if settings is not None:
            self._client.study(settings, choices)

    @Slot()
    def load_usual_data(self) -> None:
        """Load the default data set, e.g. since the file on the command line was bad."""
        self._client.load_dataset("auto")

    @Slot()
    def choose_another_sample(self) -> None:
        """Choose a random image, of the test set where there is one."""
        dataset = self._state.dataset
        if dataset is not None:
            images = dataset.x_train if dataset.x_test is None else dataset.x_test
            self.sample_chosen.emit(images[QRandomGenerator.global_().bounded(len(images))])

    def _train(self, *, is_stepping: bool) -> None:
        settings = self._good_settings()
        if settings is not None:
            self._client.train(settings, self._data.normal, is_stepping=is_stepping)

    @Slot()
    def _warm_up(self) -> None:
        settings = self._form.settings()
        if settings is not None and self._state.phase is Phase.READY and self._state.dataset is not None:
            self._client.warm_up(settings, self._data.normal)

    @Slot(object)
    def _follow_training(self, event: TrainingFinished) -> None:
        """Evaluate a model that has been trained and let it learn what is normal, unless it is being replaced."""
        if event.epochs > 0 and _REPLACING.isdisjoint(self._state.pending):
            if self._state.has_test_set:
                self.evaluate()
            self._client.learn_normal()

    def _good_settings(self) -> TrainingSettings | None:
        settings = self._form.settings()
        if settings is None:
            self.refused.emit(UserError("A setting is out of its bounds; correct the marked field first."))
        return settings
