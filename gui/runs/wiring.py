"""The runs' page and notices, and their connection with the engine and the window."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.errors import UserError
from engine.protocol.commands import CompareRuns, Drawing, MakeRunCurrent
from engine.protocol.events import CommandEnded
from engine.protocol.model_info import EXPERIMENT_SUFFIX, PROJECT_SUFFIX
from engine.protocol.run_events import ExperimentOpened, ExperimentSaved, RunSaved
from engine.protocol.run_info import RunInfo
from gui.runs.notices import RunNotices
from gui.state.app_state import AppState
from gui.state.controls import Control, controls
from gui.state.engine_client import EngineClient
from gui.state.run_requests import RunRequests
from gui.verdict.threshold import Threshold
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.save_dialog import ask_where_to_save, file_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gui.runs.page import RunsPage


class Runs(QObject):
    """Passes the engine's events about runs on, and the users' requests to the engine.

    Signals:
        settings_chosen: fill the settings with those of this `RunInfo`.
        train_requested: start a training with the settings as they are now.
        plot_requested: show the losses of this `RunInfo` in the loss plot.
        saved: a file has been written (`pathlib.Path`).
        data_requested: let the user open a file of images.
        drawing_opened: put this drawing of an experiment on the canvas, (height, width, 1) uint8.
        page_requested: show the page of the runs.

    Args:
        client: the engine.
        bar: where notices are shown.
        threshold: the window's, which goes into experiments and comes from them.

    Attributes:
        requests: asks the engine.
    """

    settings_chosen = Signal(object)
    train_requested = Signal()
    plot_requested = Signal(object)
    saved = Signal(object)
    data_requested = Signal()
    drawing_opened = Signal(object)
    page_requested = Signal()

    def __init__(
        self, client: EngineClient, bar: NoticeBar, threshold: Threshold, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._bar = bar
        self._threshold = threshold
        self._state = AppState()
        self._drawing: Drawing | None = None
        self._page: RunsPage | None = None
        self.requests = RunRequests(client)
        self._notices = RunNotices(bar, self.requests, self)
        self._notices.continue_requested.connect(self._continue_as_it_was)
        self._notices.data_requested.connect(self.data_requested)
        client.runs_changed.connect(self._notices.follow_runs)
        client.runs_dropped.connect(self._notices.show_dropped)
        client.runs_not_kept.connect(self._notices.show_not_kept)
        client.experiment_opened.connect(self._notices.show_experiment)
        client.experiment_opened.connect(self._take_experiment)
        client.run_saved.connect(self._follow_saved)
        client.experiment_saved.connect(self._follow_saved)
        client.command_ended.connect(self._follow_command)

    @cached_property
    def page(self) -> RunsPage:
        """The page, made when it is first asked for."""
        from gui.runs.page import RunsPage

        page = RunsPage()
        page.requested.connect(self._act)
        page.renamed.connect(self.requests.rename)
        page.note_changed.connect(self.requests.annotate)
        page.continue_requested.connect(self._continue)
        page.experiment_requested.connect(self._ask_for_experiment_file)
        self._client.runs_compared.connect(page.show_compared)
        page.apply_state(self._state)
        self._page = page
        return page

    def apply_state(self, state: AppState) -> None:
        """Show the runs that there are, and enable what the state allows."""
        self._state = state
        if self._page is not None:
            self._page.apply_state(state)

    @Slot(object)
    def open_experiment(self, path: Path) -> None:
        """Take the runs of an experiment file."""
        self.requests.open_experiment(path)

    @Slot(object)
    def follow_drawing(self, drawing: Drawing) -> None:
        """Remember what is on the canvas, for comparisons and experiments."""
        self._drawing = drawing

    @Slot()
    def forget_drawing(self) -> None:
        """Remember that the canvas is empty."""
        self._drawing = None

    # ------------------------------------------------------------------------------------- the requests

    @Slot(str, object)
    def _act(self, name: str, runs: tuple[RunInfo, ...]) -> None:
        run = runs[0]
        match name:
            case "current":
                self.requests.make_current(run.key)
            case "keep":
                self.requests.keep(run.key)
            case "anew":
                self.settings_chosen.emit(run)
                self.train_requested.emit()
            case "compare":
                self.requests.compare((run.key, runs[1].key), self._drawing)
            case "plot":
                for shown in reversed(runs):
                    self.plot_requested.emit(shown)
            case "delete":
                self._notices.delete(runs)
            case "save":
                name = file_name(run.name, "run") + PROJECT_SUFFIX
                title, name_filter = self.tr("Save the run's model"), self.tr("Models ({pattern})")
                pattern = name_filter.format(pattern=f"*{PROJECT_SUFFIX}")
                ask_where_to_save(self.page, title, pattern, name, partial(self._save, run.key))

    @Slot(object)
    def _continue_as_it_was(self, run: RunInfo) -> None:
        """Train an interrupted run to its end, unless another one has begun meanwhile."""
        allowed = controls(self._state)[Control.USE_RUN]
        if not allowed.is_enabled:
            self._bar.show_error(UserError("{name} was not continued. " + allowed.reason, name=run.name))
            return
        self.settings_chosen.emit(run)
        self.requests.continue_run(run.key)

    @Slot(str, int, object)
    def _continue(self, key: str, epochs: int, learning_rate: float | None) -> None:
        run = self._state.run(key)
        if run is not None:
            rate = run.model.settings.learning_rate if learning_rate is None else learning_rate
            settings = replace(run.model.settings, epochs=epochs, learning_rate=rate)
            self.settings_chosen.emit(replace(run, model=replace(run.model, settings=settings)))
            self.requests.continue_run(key, epochs, learning_rate)

    def _save(self, key: str, path: str) -> None:
        self.requests.save(key, Path(path))

    @Slot(object, str, bool)
    def _ask_for_experiment_file(self, keys: tuple[str, ...], notes: str, is_with_data: bool) -> None:
        run = self._state.run(keys[0]) if keys else None
        name = file_name("" if run is None else run.name, "experiment") + EXPERIMENT_SUFFIX
        pattern = self.tr("Experiments ({pattern})").format(pattern=f"*{EXPERIMENT_SUFFIX}")
        save = partial(self._save_experiment, keys, notes, is_with_data)
        ask_where_to_save(self.page, self.tr("Save the experiment"), pattern, name, save)

    def _save_experiment(self, keys: tuple[str, ...], notes: str, is_with_data: bool, path: str) -> None:
        self.requests.save_experiment(
            Path(path),
            keys,
            notes=notes,
            false_alarms=1.0 / self._threshold.requested,
            drawing=self._drawing_to_keep(),
            with_data=True if is_with_data else None,
        )

    def _drawing_to_keep(self) -> NDArray[np.uint8] | None:
        """Return the drawing; not a picture in colour, for which an experiment file has no place."""
        is_grey = self._drawing is not None and self._drawing.pixels.ndim == 2
        return self._drawing.pixels if self._drawing is not None and is_grey else None

    # --------------------------------------------------------------------------------------- the events

    @Slot(object)
    def _take_experiment(self, event: ExperimentOpened) -> None:
        """Restore what an experiment holds beside its runs."""
        if event.false_alarms is not None and 0.0 < event.false_alarms <= 1.0:
            self._threshold.request(round(1.0 / event.false_alarms))
        if event.drawing is not None:
            self.drawing_opened.emit(event.drawing[:, :, None])
        current = self._state.run(self._state.current_run)
        if current is not None and current.key in event.keys:
            self._show_current(current)
        self.page_requested.emit()
        self.page.show_list()
        self.page.view.select(event.keys)

    @Slot(object)
    def _follow_saved(self, event: RunSaved | ExperimentSaved) -> None:
        self.saved.emit(event.path)

    @Slot(object)
    def _follow_command(self, event: CommandEnded) -> None:
        command = event.command
        if isinstance(command, CompareRuns):
            self.page.comparison.show_failure()
        elif isinstance(command, MakeRunCurrent):
            run = self._state.run(command.key)
            if run is not None and self._state.current_run == command.key:
                self._show_current(run)

    def _show_current(self, run: RunInfo) -> None:
        """Show how the run whose model answers from now on was trained."""
        self.settings_chosen.emit(run)
        self.plot_requested.emit(run)
