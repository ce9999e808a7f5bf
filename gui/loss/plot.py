"""The live loss plot, with its buttons and the list of runs to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.errors import UserError
from engine.history.run_history import RunHistory
from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, EpochEnded, TrainingFinished, TrainingStarted
from engine.protocol.run_info import RunInfo
from gui.look.theme import SPACING_PX, TIGHT_PX, plot_colours
from gui.loss.bar import LossPlotBar
from gui.loss.display import LossDisplay
from gui.loss.line_style import current_style, finished_style
from gui.loss.run_list import RunEntry, RunList
from gui.loss.runs import PlottedRun, PlottedRuns
from gui.loss.view_data import AxisNames
from gui.state.wording import preset_text
from gui.widgets.save_dialog import ask_where_to_save

_WIDE_PX = 640


class LossPlot(QFrame):
    """Shows the losses of the current run as they come, and up to ten finished runs faintly behind them.

    Signals:
        saved: a figure or a table was saved to this file (`pathlib.Path`).
        save_failed: a figure or a table could not be saved, with the `UserError`.
    """

    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossPlot")
        self.setProperty("card", True)
        self._runs = PlottedRuns()
        self._started = 0
        self._x_range: tuple[float, float] | None = None
        self._is_list_requested: bool | None = None  # None: shown where there is room
        self._is_log = False
        self._names = AxisNames(self.tr("Epoch"), self.tr("Loss"))
        self._series = {
            "train": self.tr("Training"),
            "validation": self.tr("Validation"),
            "batch": self.tr("Each batch"),
        }
        self.display = LossDisplay(self._names, self._series)
        self.display.redrawn.connect(self._show_current_loss)
        self.display.zoomed.connect(self._set_x_range)
        self.run_list = RunList()
        self.run_list.shown_changed.connect(self.set_run_shown)
        self.run_list.clear_requested.connect(self.clear_finished)
        self._bar = LossPlotBar(self._series)
        self._bar.log_changed.connect(self._set_log)
        self._bar.list_requested.connect(self._request_list)
        self._bar.reset_requested.connect(self.display.reset_zoom)
        self._bar.clear_requested.connect(self.clear_finished)
        self._bar.save_requested.connect(self._ask_where_to_save)
        plot = QVBoxLayout()
        plot.setSpacing(0)
        plot.addWidget(self._bar)
        plot.addWidget(self.display, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, TIGHT_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(plot, 1)
        layout.addWidget(self.run_list)
        self._renew()

    @property
    def runs(self) -> tuple[RunHistory, ...]:
        """The histories that are kept, shown or hidden, the oldest first."""
        return self._runs.histories

    # ------------------------------------------------------------------------------------- what happens

    def start_run(self, event: TrainingStarted, run: RunInfo | None = None) -> None:
        """Put a run in front of the ones before; the curve of a continued one goes on from its earlier epochs.

        Args:
            event: what is being trained.
            run: the run that is kept on this machine, where it is known already.
        """
        self._started += 1
        name = self.tr("Run {number} · {preset}").format(  # where it cannot be kept
            number=self._started, preset=preset_text(event.settings.preset, event.settings)
        )
        history = RunHistory.from_lists(
            name if run is None else run.name,
            {} if run is None else run.model.history,
            steps_per_epoch=event.steps_per_epoch,
            epochs=event.settings.epochs,
        )
        self._add(history, event.run_id, None if run is None else run.key)

    def show_run(self, run: RunInfo) -> None:
        """Show the losses of a run that is kept, if it has any; nothing else of the plot changes."""
        if run.epochs:
            self._x_range = None
            self._runs.add_finished(RunHistory.from_lists(run.name, run.model.history), run.key)
            self._renew()

    def name_runs(self, runs: Sequence[RunInfo], going_on: str | None) -> None:
        """Call the runs by the names that they have now.

        Args:
            runs: those that are kept.
            going_on: the key of the one that is being trained; None where it is not known.
        """
        if self._runs.name_runs({run.key: run.name for run in runs}, going_on):
            self._renew()

    @Slot(object)
    def add_batch(self, event: BatchEnded) -> None:
        """Add a batch's loss to the current run."""
        if self._runs.append(event):
            self.display.follow()

    @Slot(object)
    def add_epoch(self, event: EpochEnded) -> None:
        """Add an epoch's losses to the current run."""
        if self._runs.append(event):
            self.display.follow()

    @Slot(object)
    def finish_run(self, event: TrainingFinished) -> None:
        """Note how the run has ended. It stays in front until the next one starts."""
        if self._runs.finish(event.run_id, event.outcome):
            self._renew()

    def show_history(self, name: str, history: Mapping[str, tuple[float, ...]]) -> None:
        """Put the history of an opened model in front.

        Args:
            name: what a person calls the model.
            history: one number an epoch under "loss", and perhaps under "val_loss"; without "loss" an empty run is in
                front, so that no run of another model is.
        """
        if history.get("loss"):
            self._add(RunHistory.from_lists(name, history))
        else:
            self._add(RunHistory(name))

    @Slot()
    def clear_finished(self) -> None:
        """Remove all runs but the one that is still training."""
        self._runs.clear()
        self._x_range = None
        self._renew()

    @Slot(int, bool)
    def set_run_shown(self, row: int, is_shown: bool) -> None:
        """Show or hide a run, by its place in `runs`."""
        self._runs[row].is_shown = is_shown
        self._renew()

    def set_log(self, is_log: bool) -> None:
        """Make the loss axis logarithmic or linear."""
        self._bar.log_action.setChecked(is_log)

    # ------------------------------------------------------------------------------------------- saving

    def save_figure(self, path: Path) -> None:
        """Save what is shown as .png, .svg or .pdf, in light colours.

        Raises:
            UserError: the name ends otherwise, or the file cannot be written.
        """
        from gui.loss import export

        view = self._runs.view(is_log=self._is_log, x_range=self._x_range)
        export.save_figure(path, self.tr("Loss over the epochs"), view, self._names, self._series)

    def save_csv(self, path: Path) -> None:
        """Save the losses of all runs that are kept as a table.

        Raises:
            UserError: the file cannot be written.
        """
        from gui.loss import export

        export.save_csv(path, self.runs)

    @Slot(str)
    def save(self, path: str) -> None:
        """Save in the format that the name's ending says, and emit `saved` or `save_failed`."""
        target = Path(path)
        try:
            if target.suffix.lower() == ".csv":
                self.save_csv(target)
            else:
                self.save_figure(target)
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(target)

    @Slot(str, str)
    def _ask_where_to_save(self, name: str, name_filter: str) -> None:
        ask_where_to_save(self, self.tr("Save the loss plot"), name_filter, name, self.save)

    # ------------------------------------------------------------------------------------------- inside

    def _add(self, history: RunHistory, run_id: int | None = None, key: str | None = None) -> None:
        self._x_range = None
        self._runs.add(history, run_id, key)
        self._renew()

    @Slot()
    def _renew(self) -> None:
        """Show the kept runs in the chart and the list."""
        has_runs = len(self._runs) > 0
        view = self._runs.view(is_log=self._is_log, x_range=self._x_range)
        self.display.show_view(view, has_runs=has_runs)
        last = len(self._runs) - 1
        entries = [self._entry(self._runs[row], is_current=row == last) for row in range(len(self._runs))]
        self.run_list.show_runs(entries, can_clear=self._runs.can_clear)
        self._bar.allow(use=has_runs, reset=self._x_range is not None, clear=self._runs.can_clear)
        self._bar.setVisible(has_runs)
        self._place_list()

    def _entry(self, run: PlottedRun, *, is_current: bool) -> RunEntry:
        colours = plot_colours()
        outcomes: dict[Outcome | None, str] = {
            Outcome.COMPLETED: self.tr("completed"),
            Outcome.STOPPED: self.tr("stopped"),
            Outcome.DIVERGED: self.tr("diverged"),
        }
        return RunEntry(
            name=run.history.name,
            loss=run.history.final_loss,
            note=" · ".join(filter(None, (run.history.name, outcomes.get(run.outcome)))),
            style=current_style("train", colours) if is_current else finished_style(run.number, colours),
            is_shown=run.is_shown,
            is_current=is_current,
        )

    @Slot()
    def _show_current_loss(self) -> None:
        last = len(self._runs) - 1
        if last >= 0:
            self.run_list.set_loss(last, self._runs[last].history.final_loss)

    @Slot(object)
    def _set_x_range(self, x_range: tuple[float, float] | None) -> None:
        self._x_range = x_range
        self._renew()

    @Slot(bool)
    def _set_log(self, is_log: bool) -> None:
        self._is_log = is_log
        self._renew()

    @Slot(bool)
    def _request_list(self, is_requested: bool) -> None:
        self._is_list_requested = is_requested
        self._place_list()

    def _place_list(self) -> None:
        """Show the list where it is requested, else where there are runs to compare and room for it."""
        is_fitting = len(self._runs) > 1 and self.width() >= _WIDE_PX
        is_shown = len(self._runs) > 0 and (
            is_fitting if self._is_list_requested is None else self._is_list_requested
        )
        self.run_list.setVisible(is_shown)
        self._bar.mark_list(is_shown)

    # ------------------------------------------------------------------------------------ Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the numbers can be read."""
        return QSize(16, 10) * self.fontMetrics().height()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(600, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show or hide the list for the new width."""
        super().resizeEvent(event)
        self._place_list()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme in the list's samples; the chart follows by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._renew()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer everything that can be done here."""
        self._bar.open_menu(event.globalPos())
