"""Files and folders from the menu, the command line or a drop, each opened according to its kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.datasets.files.picture_file import PICTURE_SUFFIXES
from engine.errors import UserError
from engine.file_problems import is_folder
from engine.protocol.model_info import EXPERIMENT_SUFFIX, PROJECT_SUFFIX
from gui.state.app_state import AppState
from gui.state.controls import Control, controls
from gui.window.memory import WindowMemory
from gui.window.menus import WindowActions


class FileOpening(QObject):
    """Tells models, experiments, images to train on and pictures for the canvas apart by their names; and folders.

    Signals:
        images_requested (str): train on the images in this file.
        model_requested (pathlib.Path): make this model the current one.
        experiment_requested (pathlib.Path): take the runs of this experiment.
        picture_requested (str): put this picture on the canvas.
        folder_requested (pathlib.Path): look through this folder of pictures.
        refused (UserError): the file cannot be opened now.
    """

    images_requested = Signal(str)
    model_requested = Signal(object)
    experiment_requested = Signal(object)
    picture_requested = Signal(str)
    folder_requested = Signal(object)
    refused = Signal(object)

    def __init__(self, window: QWidget, memory: WindowMemory) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._state = AppState()

    def follow_menu(self, actions: WindowActions) -> None:
        """Connect the menu's entries for files."""
        actions.open_experiment.triggered.connect(self.choose_experiment)
        actions.open_images.triggered.connect(self.choose_images)
        actions.open_folder.triggered.connect(self.choose_folder)
        actions.recent_chosen.connect(self.open_path)

    def apply_state(self, state: AppState) -> None:
        """Open from now on what this state allows."""
        self._state = state

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a model, an experiment, images to train on, a picture or a folder of pictures, whatever it is."""
        kind = kind_of(path)
        needed = {"model": Control.OPEN, "experiment": Control.OPEN, "images": Control.DATA}.get(kind)
        if needed is not None and not (allowed := controls(self._state)[needed]).is_enabled:
            self.refused.emit(UserError("{name} was not opened. " + allowed.reason, name=path.name))
        elif kind == "model":
            self.model_requested.emit(path)
        elif kind == "experiment":
            self.experiment_requested.emit(path)
        elif kind == "picture":
            self.picture_requested.emit(str(path))
        elif kind == "folder":
            self.folder_requested.emit(path)
        else:
            self.images_requested.emit(str(path))

    @Slot()
    def choose_images(self) -> None:
        """Ask for a file of images to train on."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open images to train on"),
            self._memory.folder,
            self.tr("Images in one file (*.npz *.npy *.gz *ubyte *.idx);;All files (*)"),
        )
        if chosen:
            self._memory.folder = str(Path(chosen).parent)
            self.images_requested.emit(chosen)

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder of pictures."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a folder of pictures"), self._memory.folder
        )
        if chosen:
            self._memory.folder = str(Path(chosen).parent)
            self.folder_requested.emit(Path(chosen))

    @Slot()
    def choose_experiment(self) -> None:
        """Ask for an experiment file."""
        pattern = self.tr("Experiments ({pattern})").format(pattern=f"*{EXPERIMENT_SUFFIX}")
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open an experiment"), self._memory.folder, pattern
        )
        if chosen:
            self._memory.folder = str(Path(chosen).parent)
            self.experiment_requested.emit(Path(chosen))

    def take_drag(self, event: QDragEnterEvent) -> None:
        """Let files be dropped."""
        if _files_of(event):
            event.acceptProposedAction()

    def take_drop(self, event: QDropEvent) -> None:
        """Open the dropped files; a drop without any is refused."""
        files = _files_of(event)
        if not files:
            event.ignore()
            return
        event.acceptProposedAction()
        for file in files:
            self.open_path(file)


def _files_of(event: QDropEvent) -> list[Path]:
    """Return the local files of a drag; what comes from a browser or a text editor may have no address at all."""
    data = event.mimeData()
    if data is None or not data.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def kind_of(path: Path) -> str:
    """Return "model", "experiment", "picture" or "images", by the file's name, or "folder"."""
    if is_folder(path):
        return "folder"
    suffix = path.suffix.lower()
    if suffix == PROJECT_SUFFIX:
        return "model"
    if suffix == EXPERIMENT_SUFFIX:
        return "experiment"
    return "picture" if suffix in PICTURE_SUFFIXES else "images"
