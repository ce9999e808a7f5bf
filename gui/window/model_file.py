"""The file of the model: opening, saving, and asking before an unsaved model would be lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.protocol.commands import SaveProject
from engine.protocol.events import DatasetLoaded, ModelReady, ProjectSaved
from engine.protocol.model_info import PROJECT_SUFFIX
from gui.state.app_state import AppState
from gui.widgets.save_dialog import ask_where_to_save, file_name
from gui.window.memory import WindowMemory


class ModelFile(QObject):
    """Runs the dialogs that open and save the current model, and keeps the list of recent files.

    Signals:
        save_requested(Path): write the model to this file.
        stop_requested(): end what runs, so that the model can be saved now.
        open_requested(Path): read a model from this file.
        recent_changed(): the list of recent files has changed.
    """

    save_requested = Signal(object)
    stop_requested = Signal()
    open_requested = Signal(object)
    recent_changed = Signal()

    def __init__(self, window: QWidget, memory: WindowMemory) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._state = AppState()
        self._after_saving: Callable[[], None] | None = None
        self._then: Callable[[], None] = _nothing
        self._prompt: QMessageBox | None = None

    def apply_state(self, state: AppState) -> None:
        """Use this state's model in the dialogs from now on."""
        self._state = state

    @Slot(object)
    def remember_opened(self, event: ModelReady) -> None:
        """Put the file that has been opened at the head of the recent ones."""
        if event.path is not None:
            self.remember(event.path)

    @Slot(object)
    def remember_data(self, event: DatasetLoaded) -> None:
        """Put a folder of pictures that has been opened at the head of the recent files."""
        if event.dataset.plan is not None:
            from engine.datasets.picture_source import folder_of  # saves time before the window is shown

            self.remember(folder_of(event.dataset.source))

    @Slot(object)
    def finish_saving(self, event: ProjectSaved) -> None:
        """Go on with what waited for the model to be saved."""
        self.remember(event.path)
        then, self._after_saving = self._after_saving, None
        if then is not None:
            then()

    @Slot()
    def forget_pending_action(self) -> None:
        """Saving failed or was given up: what waited for it does not happen."""
        self._after_saving = None

    # -------------------------------------------------------------------------------------- saving

    @Slot()
    def save(self) -> None:
        """Save to the model's own file, or ask for one."""
        if self._state.model_path is None:
            self.save_as()
        else:
            self.save_requested.emit(self._state.model_path)

    @Slot()
    def save_as(self) -> None:
        """Ask for a file and save to it."""
        path = self._state.model_path
        if path is None:
            path = Path(self._memory.folder) / f"{file_name(self._name, 'model')}{PROJECT_SUFFIX}"
        ask_where_to_save(
            self._window,
            self.tr("Save the model"),
            self._filter(),
            str(path),
            self._save_chosen,
            self.forget_pending_action,
        )

    @Slot(str)
    def _save_chosen(self, chosen: str) -> None:
        path = Path(chosen)
        self._memory.folder = str(path.parent)
        self.save_requested.emit(path)

    # ------------------------------------------------------------------------------------- opening

    @Slot()
    def open(self) -> None:
        """Ask for a model file and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a model"), self._memory.folder, self._filter()
        )
        if chosen:
            self._memory.folder = str(Path(chosen).parent)
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open a model file, after asking about an unsaved model."""
        self.unless_unsaved(self.tr("Opening another model"), lambda: self.open_requested.emit(path))

    # ------------------------------------------------------------------------------ unsaved changes

    @property
    def is_saving(self) -> bool:
        """Whether the model is being saved, or will be."""
        return SaveProject in self._state.pending

    def unless_unsaved(self, doing: str, then: Callable[[], None]) -> None:
        """Do something that would lose an unsaved model: at once, after the user has decided, or after a save.

        A save that has not ended is waited for; nothing is done if it fails.

        Args:
            doing: what would lose it, as the beginning of a sentence.
            then: does it.
        """
        if self.is_saving:
            self._after_saving = then
            return
        if not self._state.would_lose_model:
            then()
            return
        if self._prompt is not None:
            self._prompt.raise_()
            return
        prompt = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Unsaved model"),
            self.tr("“{name}” has not been saved.").format(name=self._name),
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
            self._window,
        )
        prompt.setObjectName("unsavedPrompt")
        prompt.setInformativeText(self.tr("{doing} loses what it has learnt.").format(doing=doing))
        prompt.setDefaultButton(QMessageBox.StandardButton.Save)
        self._then = then
        self._prompt = prompt
        prompt.finished.connect(self._decide)
        prompt.open()

    @Slot(int)
    def _decide(self, button: int) -> None:
        assert self._prompt is not None
        self._prompt.deleteLater()
        self._prompt = None
        if button == QMessageBox.StandardButton.Discard:
            self._then()
        elif button == QMessageBox.StandardButton.Save:
            self._after_saving = self._then
            self.stop_requested.emit()
            self.save()

    @Slot(object)
    def remember(self, path: Path) -> None:
        """Put a file or a folder at the head of the recent ones."""
        self._memory.remember_file(path)
        self.recent_changed.emit()

    @property
    def _name(self) -> str:
        return "model" if self._state.model is None else self._state.model.name

    def _filter(self) -> str:
        return self.tr("Models ({pattern})").format(pattern=f"*{PROJECT_SUFFIX}")


def _nothing() -> None:
    """Do nothing."""
