"""The score as one bar of what each kind of evidence contributes, against the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.results import EvidenceKind, JudgeBy
from gui.look.numbers import fixed
from gui.look.theme import TIGHT_PX, colours
from gui.verdict.contributions import Contribution, Group, groups_of
from gui.verdict.threshold import Threshold

_BAR_PX = 14.0
_SWATCH_PX = 9.0
_GAP_PX = 2.0
_HEADROOM = 1.06
_LEAST_PX = 200


class ScoreBar(QWidget):
    """One bar as long as the score, a piece for each kind of evidence, with the threshold as a line across it.

    The image is abnormal just where the bar reaches beyond the line. Below it the two groups, the autoencoder and the
    image itself, are told in numbers that add up to the score. Left and Right select one piece after the other and
    show its tool tip, as the mouse does.

    Args:
        threshold: where the line stands.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreBar")
        self.setAccessibleName(self.tr("The score, and what contributes to it"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._threshold = threshold
        self._groups: tuple[Group, ...] = ()
        self._score = 0.0
        self._current = 0
        threshold.changed.connect(self._follow)

    def show_score(self, score: float, kinds: Sequence[EvidenceKind], contributions: Sequence[float]) -> None:
        """Show a score.

        Args:
            score: at least 0.
            kinds: the kinds of evidence.
            contributions: of each kind, at least 0; they add up to the score.
        """
        self._score = score
        self._groups = groups_of(kinds, contributions)
        self._follow()

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is told below the bar: the image itself is left out where it is not judged by."""
        if self._threshold.judge_by is JudgeBy.ALL:
            return self._groups
        return tuple(group for group in self._groups if group.is_of_autoencoder)

    @property
    def is_beyond(self) -> bool:
        """Whether the bar reaches beyond the line."""
        return self._threshold.can_judge and self._threshold.is_beyond(self._score)

    def pieces(self) -> list[tuple[Contribution, QRectF]]:
        """Return the pieces of the bar that can be seen, from left to right."""
        left, found = 0.0, []
        for group in self.groups:
            for part in group.parts:
                width = self._x(part.value)
                if width >= 1.0:
                    found.append((part, QRectF(left, self._top(), width, _BAR_PX)))
                left += width
        return found

    def line_x(self) -> float:
        """Return where the threshold's line is, in px."""
        return self._x(self._threshold.score) if self._threshold.can_judge else 0.0

    def describe(self, part: Contribution) -> str:
        """Return what the tool tip says of one piece."""
        return self.tr("{label}: {value} of the score of {score}.").format(
            label=part.kind.label, value=fixed(part.value, 2), score=fixed(self._score, 2)
        )

    # --------------------------------------------------------------------------------------- geometry

    def _full(self) -> float:
        line = self._threshold.score if self._threshold.can_judge else 0.0
        return max(2 * line, self._score, 1e-6) * _HEADROOM

    def _x(self, value: float) -> float:
        return self.width() * min(max(value, 0.0) / self._full(), 1.0)

    def _line_px(self) -> float:
        return float(self.fontMetrics().height())

    def _top(self) -> float:
        return self._line_px() + 1.0

    @Slot()
    def _follow(self) -> None:
        if self._threshold.can_judge:
            text = self.tr("Score {score}, threshold {line}.").format(
                score=fixed(self._score, 2), line=fixed(self._threshold.score, 2)
            )
            self.setAccessibleDescription(f"{text} {'; '.join(group.describe() for group in self.groups)}.")
        self.update()

    # ------------------------------------------------------------------------------------ Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, the line across it, and the groups below."""
        if not self._groups or not self._threshold.can_judge:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        self._paint_bar(painter)
        line = self.line_x()
        painter.setPen(QPen(QColor(theme.error), 1.5))
        painter.drawLine(QLineF(line, self._line_px() - 3, line, self._top() + _BAR_PX + 3))
        text = self.tr("1 in {n:,}").format(n=self._threshold.one_in)
        self._paint_text(painter, text, line - self.fontMetrics().horizontalAdvance(text) / 2, 0.0, theme.error)
        score = self.tr("Score {score}").format(score=fixed(self._score, 2))
        if line > 1.5 * self.fontMetrics().horizontalAdvance(score):
            self._paint_text(painter, score, 0.0, 0.0, theme.error if self.is_beyond else theme.muted)
        top = self._top() + _BAR_PX + 3
        for group in self.groups:
            painter.fillRect(
                QRectF(0, top + (self._line_px() - _SWATCH_PX) / 2, _SWATCH_PX, _SWATCH_PX), _of(group)
            )
            self._paint_text(painter, group.describe(), _SWATCH_PX + TIGHT_PX, top, theme.text)
            top += self._line_px()
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        theme = colours()
        painter.fillRect(QRectF(0, self._top(), self.width(), _BAR_PX), QColor(theme.hover))
        selected = (
            self.pieces()[self._current][0] if self.hasFocus() and self._current < len(self.pieces()) else None
        )
        for part, place in self.pieces():
            is_own = part.kind.is_of_autoencoder
            painter.fillRect(place.adjusted(0, 0, -min(_GAP_PX, place.width() / 2), 0), _colour(is_own=is_own))
            if part is selected:
                painter.setPen(QPen(QColor(theme.text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(place.adjusted(1, 1, -_GAP_PX, -1))
        if self.is_beyond:  # hatched beyond the line, so that it is seen without colours, too
            line = self.line_x()
            beyond = QRectF(line, self._top(), self._x(self._score) - line, _BAR_PX)
            painter.fillRect(beyond, QColor(theme.error))
            painter.fillRect(beyond, QBrush(QColor(theme.error_field), Qt.BrushStyle.BDiagPattern))

    def _paint_text(self, painter: QPainter, text: str, left: float, top: float, colour: str) -> None:
        metrics = QFontMetricsF(self.font())
        left = max(0.0, min(left, self.width() - metrics.horizontalAdvance(text)))
        painter.setPen(QColor(colour))
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - left)
        painter.drawText(QPointF(left, top + metrics.ascent()), fitting)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(420, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the bar with the line's text above it and two groups below."""
        return QSize(_LEAST_PX, round(3 * self._line_px() + _BAR_PX + 5))

    def event(self, event: QEvent) -> bool:
        """Show what is under the mouse in a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = QPointF(event.pos())
            found = [part for part, piece in self.pieces() if piece.contains(place)]
            if found:
                self._show_tool_tip((self.describe(found[0]), found[0].kind.explanation), event.globalPos())
            else:
                self._show_tool_tip([group.describe() for group in self.groups], event.globalPos())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select the next or the previous piece, and show its tool tip."""
        pieces = self.pieces()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not pieces:
            event.ignore()
            return
        self._current = min(max(self._current + step, 0), len(pieces) - 1)
        part, piece = pieces[self._current]
        place = self.mapToGlobal(piece.bottomLeft().toPoint())
        self._show_tool_tip((self.describe(part), part.kind.explanation), place)
        self.update()

    def _show_tool_tip(self, texts: Sequence[str], place: QPoint) -> None:
        QToolTip.showText(place, "".join(f"<p>{escape(text)}</p>" for text in texts), self)  # rich text is wrapped


def _of(group: Group) -> QColor:
    return _colour(is_own=group.is_of_autoencoder)


def _colour(*, is_own: bool) -> QColor:
    theme = colours()
    return QColor(theme.plot.validation if is_own else theme.accent)
