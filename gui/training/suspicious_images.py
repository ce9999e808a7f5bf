"""The training images that look least like the others, to be taken out with a click."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from engine.datasets.left_out import source_without, split_source
from engine.protocol.data_events import SuspiciousImages
from gui.imaging.image_tiles import ImageTiles
from gui.look.theme import SPACING_PX
from gui.state.app_state import AppState
from gui.state.availability import Availability, apply_availability
from gui.state.controls import Control, controls
from gui.widgets.buttons import push_button
from gui.widgets.empty_state import EmptyState


class SuspiciousImagesPage(QWidget):
    """Shows them, the most suspicious first; those that are marked can be left out of the data set.

    Signals:
        source_chosen: the user wants the data without the marked images, or with all again: a data set's source.
        sample_chosen: an image, (height, width, channels) uint8, to put on the canvas.
    """

    source_chosen = Signal(str)
    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suspiciousImages")
        self._state = AppState()
        self._found: SuspiciousImages | None = None
        self._hint = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._hint.setText(self.tr("Least like the other normal images. Mark those that do not belong to them."))
        self._hint.setProperty("role", "muted")
        self._view = ImageTiles("suspiciousTiles", self, is_markable=True)
        self._view.sample_chosen.connect(self.sample_chosen)
        self._view.selectionModel().selectionChanged.connect(self._follow_marks)
        self._empty = EmptyState("grid", "", self)
        tip = self.tr("Take the marked images out of the training images; the file stays as it is.")
        self._leave_out = push_button(self, "leaveOutButton", "", tip=tip)
        self._leave_out.clicked.connect(self._request_without)
        tip = self.tr("Take all images that were left out in again.")
        self._put_back = push_button(self, "putBackButton", "", tip=tip)
        self._put_back.clicked.connect(self._request_whole)

        listed = QWidget(self)
        layout = QVBoxLayout(listed)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._hint)
        layout.addWidget(self._view, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(listed)
        self._listed = listed
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING_PX)
        buttons.addStretch(1)
        buttons.addWidget(self._put_back)
        buttons.addWidget(self._leave_out)
        outer = QVBoxLayout(self)
        outer.setSpacing(SPACING_PX)
        outer.addLayout(self._stack, 1)
        outer.addLayout(buttons)
        self._show()

    @Slot(object)
    def show_found(self, event: SuspiciousImages) -> None:
        """Show what was noticed in the training images."""
        self._found = event
        self._show()

    def apply_state(self, state: AppState) -> None:
        """Follow the data set, and enable what the state allows."""
        had, self._state = self._state, state
        if state.dataset is not had.dataset:
            self._show()
        self._enable()

    @property
    def marked(self) -> tuple[int, ...]:
        """Where the marked images are among the training images of the whole data set, ascending."""
        if self._current is None:
            return ()
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        return tuple(sorted(self._current.places[row] for row in rows))

    @property
    def _current(self) -> SuspiciousImages | None:
        """What was noticed in the present data; None if nothing is known of them."""
        dataset, found = self._state.dataset, self._found
        is_known = dataset is not None and found is not None and found.identity == dataset.identity
        return found if is_known else None

    def _show(self) -> None:
        found, left_out = self._current, self._left_out_count()
        self._stack.setCurrentWidget(self._empty if found is None else self._listed)
        if found is not None:
            self._view.tiles.show_images(found.images, None, np.arange(len(found.images)), self._describe)
            self._view.scrollToTop()
        self._empty.set_text(
            self.tr("{count:,} images are left out. Train again, so that the model learns without them.").format(
                count=left_out
            )
            if left_out
            else self.tr("After a training, the images that look least like the others are listed here.")
        )
        self._put_back.setText(self.tr("Put {count:,} back").format(count=left_out))
        self._put_back.setVisible(left_out > 0)
        self._follow_marks()

    def _left_out_count(self) -> int:
        dataset = self._state.dataset
        return 0 if dataset is None else len(split_source(dataset.source)[1])

    @Slot()
    def _follow_marks(self) -> None:
        count = len(self.marked)
        self._leave_out.setVisible(self._current is not None)
        self._leave_out.setText(
            self.tr("Leave out {count:,}").format(count=count) if count else self.tr("Leave out")
        )
        self._enable()

    def _enable(self) -> None:
        usable = controls(self._state)[Control.DATA]
        apply_availability(self._put_back, usable)
        if usable.is_enabled and not self.marked:
            usable = Availability(False, self.tr("Mark images first, by a click."))
        apply_availability(self._leave_out, usable)

    def _describe(self, row: int) -> str:
        if self._current is None:
            return ""
        template = self.tr(
            "It is training image {number:,}; its suspicion is {suspicion:.1f}, where beyond 2 is rare.\n"
            "Click to mark it, Return puts it on the canvas."
        )
        return template.format(number=self._current.places[row] + 1, suspicion=self._current.suspicions[row])

    @Slot()
    def _request_without(self) -> None:
        dataset = self._state.dataset
        assert dataset is not None
        self.source_chosen.emit(
            source_without(dataset.source, self.marked, dataset.identity if dataset.files else "")
        )

    @Slot()
    def _request_whole(self) -> None:
        assert self._state.dataset is not None
        self.source_chosen.emit(split_source(self._state.dataset.source)[0])
