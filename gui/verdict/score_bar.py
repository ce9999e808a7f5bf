"""The score as one bar of what each kind of evidence contributes, against the threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.results import EvidenceKind, JudgeBy
from gui.look.numbers import fixed
from gui.look.theme import TIGHT_PX, colours
from gui.verdict.contributions import Contribution, Group, group_names, groups_of, written
from gui.verdict.threshold import Threshold

_BAR_PX = 14.0
_SWATCH_PX = 9.0
_GAP_PX = 2.0
_HEADROOM = 1.06
_LINE_ENDS_PX = 3.0  # by so much the threshold's line is longer than the bar is high, at both ends
_LEAST_BEYOND_PX = 3.0  # so that an image just beyond the threshold is seen to be


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
        self._groups = groups_of(kinds, contributions, score)
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
        left, end, found = 0.0, self.reach_x(), []
        for group in self.groups:
            for part in group.parts:
                right = min(left + self._x(part.value), end)
                if right - left >= 1.0:
                    found.append((part, QRectF(left, self._top(), right - left, _BAR_PX)))
                left = right
        return found

    def reach_x(self) -> float:
        """Return where the bar ends, in px: beyond the line just where the verdict is, however small the difference."""
        end = self._x(self._score)
        if not self._threshold.can_judge:
            return end
        line = self.line_x()
        return max(end, line + _LEAST_BEYOND_PX) if self.is_beyond else min(end, line)

    def line_x(self) -> float:
        """Return where the threshold's line is, in px."""
        return self._x(self._threshold.score) if self._threshold.can_judge else 0.0

    def describe(self, part: Contribution) -> str:
        """Return what the tool tip says of one piece."""
        return self.tr("{label}: {value} of the score of {score}.").format(
            label=part.kind.label, value=written(part.hundredths), score=fixed(self._score, 2)
        )

    # --------------------------------------------------------------------------------------- geometry

    def _full(self) -> float:
        line = self._threshold.score if self._threshold.can_judge else 0.0
        return max(2 * line, self._score, 1e-6) * _HEADROOM

    def _x(self, value: float) -> float:
        full = self._full()
        return self.width() * min(max(value, 0.0) / full, 1.0) if math.isfinite(value + full) else 0.0

    def _line_px(self) -> float:
        return float(self.fontMetrics().height())

    def _top(self) -> float:
        return self._line_px() + _LINE_ENDS_PX

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
        line, colour = self.line_x(), theme.error if self.is_beyond else theme.muted
        painter.setPen(QPen(QColor(theme.error), 1.5))
        bottom = self._top() + _BAR_PX + _LINE_ENDS_PX
        painter.drawLine(QLineF(line, self._line_px(), line, bottom))
        metrics = QFontMetricsF(self.font())
        promise = self.tr("1 in {n:,}").format(n=self._threshold.one_in)
        left = max(0.0, line - metrics.horizontalAdvance(promise) / 2)
        self._paint_text(painter, promise, left, 0.0, colour)
        score = self.tr("Score {score}").format(score=fixed(self._score, 2))
        score_left = self.width() - metrics.horizontalAdvance(score)
        if score_left > left + metrics.horizontalAdvance(promise) + TIGHT_PX:
            self._paint_text(painter, score, score_left, 0.0, colour)
        text_left = _SWATCH_PX + TIGHT_PX
        for group in self.groups:
            swatch = QRectF(0, bottom + (self._line_px() - _SWATCH_PX) / 2, _SWATCH_PX, _SWATCH_PX)
            painter.fillRect(swatch, _colour(is_own=group.is_of_autoencoder))
            text = group.describe(lambda text: text_left + metrics.horizontalAdvance(text) <= self.width())
            self._paint_text(painter, text, text_left, bottom, theme.text)
            bottom += self._line_px()
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        theme = colours()
        track = QRectF(0, self._top(), self.width(), _BAR_PX)
        painter.fillRect(track, QColor(theme.pressed))
        pieces = self.pieces()
        for part, place in pieces:
            is_own = part.kind.is_of_autoencoder
            painter.fillRect(place.adjusted(0, 0, -min(_GAP_PX, place.width() / 2), 0), _colour(is_own=is_own))
        if self.is_beyond:  # hatched beyond the line, so that it is seen without colours, too
            beyond = QRectF(self.line_x(), self._top(), self.reach_x() - self.line_x(), _BAR_PX)
            painter.fillRect(beyond, QColor(theme.error))
            painter.fillRect(beyond, QBrush(QColor(theme.error_field), Qt.BrushStyle.BDiagPattern))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for place in (track, *(piece for _, piece in pieces[self._current : self._current + 1])):
                painter.setPen(QPen(QColor(theme.text), 1.5))
                painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _paint_text(self, painter: QPainter, text: str, left: float, top: float, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(left, top + QFontMetricsF(self.font()).ascent()), text)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        least = self.minimumSizeHint()
        return QSize(2 * least.width(), least.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the bar with the line's text above it and the two groups below, without their parts."""
        widest = max(self.fontMetrics().horizontalAdvance(f"{name} 00.00") for name in group_names().values())
        height = 3 * self._line_px() + _BAR_PX + 2 * _LINE_ENDS_PX
        return QSize(round(_SWATCH_PX + TIGHT_PX + widest), round(height))

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


def _colour(*, is_own: bool) -> QColor:
    theme = colours()
    return QColor(theme.plot.validation if is_own else theme.accent)
