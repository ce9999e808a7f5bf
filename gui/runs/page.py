"""The page with all runs: the list, the buttons, and what belongs to the selected one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.protocol.run_events import RunsCompared
from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.runs import wording
from gui.runs.actions import RunActions
from gui.runs.comparison import Comparison
from gui.runs.continue_form import ContinueForm
from gui.runs.details import RunDetails
from gui.runs.experiment_form import ExperimentForm
from gui.runs.run_view import RunView
from gui.state.app_state import AppState
from gui.state.controls import Control, controls
from gui.widgets.buttons import tool_button
from gui.widgets.card import Card
from gui.widgets.empty_state import EmptyState
from gui.widgets.fitting.splitter import FittingSplitter


class RunsPage(QWidget):
    """Shows the runs, and asks for what the user wants to do with them.

    Signals:
        requested: what is to be done (str; see `RunActions`) with these runs (tuple of `RunInfo`). What needs no more
            than the page, such as editing a name, is not requested.
        renamed: the run of this key (str) gets another name (str).
        note_changed: the run of this key (str) gets another note (str).
        continue_requested: train the run of this key (str) to so many epochs in all (int), with this learning rate
            (float, or None to leave it).
        experiment_requested: save the runs of these keys (tuple) with these notes (str) and, where the bool says so,
            with the data however large they are.
    """

    requested = Signal(str, object)
    renamed = Signal(str, str)
    note_changed = Signal(str, str)
    continue_requested = Signal(str, int, object)
    experiment_requested = Signal(object, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = AppState()
        self.view = RunView(self)
        self.actions_of_runs = RunActions(self.view)
        self.details = RunDetails(self)
        self.continue_form = ContinueForm(self)
        self.experiment_form = ExperimentForm(self)
        self.comparison = Comparison(self)
        self._compare = _ActionButton(self.actions_of_runs["compare"], "compareRunButton", self)
        self._space = QLabel(self)
        self._space.setObjectName("runsSpace")
        self._space.setProperty("role", "muted")
        self._space.setToolTip(
            self.tr("When the space is used up, the oldest runs go first that nobody saved, named or annotated.")
        )
        self._empty = EmptyState("chart", self.tr("No runs yet. Press Train, and what you train is kept here."))
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        for entry in self.actions_of_runs.menu_entries():
            if entry is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(entry)
        self._lower = QStackedWidget(self)
        for part in (self.details, self.continue_form, self.experiment_form):
            self._lower.addWidget(part)
        self._content = QStackedLayout()
        self._pages = QStackedLayout(self)
        self._lay_out()

        self.view.selection_changed.connect(self._follow)
        self.view.chosen.connect(self._choose)
        self.view.runs.renamed.connect(self.renamed)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.actions_of_runs.requested.connect(self._act)
        self.details.note_changed.connect(self.note_changed)
        self.continue_form.accepted.connect(self._continue)
        self.experiment_form.accepted.connect(self._save_experiment)
        for form in (self.continue_form, self.experiment_form):
            form.cancelled.connect(self._show_details)
        self.comparison.closed.connect(self.show_list)
        self._follow()

    def apply_state(self, state: AppState) -> None:
        """Show the runs that there are, and enable what the state allows."""
        had, self._state = self._state, state
        allowed = controls(state)
        self.view.runs.allow_renaming(allowed[Control.CHANGE_RUN].is_enabled)
        self.details.apply_availability(allowed[Control.CHANGE_RUN])
        self.continue_form.apply_availability(allowed[Control.USE_RUN])
        self.experiment_form.apply_availability(allowed[Control.SAVE_RUN])
        if state.runs is not had.runs or state.current_run != had.current_run:
            self.view.show_runs(state.runs, state.current_run)
            self._space.setText(wording.space_text(len(state.runs), state.runs_bytes, state.runs_limit_bytes))
            self._content.setCurrentIndex(1 if state.runs else 0)
        else:
            self._follow()

    @Slot(object)
    def show_compared(self, event: RunsCompared) -> None:
        """Show the comparison that was asked for."""
        self.comparison.show_compared(event)
        self._pages.setCurrentIndex(1)

    @Slot()
    def show_list(self) -> None:
        """Show the list in place of a comparison."""
        self._pages.setCurrentIndex(0)
        self.view.setFocus()

    # ------------------------------------------------------------------------------------------ inside

    @Slot()
    def _follow(self) -> None:
        """Follow the selection and the state in the buttons and in the lower part."""
        selected = self.view.selected
        self.actions_of_runs.apply(self._state, selected)
        self.details.show_runs(selected)
        self._compare.setVisible(not self.actions_of_runs["keep"].isVisible())  # it makes room for that
        form = self._lower.currentWidget()
        is_other = form is self.continue_form and [run.key for run in selected] != [self._continued_key]
        if is_other or (form is self.experiment_form and not selected):
            self._show_details()
        elif form is self.experiment_form:
            self.experiment_form.show_runs(selected)

    @property
    def _continued_key(self) -> str:
        run = self.continue_form.run
        return "" if run is None else run.key

    @Slot()
    def _show_details(self) -> None:
        self._lower.setCurrentWidget(self.details)

    @Slot(str)
    def _choose(self, key: str) -> None:
        if self.actions_of_runs["current"].isEnabled():
            self._act("current")

    @Slot(str)
    def _act(self, name: str) -> None:
        selected = self.view.selected
        match name:
            case "rename":
                self.view.edit_name()
            case "note":
                self._show_details()
                self.details.note.setFocus()
            case "continue":
                self._lower.setCurrentWidget(self.continue_form)
                self.continue_form.show_run(selected[0])
            case "experiment":
                self._lower.setCurrentWidget(self.experiment_form)
                self.experiment_form.show_runs(selected)
                self.experiment_form.focus_notes()
            case _:
                self.details.note.keep()
                if name == "compare":
                    self.comparison.show_runs(selected[0], selected[1])
                    self._pages.setCurrentIndex(1)
                self.requested.emit(name, selected)

    @Slot(str, int, object)
    def _continue(self, key: str, epochs: int, learning_rate: float | None) -> None:
        self._show_details()
        self.continue_requested.emit(key, epochs, learning_rate)

    @Slot(object, str, bool)
    def _save_experiment(self, keys: tuple[str, ...], notes: str, is_with_data: bool) -> None:
        self._show_details()
        self.experiment_requested.emit(keys, notes, is_with_data)

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        if self.view.indexAt(place).isValid():
            self._menu.popup(self.view.viewport().mapToGlobal(place))

    def _lay_out(self) -> None:
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING_PX)
        for name in ("current", "continue", "keep"):
            buttons.addWidget(_ActionButton(self.actions_of_runs[name], f"{name}RunButton", self))
        buttons.addWidget(self._compare)
        buttons.addStretch()
        delete = _ActionButton(self.actions_of_runs["delete"], "deleteRunButton", self)
        delete.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        buttons.addWidget(delete)
        more = tool_button(self, "moreRunButton", self.tr("More"), tip=self.tr("More that can be done with runs"))
        more.setProperty("framed", True)
        more.setMenu(self._menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        buttons.addWidget(more)

        lower = QWidget(self)
        lower_layout = QVBoxLayout(lower)
        lower_layout.setContentsMargins(0, 0, 0, 0)
        lower_layout.setSpacing(MARGIN_PX)
        lower_layout.addLayout(buttons)
        lower_layout.addWidget(self._lower, 1)
        splitter = FittingSplitter(Qt.Orientation.Vertical, self.view, lower)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([10_000, 1])  # the list takes all that the lower part can do without
        self._content.addWidget(self._empty)
        self._content.addWidget(splitter)
        self._pages.addWidget(Card(self.tr("Runs"), self._content, self._space))
        self._pages.addWidget(self.comparison)


class _ActionButton(QToolButton):
    """A framed button that follows an action, also in being hidden."""

    def __init__(self, action: QAction, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("framed", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setDefaultAction(action)
        self._action = action
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.setVisible(self._action.isVisible())
