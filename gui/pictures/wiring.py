"""The page for a folder of pictures, and its connection with what looks through folders and with the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.datasets.picture_source import folder_of
from engine.errors import UserError
from engine.pictures.folder_scan import FolderScan
from engine.pictures.import_plan import ImportPlan
from engine.pictures.preparation import PicturePreparation
from engine.protocol.commands import LoadDataset
from engine.protocol.events import CommandEnded, DatasetLoaded, Working
from gui.pictures.folder_look import FolderLook
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.state.wording import sentence_text

if TYPE_CHECKING:
    from gui.pictures.page import PicturesPage


class Pictures(QObject):
    """Lets a folder be looked through, and opens its pictures once the user has agreed.

    Signals:
        folder_requested: the user wants to choose a folder.
        page_requested: show the page.
        opened(pathlib.Path): the pictures of this folder are the data now.

    Args:
        client: the engine.
    """

    folder_requested = Signal()
    page_requested = Signal()
    opened = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._state = AppState()
        self._page: PicturesPage | None = None
        self._found: FolderScan | None = None
        self._requested: str | None = None
        self._look = FolderLook(self)
        self._look.seen.connect(self._take_seen)
        self._look.failed.connect(self._take_failure)
        client.working.connect(self._show_work)
        client.dataset_loaded.connect(self._take_dataset)
        client.command_ended.connect(self._follow_command)

    @property
    def page(self) -> PicturesPage:
        """The page, made when it is first asked for."""
        if self._page is None:
            from gui.pictures.page import PicturesPage

            page = self._page = PicturesPage()
            page.folder_requested.connect(self.folder_requested)
            page.open_requested.connect(self._open)
            page.preparation_chosen.connect(self._make_previews)
            page.cancel_requested.connect(self._cancel)
            self._look.progressed.connect(page.progress.show_work)
            self._look.previewed.connect(page.show_previews)
            self._look.cancelled.connect(page.progress.finish)
            page.apply_state(self._state)
        return self._page

    def apply_state(self, state: AppState) -> None:
        """Let the pictures be opened where the state allows it."""
        self._state = state
        if self._page is not None:
            self._page.apply_state(state)

    @Slot(object)
    def look_at(self, path: Path) -> None:
        """Look through a folder and show what is in it; the data stay until the user opens its pictures."""
        self.page.show_looking(path)
        self.page_requested.emit()
        self._look.look(path)

    @Slot()
    def close(self) -> None:
        """Give up what is being done in the background."""
        self._look.cancel()

    # ------------------------------------------------------------------------------------- what was seen

    @Slot(object, object)
    def _take_seen(self, found: FolderScan, plan: ImportPlan) -> None:
        self._found = found
        self.page.progress.finish()
        self.page.show_folder(found, plan)
        self._look.make_previews(found, plan.preparation)

    @Slot(object)
    def _take_failure(self, error: UserError) -> None:
        self.page.progress.finish()
        self.page.show_problem(error)

    @Slot(object)
    def _make_previews(self, preparation: PicturePreparation) -> None:
        assert self._found is not None
        self._look.make_previews(self._found, preparation)

    # ------------------------------------------------------------------------------------- the opening

    @Slot(str)
    def _open(self, source: str) -> None:
        self._requested = source
        self._client.load_dataset(source)

    @Slot()
    def _cancel(self) -> None:
        if self._look.is_looking:
            self._look.cancel()
        else:
            self._client.cancel_loading()

    @Slot(object)
    def _show_work(self, event: Working) -> None:
        if self._requested is not None and self._state.phase is Phase.LOADING_DATA:
            doing = sentence_text(event.template, event.values)
            self.page.progress.show_work(doing, event.fraction)

    @Slot(object)
    def _take_dataset(self, event: DatasetLoaded) -> None:
        if self._requested == event.dataset.source and self._found is not None:
            self._requested = None
            if folder_of(event.dataset.source) == self._found.root:
                self.page.progress.finish()
                self.page.show_loaded(event.dataset)
                self.opened.emit(self._found.root)
            elif not self._look.is_looking:  # another folder is shown by now
                self.page.progress.finish()

    @Slot(object)
    def _follow_command(self, event: CommandEnded) -> None:
        """End the progress of an opening that failed or was cancelled."""
        if isinstance(event.command, LoadDataset) and event.command.source == self._requested:
            self._requested = None
            self.page.progress.finish()
