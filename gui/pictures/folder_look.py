"""Looking through a folder of pictures in the background, so that neither the window nor the engine waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.pictures.folder_scan import FolderScan, scan
from engine.pictures.import_plan import ImportPlan, suggested_plan
from engine.pictures.preparation import PicturePreparation
from engine.startup.library_lock import LOADING
from gui.pictures.previews import previews
from gui.state.background_jobs import BackgroundJobs
from gui.state.wording import sentence_text

if TYPE_CHECKING:
    from concurrent.futures import Future

_MOST_GROUPS = 40  # of which previews are made
_PROGRESS_MS = 100


class FolderLook(QObject):
    """Looks through one folder at a time, and makes previews of its pictures.

    This is no command to the engine: a folder can be looked at while a model trains.

    Signals:
        progressed(str): what is being done, in words.
        seen(FolderScan, ImportPlan): what is in the folder, and what suits it.
        previewed(str, NDArray[np.uint8]): pictures of the group of this folder, (k, side, side, channels).
        failed(UserError): the folder cannot be used.
        cancelled(): nothing came of it, since it was cancelled.
    """

    progressed = Signal(str)
    seen = Signal(object, object)
    previewed = Signal(str, object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = BackgroundJobs(self)
        self._cancellation = Cancellation()
        self._doing = _Doing()
        self._is_looking = False
        self._timer = QTimer(self, interval=_PROGRESS_MS)
        self._timer.timeout.connect(self._show_progress)

    @property
    def is_looking(self) -> bool:
        """Whether a folder is being looked through; making previews does not count."""
        return self._is_looking

    def look(self, path: Path) -> None:
        """Look through a folder; what is still being done about another one is given up."""
        self._begin()
        self._is_looking = True
        self._doing = _Doing()
        self._timer.start()
        self._jobs.do(partial(_looked, path, self._doing, self._cancellation), self._take_seen)

    def make_previews(self, found: FolderScan, preparation: PicturePreparation) -> None:
        """Make previews of the first groups, one group after the other; earlier ones are given up."""
        self._begin()
        for group in found.groups[:_MOST_GROUPS]:
            work = partial(previews, group.files, preparation, self._cancellation)
            self._jobs.do(work, partial(self._take_previews, group.folder))

    @Slot()
    def cancel(self) -> None:
        """Give up what is being done."""
        was_looking = self._is_looking
        self._begin()
        if was_looking:
            self.cancelled.emit()

    def _begin(self) -> None:
        self._cancellation.cancel()
        self._cancellation = Cancellation()
        self._jobs.give_up()
        self._is_looking = False
        self._timer.stop()

    def _take_seen(self, ended: Future[tuple[FolderScan, ImportPlan]]) -> None:
        self._is_looking = False
        self._timer.stop()
        try:
            found, plan = ended.result()
        except UserError as error:
            self.failed.emit(error)
            return
        self.seen.emit(found, plan)

    def _take_previews(self, folder: str, ended: Future[NDArray[np.uint8]]) -> None:
        self.previewed.emit(folder, ended.result())

    @Slot()
    def _show_progress(self) -> None:
        if self._doing.sentence is not None:
            self.progressed.emit(sentence_text(*self._doing.sentence))


class _Doing:
    """What is being done, written on one thread and read on another.

    Attributes:
        sentence: a template without its full stop, and what fills it; None before anything is done.
    """

    def __init__(self) -> None:
        self.sentence: tuple[str, Mapping[str, object]] | None = None

    def __call__(self, template: str, _fraction: float | None, /, **values: object) -> None:
        self.sentence = template, values


def _looked(path: Path, doing: _Doing, cancellation: Cancellation) -> tuple[FolderScan, ImportPlan]:
    with LOADING:  # else Pillow's extension modules would block the window, see there
        from PIL import Image

        Image.init()  # with all formats
    found = scan(path, doing, cancellation)
    return found, suggested_plan(found, cancellation)
