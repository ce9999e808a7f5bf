"""A histogram of scores with a threshold to drag: normal images upwards, abnormal ones downwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.model_info import Floats
from gui.look.theme import colours
from gui.verdict.histogram_painting import (
    HistogramFrame,
    HistogramPicture,
    Series,
    frame_in,
    paint_histogram,
)
from gui.verdict.score_axis import ScoreAxis
from gui.verdict.threshold import LEAST, Threshold

_REACH_PX = 8.0
_BIN_PX = 7.0
_ROOM = 0.35
_STEP = 1.1


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The images behind one bar.

    Attributes:
        series: 0 for what stands upwards, 1 for what hangs down.
        low: the lowest score in the bar.
        high: the lowest score beyond it.
    """

    series: int
    low: float
    high: float


class HistogramView(QWidget):
    """Shows scores and moves the threshold: drag its line, or use the arrow keys, Page Up and Down, Home and End.

    Signals:
        bar_chosen: the user clicked a bar: a `ScoreRange`.

    Args:
        threshold: what the line shows and moves.
    """

    bar_chosen = Signal(object)

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threshold = threshold
        self._series: tuple[tuple[str, Floats], ...] = ()
        self._axis = ScoreAxis()
        self._bars: tuple[Series, ...] = ()
        self._edges = self._axis.edges(1)
        self._mark: float | None = None
        self._mark_text = ""
        self._is_dragging = False
        self._are_bars_clickable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        threshold.changed.connect(self._follow)

    def show_series(self, series: Sequence[tuple[str, Floats]], *, are_clickable: bool = False) -> None:
        """Show one or two kinds of scores.

        Args:
            series: what they are called, and (n,) float32 scores; the first upwards, the second downwards.
            are_clickable: whether a click on a bar means something.
        """
        self._series = tuple(series)
        self._are_bars_clickable = are_clickable
        room = _ROOM if len(series) == 1 else 0.0
        self._axis = ScoreAxis.around(self._threshold.normal_scores, *(scores for _, scores in series), room=room)
        self._count()

    def show_mark(self, score: float | None, text: str = "") -> None:
        """Mark one score, e.g. that of the current drawing, or none."""
        self._mark, self._mark_text = score, text
        self.update()

    @property
    def mark(self) -> float | None:
        """The marked score."""
        return self._mark

    def picture(self) -> HistogramPicture:
        """Return all that is to be seen, to paint it elsewhere."""
        can_judge = self._threshold.can_judge
        kept = [one_in for one_in in (10, 100, 1_000) if one_in <= self._threshold.most]
        ticks = [(one_in, self._threshold.score_at(one_in)) for one_in in kept]
        return HistogramPicture(
            self._bars,
            self._axis.place(self._threshold.score) if can_judge else None,
            self.tr("1 in {n:,}").format(n=self._threshold.one_in),
            tuple((self._axis.place(score), self.tr("1 in {n:,}").format(n=one_in)) for one_in, score in ticks),
            None if self._mark is None else self._axis.place(self._mark),
            self._mark_text,
            self.tr("more abnormal →"),
        )

    def line_x(self) -> float | None:
        """Return where the threshold's line is, in logical pixels, or None where there is none."""
        if not self._threshold.can_judge:
            return None
        return self._frame().x(self._axis.place(self._threshold.score))

    def bar_at(self, place: QPointF) -> ScoreRange | None:
        """Return the images behind the bar at a place, or None."""
        frame = self._frame()
        if not self._bars or not frame.area.contains(place):
            return None
        count = len(self._edges) - 1
        column = min(int((place.x() - frame.area.left()) / frame.area.width() * count), count - 1)
        series = int(len(self._bars) == 2 and place.y() > frame.baseline)
        if self._bars[series].counts[column] == 0:
            return None
        return ScoreRange(series, float(self._edges[column]), float(self._edges[column + 1]))

    # -------------------------------------------------------------------------------------- following

    @Slot()
    def _follow(self) -> None:
        self.setAccessibleDescription(
            self.tr("Threshold at 1 in {n:,}. Arrow keys move it.").format(n=self._threshold.one_in)
        )
        self.update()

    def _count(self) -> None:
        """Count the scores in bins as wide as a few pixels of the present width."""
        bins = max(12, min(96, int(self._frame().area.width() / _BIN_PX)))
        self._edges = self._axis.edges(bins)
        self._bars = tuple(
            Series(name, tuple(np.histogram(scores, self._edges)[0].tolist()), len(scores))
            for name, scores in self._series
        )
        self.update()

    def _frame(self) -> HistogramFrame:
        return frame_in(QRectF(self.rect()), self.fontMetrics().height(), has_two=len(self._series) == 2)

    # ------------------------------------------------------------------------------------ Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the histogram."""
        painter = QPainter(self)
        paint_histogram(painter, self._frame(), self.picture(), colours(), has_focus=self.hasFocus())
        painter.end()

    def resizeEvent(self, _event: object) -> None:
        """Count anew, in bins that suit the width."""
        self._count()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(420, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which bars and letters can be told."""
        return QSize(220, 64)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line, or choose a bar."""
        line = self.line_x()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if line is not None and abs(event.position().x() - line) <= _REACH_PX:
            self._is_dragging = True
        elif self._are_bars_clickable and (bar := self.bar_at(event.position())) is not None:
            self.bar_chosen.emit(bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line, or show by the pointer what a click would do."""
        x = event.position().x()
        if self._is_dragging:
            frame = self._frame()
            self._threshold.request(
                self._threshold.nearest_to(self._axis.score((x - frame.area.left()) / frame.area.width()))
            )
            return
        line = self.line_x()
        if line is not None and abs(x - line) <= _REACH_PX:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._are_bars_clickable and self.bar_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the line."""
        self._is_dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the threshold."""
        now = self._threshold.one_in
        wishes = {
            Qt.Key.Key_Left: min(now - 1, math.floor(now / _STEP)),
            Qt.Key.Key_Right: max(now + 1, math.ceil(now * _STEP)),
            Qt.Key.Key_PageDown: now // 2,
            Qt.Key.Key_PageUp: now * 2,
            Qt.Key.Key_Home: LEAST,
            Qt.Key.Key_End: self._threshold.most,
        }
        wish = wishes.get(Qt.Key(event.key()))
        if wish is None or not self._threshold.can_judge:
            event.ignore()
        else:
            self._threshold.request(min(wish, self._threshold.most))

    def event(self, event: QEvent) -> bool:
        """Tell the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _told(self, place: QPointF) -> str:
        line = self.line_x()
        if line is not None and abs(place.x() - line) <= _REACH_PX:
            return self.tr("The threshold: drag it, or use the arrow keys.")
        bar = self.bar_at(place)
        if bar is None:
            return ""
        series = self._bars[bar.series]
        count = series.counts[int(np.searchsorted(self._edges, bar.low, side="right")) - 1]
        text = self.tr("{count:,} of {total:,} {name}").format(count=count, total=series.total, name=series.name)
        return f"{text}\n{self.tr('Click to see them.')}" if self._are_bars_clickable else text

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._count()
