"""The first page: the drawing and its answers above, the verdict below them, the plots at the foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.answers.row import AnswerRow
from gui.look.theme import MARGIN_PX
from gui.widgets.fitting.scrolled import Scrolled, ScrolledSideways
from gui.widgets.fitting.splitter import FittingSplitter

_MORE_FOR_PICTURES_PX = 64
"""By which the pictures are to be higher than their least before the samples are shown."""
_LEAST_SHARE_SEEN = 0.5
"""Of the answers' height; where less could be seen, the plots are folded away."""


class DrawPage(FittingSplitter):
    """Shares its height between the answers with their verdict, and the plots; a handle between them moves it.

    The verdict is always in sight. The answers are scrolled where they have too little room. Where there is none for
    the plots either, these are folded away, and the handle at the foot brings them back.

    Args:
        answers: the drawing and the model's answer to it.
        verdict: what is thought of it.
        samples: test images; hidden where the drawing and its verdict need the height.
        plots: what is at the foot.
    """

    def __init__(
        self, answers: AnswerRow, verdict: QWidget, samples: QWidget, plots: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent=parent)
        self._samples = samples
        self._plots = ScrolledSideways(plots)
        self._upper = _AnswersColumn(answers, ScrolledSideways(verdict), samples)
        for part in (self._upper, self._plots):
            self.addWidget(part)
        self.setCollapsible(1, True)
        self._is_folded = False
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.setSizes([10_000, 1_000])  # the upper part takes all that it can use

    def minimumSizeHint(self) -> QSize:
        """Return the size of the upper part, since the plots can be folded away."""
        return self._upper.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        height = event.size().height()
        below_px = MARGIN_PX + self._plots.minimumSizeHint().height()
        self._samples.setVisible(height >= self._upper.height_with_samples_px() + below_px)
        needed = self._upper.least_useful_height_px() + below_px
        if (height < needed) != self._is_folded:
            self._is_folded = not self._is_folded
            super().resizeEvent(event)
            self.setSizes([height, 0] if self._is_folded else [10_000, 1_000])
        else:
            super().resizeEvent(event)


class _AnswersColumn(QWidget):
    """Stacks the answers, the verdict and the samples, and grows no higher than they can use at its width.

    Args:
        answers: on top; they take the height that is left.
        verdict: below them.
        samples: at the foot.
    """

    def __init__(self, answers: AnswerRow, verdict: QWidget, samples: QWidget) -> None:
        super().__init__()
        self._answers = answers
        self._fixed = (verdict, samples)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(Scrolled(answers), 1)
        for widget in self._fixed:
            layout.addWidget(widget)
            widget.installEventFilter(self)
        answers.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Limit the height by the new width."""
        super().resizeEvent(event)
        self._limit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Update the largest height when a part needs another one."""
        types = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)
        if event.type() in types:
            self._limit_height()
        return super().eventFilter(watched, event)

    def least_useful_height_px(self) -> int:
        """Return the height in which half of the answers can be seen at once."""
        answers, verdict = self._answers.minimumSizeHint().height(), self._fixed[0].minimumSizeHint().height()
        return round(_LEAST_SHARE_SEEN * answers) + MARGIN_PX + verdict

    def height_with_samples_px(self) -> int:
        """Return the height in which the samples are shown, too, and the pictures are not the smallest."""
        parts = (self._answers, *self._fixed)
        least = sum(part.minimumSizeHint().height() for part in parts) + MARGIN_PX * len(self._fixed)
        return least + _MORE_FOR_PICTURES_PX

    def _limit_height(self) -> None:
        heights = (  # one that has not got yet what it needs is not to be kept from it
            max(widget.height(), widget.minimumSizeHint().height())
            for widget in self._fixed
            if not widget.isHidden()
        )
        below = sum(MARGIN_PX + height for height in heights)
        answers_px = max(self._answers.height_at(self.width()), self._answers.minimumSizeHint().height())
        self.setMaximumHeight(answers_px + below)
