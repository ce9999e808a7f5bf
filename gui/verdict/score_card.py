"""The scores of normal images, the current image's among them, and the threshold to drag."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from engine.protocol.events import DetectorMissing, DetectorReady, Scored
from engine.protocol.results import JudgeBy
from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.verdict.false_alarm_box import FalseAlarmBox
from gui.verdict.histogram_view import HistogramView
from gui.verdict.threshold import Threshold
from gui.widgets.empty_state import EmptyState


class ScoreCard(QFrame):
    """A card with the histogram and the sentence of the threshold; without a detector, why there is none.

    Args:
        threshold: what the line and the number show and change.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.view = HistogramView(threshold, self)
        self.view.setObjectName("scoreHistogram")
        self.view.setAccessibleName(self.tr("Scores of normal images, and yours"))
        self.false_alarms = FalseAlarmBox(threshold, self)
        self._empty = EmptyState(
            "chart", self.tr("The scores of normal images appear here once a detector has learnt what is normal")
        )
        self._threshold = threshold
        self._scored: Scored | None = None
        self._shown_by: JudgeBy | None = None
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, SPACING_PX, MARGIN_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.false_alarms)
        threshold.changed.connect(self._follow)

    @Slot(object)
    def show_detector(self, _event: DetectorReady) -> None:
        """Show the normal scores of another detector, which the threshold must have been given."""
        self._scored = None
        self._show_scores()
        self._stack.setCurrentWidget(self.view if self._threshold.normals else self._empty)

    @Slot(object)
    def show_missing(self, event: DetectorMissing) -> None:
        """Show why there are no scores."""
        self._scored = self._shown_by = None
        self.view.show_mark(None)
        self._empty.set_text(event.reason)
        self._stack.setCurrentWidget(self._empty)

    @Slot(object)
    def show_scored(self, event: Scored) -> None:
        """Mark the current drawing's score."""
        self._scored = event
        self._show_mark()

    @Slot()
    def show_nothing(self) -> None:
        """Take the mark away, since there is no drawing."""
        self._scored = None
        self._show_mark()

    @Slot()
    def _follow(self) -> None:
        if self._shown_by is not None and self._shown_by is not self._threshold.judge_by:
            self._show_scores()

    def _show_scores(self) -> None:
        self._shown_by = self._threshold.judge_by
        self.view.show_series([(self.tr("held-out normal images"), self._threshold.normal_scores)])
        self._show_mark()

    def _show_mark(self) -> None:
        verdict = None if self._scored is None else self._scored.by.get(self._threshold.judge_by)
        self.view.show_mark(None if verdict is None else verdict.score, self.tr("yours"))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(440, 320)
