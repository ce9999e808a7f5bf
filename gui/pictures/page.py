"""The page for a folder of pictures: what is in it, what it will be used as, and the button that opens it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from engine.datasets.image_dataset import ImageDataset
from engine.datasets.picture_source import source_of
from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures.folder_scan import FolderScan
from engine.pictures.import_plan import ImportPlan, Role
from engine.pictures.picture_roles import expected_use
from engine.pictures.preparation import PicturePreparation
from gui.look.icons import icon
from gui.look.theme import SPACING_PX, TIGHT_PX, restyle
from gui.pictures import wording
from gui.pictures.group_view import GroupView
from gui.pictures.preparation_form import PreparationForm
from gui.pictures.progress_row import ProgressRow
from gui.pictures.skipped_list import SkippedList
from gui.state.app_state import AppState
from gui.state.availability import Availability, apply_availability
from gui.state.controls import Control, controls
from gui.state.wording import error_text
from gui.widgets.buttons import push_button
from gui.widgets.card import Card
from gui.widgets.empty_state import EmptyState
from gui.widgets.fitting.elided_label import ElidedLabel


class PicturesPage(QWidget):
    """Shows what was seen in a folder, lets roles and the preparation be changed, and asks for it to be opened.

    Signals:
        folder_requested: the user wants to choose a folder.
        open_requested(str): open the pictures that are shown as data; the source of the data set.
        preparation_chosen(PicturePreparation): the user wants the pictures prepared in another way.
        cancel_requested: end what is being done.

    Attributes:
        table: the groups of pictures.
        form: how they are prepared.
        skipped: the files that are not used.
        progress: what is being done; hidden while nothing is.
    """

    folder_requested = Signal()
    open_requested = Signal(str)
    preparation_chosen = Signal(object)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picturesPage")
        self._state = AppState()
        self._found: FolderScan | None = None
        self._plan: ImportPlan | None = None
        self._title = ElidedLabel(parent=self)
        self._title.setProperty("role", "title")
        self._title.setObjectName("folderTitle")
        self._path = ElidedLabel(parent=self)
        self._path.setObjectName("folderPath")
        self._layout_text = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._layout_text.setObjectName("folderLayout")
        for label in (self._path, self._layout_text):
            label.setProperty("role", "muted")
        self._problem = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._problem.setObjectName("folderProblem")
        self._problem.setProperty("role", "problem")
        self._problem.hide()
        self.table = GroupView(self)
        self.form = PreparationForm(self)
        self.skipped = SkippedList(self)
        self._use = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._use.setObjectName("picturesUse")
        self.progress = ProgressRow(self)
        tip = self.tr("Learn from these pictures and test with them; the present data make way.")
        self._open = push_button(
            self,
            "picturesOpenButton",
            self.tr("Open these pictures"),
            icon("check", "on_accent"),
            tip,
            is_primary=True,
        )
        tip = self.tr("Look through another folder")
        self._other = push_button(self, "otherFolderButton", self.tr("Another folder…"), icon("open"), tip)
        self._pages = QStackedLayout()
        self._content = self._make_content()
        self._empty = self._make_empty()
        self._lay_out()

        self._other.clicked.connect(self.folder_requested)
        self._open.clicked.connect(self._request_open)
        self.table.groups.role_chosen.connect(self._choose_role)
        self.form.preparation_chosen.connect(self._choose_preparation)
        self.progress.cancel_requested.connect(self.cancel_requested)

    # ----------------------------------------------------------------------------------- what is shown

    def show_folder(self, found: FolderScan, plan: ImportPlan) -> None:
        """Show what was seen in a folder, and what is made of it."""
        self._found, self._plan = found, plan
        self._problem.hide()
        self._title.setText(shown(found.root))
        self._path.setText(wording.printable(str(found.root)))
        self._layout_text.setText(wording.layout_text(found) + ".")
        self.table.groups.show_folder(found, plan)
        self.form.show_preparation(plan.preparation)
        self.skipped.show_skipped(found.skipped)
        self._pages.setCurrentWidget(self._content)
        self._follow()

    @Slot(str, object)
    def show_previews(self, folder: str, images: NDArray[np.uint8]) -> None:
        """Show small pictures of the group of this folder, (k, side, side, channels)."""
        self.table.groups.show_previews(folder, images)

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Show why a folder cannot be used; what was shown before stays."""
        self._problem.setText(error_text(error))
        self._problem.show()

    def show_looking(self, path: Path) -> None:
        """Show that a folder is being looked through."""
        self._problem.hide()
        self.progress.show_work(self.tr("Looking through {folder}").format(folder=shown(path)), None)

    def show_loaded(self, dataset: ImageDataset) -> None:
        """Show what could not be read, too, after the pictures have been opened."""
        self.skipped.show_skipped(dataset.skipped)

    def apply_state(self, state: AppState) -> None:
        """Let the pictures be opened where the state allows it."""
        self._state = state
        self._follow()

    @property
    def source(self) -> str | None:
        """The source of the data set that the pictures would be; None where no folder is shown."""
        if self._found is None or self._plan is None:
            return None
        return source_of(self._found, self._plan)

    def _follow(self) -> None:
        """Say what the pictures will be used as, and enable the button or say why not."""
        if self._found is None or self._plan is None:
            return
        allowed = controls(self._state)[Control.DATA]
        is_usable = True
        try:
            sentence = wording.use_text(expected_use(self._found, self._plan))
        except UserError as error:
            sentence, is_usable = error_text(error), False
            allowed = Availability(False, sentence)
        self._use.setText(sentence)
        self._use.setProperty("role", "" if is_usable else "problem")
        restyle(self._use)
        apply_availability(self._open, allowed)

    # ------------------------------------------------------------------------------------- the choices

    @Slot(str, object)
    def _choose_role(self, folder: str, role: Role) -> None:
        assert self._plan is not None
        self._plan = self._plan.with_role(folder, role)
        self.table.groups.show_roles(self._plan)
        self._follow()

    @Slot(object)
    def _choose_preparation(self, preparation: PicturePreparation) -> None:
        assert self._plan is not None
        self._plan = ImportPlan(self._plan.roles, preparation)
        self._follow()
        self.preparation_chosen.emit(preparation)

    @Slot()
    def _request_open(self) -> None:
        assert self.source is not None
        self.open_requested.emit(self.source)

    # ---------------------------------------------------------------------------------------- the layout

    def _make_empty(self) -> QWidget:
        empty = EmptyState(
            "open",
            self.tr(
                "Open a folder of pictures, or drop it here: good ones to learn from and, if you have them, bad ones "
                "to test with."
            ),
        )
        button = push_button(self, "openFolderButton", self.tr("Open a folder of pictures…"), icon("open"))
        button.clicked.connect(self.folder_requested)
        layout = empty.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    def _make_content(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(SPACING_PX)
        names = QVBoxLayout()
        names.setSpacing(0)
        for label in (self._title, self._path, self._layout_text):
            names.addWidget(label)
        names.addStretch(1)
        head.addLayout(names, 1)
        buttons = QVBoxLayout()  # above the table, so that they are in sight in a small window, too
        buttons.setSpacing(SPACING_PX)
        buttons.addWidget(self._open)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        head.addLayout(buttons)
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.form)
        layout.addWidget(self.skipped)
        layout.addWidget(self._use)
        return content

    def _lay_out(self) -> None:
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._content)
        inside = QVBoxLayout()
        inside.setSpacing(TIGHT_PX)
        inside.addWidget(self._problem)
        inside.addLayout(self._pages, 1)
        inside.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card("", inside))
