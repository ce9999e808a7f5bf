"""What can be done with the selected runs, for buttons, menus and keys; what cannot be done now says why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from engine.protocol.run_info import RunInfo, RunStatus
from gui.look.icons import icon
from gui.state.app_state import AppState
from gui.state.availability import Availability, apply_availability
from gui.state.controls import Control, controls


class RunActions(QObject):
    """One action each; all of them concern the selection.

    Signals:
        requested: the action of this name (str) was triggered: "current", "continue", "anew", "compare", "rename",
            "note", "plot", "keep", "delete", "save" or "experiment".

    Args:
        view: the widget in which the keys work.
    """

    requested = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._state = AppState()
        self._selected: tuple[RunInfo, ...] = ()
        self._own_tips = {
            "current": self.tr("Let this run's model answer your drawings (Return)"),
            "continue": self.tr("Train this run further"),
            "anew": self.tr("Train a new run with this run's settings"),
            "compare": self.tr("Show two runs side by side"),
            "rename": self.tr("Give this run another name"),
            "note": self.tr("Write a note on this run"),
            "plot": self.tr("Show the losses of the selected runs in the loss plot"),
            "keep": self.tr("Keep this run as it is; it counts as stopped then"),
            "delete": self.tr("Delete the selected runs; this can be undone"),
            "save": self.tr("Save this run's model as a file"),
            "experiment": self.tr("Save the selected runs with notes, threshold and drawing as one file"),
        }
        self._actions = {
            "current": self._action("current", self.tr("Make current"), "check"),
            "continue": self._action("continue", self.tr("Continue…"), "resume"),
            "keep": self._action("keep", self.tr("Keep"), "check"),
            "compare": self._action("compare", self.tr("Compare"), "grid"),
            "anew": self._action("anew", self.tr("Train anew with these settings"), "train"),
            "rename": self._action("rename", self.tr("Rename"), None, QKeySequence(Qt.Key.Key_F2)),
            "note": self._action("note", self.tr("Edit the note"), None),
            "plot": self._action("plot", self.tr("Show in the plot"), "chart"),
            "save": self._action("save", self.tr("Save as a model file…"), "save"),
            "experiment": self._action("experiment", self.tr("Save as an experiment…"), None),
            "delete": self._action("delete", self.tr("Delete"), "clear", QKeySequence(Qt.Key.Key_Delete)),
        }
        self._follow()

    def __getitem__(self, name: str) -> QAction:
        """Return the action of this name."""
        return self._actions[name]

    def menu_entries(self) -> list[QAction | None]:
        """Return all actions that a menu shows, None for a separator."""
        groups = (
            ("current", "continue", "keep", "compare", "anew"),
            ("rename", "note", "plot"),
            ("save", "experiment"),
            ("delete",),
        )
        entries: list[QAction | None] = []
        for names in groups:
            entries += [*([None] if entries else []), *(self._actions[name] for name in names)]
        return entries

    def apply(self, state: AppState, selected: tuple[RunInfo, ...]) -> None:
        """Enable what the state and the selection allow."""
        self._state, self._selected = state, selected
        self._follow()

    def _follow(self) -> None:
        allowed = controls(self._state)
        for name, action in self._actions.items():
            reason = self._reason(name, allowed)
            apply_availability(action, Availability(not reason, reason), self._own_tips[name])
        is_interrupted = len(self._selected) == 1 and self._selected[0].status is RunStatus.INTERRUPTED
        self._actions["keep"].setVisible(is_interrupted)

    def _reason(self, name: str, allowed: Mapping[str, Availability]) -> str:
        """Return why an action cannot be used, or ""."""
        selected = self._selected
        if not self._state.runs:
            return self.tr("There are no runs yet; train a model first.")
        if name == "compare" and len(selected) != 2:
            return self.tr("Select two runs: click one, then the other with Ctrl held.")
        if not selected:
            return self.tr("Select a run first.")
        if name not in ("compare", "plot", "delete", "experiment") and len(selected) > 1:
            return self.tr("Select one run only.")
        if name == "current" and selected[0].key == self._state.current_run:
            return self.tr("It is the current run already.")
        if name == "keep" and selected[0].status is not RunStatus.INTERRUPTED:
            return self.tr("Only an interrupted run needs to be kept.")
        if name == "plot" and not any(run.epochs for run in selected):
            return self.tr("No epoch is done yet, so there is no curve.")
        if name == "delete" and any(run.status is RunStatus.TRAINING for run in selected):
            return self.tr("It is being trained; stop it first.")
        control = {
            "compare": Control.COMPARE_RUNS,
            "save": Control.SAVE_RUN,
            "experiment": Control.SAVE_RUN,
            "current": Control.USE_RUN,
            "continue": Control.USE_RUN,
            "anew": Control.TRAIN,
            "plot": None,
        }.get(name, Control.CHANGE_RUN)
        return "" if control is None else allowed[control].reason

    @Slot()
    def _request(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.requested.emit(action.data())

    def _action(self, name: str, text: str, icon_name: str | None, keys: QKeySequence | None = None) -> QAction:
        action = QAction(text, self._view)
        action.setObjectName(f"{name}RunAction")
        action.setIconText(text)  # Qt would leave out the dots
        action.setData(name)
        if icon_name is not None:
            action.setIcon(icon(icon_name))
        if keys is not None:
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self._request)
        self._view.addAction(action)
        return action
