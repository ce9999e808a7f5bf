"""The kinds of evidence as bars against the threshold, so that the reasons for a verdict can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.results import EvidenceKind
from gui.look.numbers import rarity
from gui.look.theme import MARGIN_PX, TIGHT_PX, colours
from gui.verdict.threshold import Threshold

_BAR_PX = 8.0
_LEAST_COLUMN_PX = 132
_LABEL_SHARE = 0.62
"""The labels take at most this share of a column."""
_HEADROOM = 1.08


class EvidenceBars(QWidget):
    """One bar a kind, all on the scale of surprise, with the threshold as a line through them.

    Where not all fit, the most surprising ones are shown; the screen reader's description names all. Up and Down select
    one after the other and show its tool tip, as the mouse does.

    Args:
        threshold: where the line stands.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceBars")
        self.setAccessibleName(self.tr("Evidence against the threshold"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._threshold = threshold
        self._kinds: tuple[EvidenceKind, ...] = ()
        self._surprise: tuple[float, ...] = ()
        self._is_abnormal = True
        self._current = 0
        threshold.changed.connect(self._follow)

    def set_kinds(self, kinds: Sequence[EvidenceKind]) -> None:
        """Take the kinds of another detector; the bars are empty until `show_evidence`."""
        self._kinds = tuple(kinds)
        self._surprise = (0.0,) * len(self._kinds)
        self._current = 0
        self._follow()

    def show_evidence(self, surprise: Sequence[float], *, is_abnormal: bool) -> None:
        """Show the surprise of each kind, in their order.

        Args:
            surprise: of each kind.
            is_abnormal: the verdict that it led to. Where that is normal, no bar is red: of eight kinds, one alone is
                beyond the threshold now and then.
        """
        self._surprise = tuple(map(float, surprise))
        self._is_abnormal = is_abnormal
        self._follow()

    @property
    def beyond(self) -> tuple[str, ...]:
        """The labels of the kinds at or beyond the threshold, the most surprising first."""
        order = sorted(range(len(self._kinds)), key=lambda kind: -self._surprise[kind])
        return tuple(self._kinds[kind].label for kind in order if self._threshold.is_beyond(self._surprise[kind]))

    def shown(self) -> tuple[int, ...]:
        """Return the numbers of the kinds that fit, in their order."""
        rows, columns = self._grid()
        order = sorted(range(len(self._kinds)), key=lambda kind: -self._surprise[kind])
        return tuple(sorted(order[: rows * columns]))

    def describe(self, kind: int) -> str:
        """Return what the tool tip and the screen reader say about one kind."""
        surprise = self._surprise[kind]
        place = (
            self.tr("beyond the threshold")
            if self._threshold.is_beyond(surprise)
            else self.tr("below the threshold")
        )
        template = self.tr("{label}: about 1 normal image in {rarity} looks like this, {place} of 1 in {n:,}.")
        text = template.format(
            label=self._kinds[kind].label,
            rarity=rarity(surprise, self._threshold.normals),
            place=place,
            n=self._threshold.one_in,
        )
        if self._threshold.is_beyond(surprise) and not self._is_abnormal:
            text += self.tr(
                " Alone that does not make the image abnormal: all the evidence together stays below the threshold."
            )
        return text

    def cell(self, position: int) -> QRectF:
        """Return the rectangle of the bar at a position among those shown, with its label."""
        rows, columns = self._grid()
        width = (self.width() - (columns - 1) * MARGIN_PX) / columns
        column, row = divmod(position, rows)
        return QRectF(column * (width + MARGIN_PX), self._head_px() + row * self._row_px(), width, self._row_px())

    @Slot()
    def _follow(self) -> None:
        self.setAccessibleDescription(" ".join(map(self.describe, range(len(self._kinds)))))
        self.update()

    def _row_px(self) -> float:
        return float(self.fontMetrics().height() + 1)

    def _head_px(self) -> float:
        return float(self.fontMetrics().height())

    def _grid(self) -> tuple[int, int]:
        """Return rows and columns: as few columns as the height allows, as many as the width allows at most."""
        rows = max(1, int((self.height() - self._head_px()) / self._row_px()))
        wanted = max(1, math.ceil(len(self._kinds) / rows))
        columns = max(1, min(wanted, int((self.width() + MARGIN_PX) / (_LEAST_COLUMN_PX + MARGIN_PX))))
        return max(1, min(rows, math.ceil(len(self._kinds) / columns))), columns

    def _kind_at(self, place: QPointF) -> int | None:
        for position, kind in enumerate(self.shown()):
            if self.cell(position).contains(place):
                return kind
        return None

    # ------------------------------------------------------------------------------------ Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, and the threshold's line through each column of them."""
        if not self._kinds:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        rows, _ = self._grid()
        full = max(math.log10(self._threshold.normals + 1), self._threshold.surprise) * _HEADROOM
        shown = self.shown()
        bold = QFontMetricsF(self._label_font(is_beyond=True))  # the width for all, so that no bar moves
        widest = max(bold.horizontalAdvance(kind.label) for kind in self._kinds)
        if len(shown) < len(self._kinds):
            painter.setPen(QColor(theme.muted))
            text = self.tr("{shown} of {all}").format(shown=len(shown), all=len(self._kinds))
            painter.drawText(QPointF(0.0, self.fontMetrics().ascent()), text)
        for position, kind in enumerate(shown):
            cell = self.cell(position)
            track = _track(cell, widest)
            line_x = track.left() + track.width() * self._threshold.surprise / full
            if position % rows == 0:
                below = min(rows, len(shown) - position)
                self._paint_line(painter, line_x, cell, below, QColor(theme.error))
            surprise = self._surprise[kind]
            is_beyond = self._is_abnormal and self._threshold.is_beyond(surprise)
            self._paint_label(painter, kind, cell, track, is_beyond=is_beyond)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRect(track)
            filled = QRectF(track)
            filled.setWidth(track.width() * min(max(surprise, 0.0) / full, 1.0))
            painter.setBrush(QColor(theme.error if is_beyond else theme.accent))
            painter.drawRect(filled)
            if is_beyond:  # hatched beyond the line, so that it is seen without colours, too
                filled.setLeft(line_x)
                painter.setBrush(QBrush(QColor(theme.error_field), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(filled)
            painter.setPen(QPen(QColor(theme.error), 1.5))
            painter.drawLine(QLineF(line_x, track.top() - 2, line_x, track.bottom() + 2))
            if self.hasFocus() and kind == self._current:
                painter.setPen(QPen(QColor(theme.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_line(self, painter: QPainter, x: float, cell: QRectF, rows: int, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QLineF(x, cell.top() - 1, x, cell.top() + rows * cell.height()))
        text = self.tr("1 in {n:,}").format(n=self._threshold.one_in)
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text)
        left = min(max(x - width / 2, cell.left()), cell.right() - width)
        painter.drawText(QPointF(left, metrics.ascent()), text)

    def _paint_label(self, painter: QPainter, kind: int, cell: QRectF, track: QRectF, *, is_beyond: bool) -> None:
        theme = colours()
        font = self._label_font(is_beyond=is_beyond)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if is_beyond else theme.muted))
        box = QRectF(cell.left(), cell.top(), track.left() - cell.left() - 2 * TIGHT_PX, cell.height())
        text = QFontMetricsF(font).elidedText(self._kinds[kind].label, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(self.font())

    def _label_font(self, *, is_beyond: bool) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if is_beyond else QFont.Weight.Normal)
        return font

    def sizeHint(self) -> QSize:
        """Return the size of all kinds in two columns."""
        rows = math.ceil(max(len(self._kinds), 1) / 2)
        return QSize(2 * 200, round(self._head_px() + rows * self._row_px()))

    def minimumSizeHint(self) -> QSize:
        """Return the size of three of them."""
        return QSize(_LEAST_COLUMN_PX, round(self._head_px() + 3 * self._row_px()))

    def event(self, event: QEvent) -> bool:
        """Show the tool tip of the kind under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            kind = self._kind_at(QPointF(event.pos()))
            self._show_tool_tip(kind, event.globalPos())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select the next or the previous kind, and show its tool tip."""
        shown = self.shown()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not shown:
            event.ignore()
            return
        before = shown.index(self._current) if self._current in shown else 0
        position = min(max(before + step, 0), len(shown) - 1)
        self._current = shown[position]
        self._show_tool_tip(self._current, self.mapToGlobal(self.cell(position).bottomLeft().toPoint()))
        self.update()

    def _show_tool_tip(self, kind: int | None, place: QPoint) -> None:
        if kind is None:
            QToolTip.hideText()
            return
        words = (self.describe(kind), self._kinds[kind].explanation)
        QToolTip.showText(place, "".join(f"<p>{escape(text)}</p>" for text in words), self)  # rich text is wrapped


def _track(cell: QRectF, widest_label_px: float) -> QRectF:
    """Return where the bar of a cell can be, right of the labels."""
    left = cell.left() + min(2 * TIGHT_PX + widest_label_px, _LABEL_SHARE * cell.width())
    return QRectF(left, cell.center().y() - _BAR_PX / 2, cell.right() - left, _BAR_PX)
