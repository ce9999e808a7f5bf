"""A histogram of scores with a threshold to drag: normal images upwards, abnormal ones downwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.protocol.model_info import Floats
from gui.plots.display import ChartDisplay
from gui.plots.look import ChartLook
from gui.verdict.histogram_data import HistogramContent, HistogramMarks, ScoreRange, ScoreSeries, least_height_px
from gui.verdict.threshold import LEAST, Threshold

if TYPE_CHECKING:
    from gui.verdict.histogram_chart import HistogramChart

_REACH_PX = 8.0
_ROOM = 0.35
_STEP = 1.1


class HistogramView(ChartDisplay["HistogramChart"]):
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
        self._series: tuple[ScoreSeries, ...] = ()
        self._ticks: tuple[tuple[float, str], ...] = ()
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
            are_clickable: whether a click on a bar chooses it.
        """
        self._series = tuple(ScoreSeries(*one) for one in series)
        self._are_bars_clickable = are_clickable
        self.updateGeometry()
        self.renew()

    def show_mark(self, score: float | None, text: str = "") -> None:
        """Mark one score, e.g. that of the current drawing, or none."""
        self._mark, self._mark_text = score, text
        self.move_in_chart()

    @property
    def series(self) -> tuple[ScoreSeries, ...]:
        """The scores that are shown."""
        return self._series

    @property
    def mark(self) -> float | None:
        """The marked score."""
        return self._mark

    def line_x(self) -> float | None:
        """Return where the threshold's line is, in logical pixels, or None where there is none."""
        if self.chart is None or not self._threshold.can_judge:
            return None
        return self.chart.x_px(self._threshold.score)

    def bar_at(self, place: QPointF) -> ScoreRange | None:
        """Return the images behind the bar at a place, or None."""
        return None if self.chart is None else self.chart.bar_at(place.x(), place.y())

    # ------------------------------------------------------------------------------ what is to be drawn

    def make_filled(self, look: ChartLook) -> HistogramChart:
        """Return another chart of the same content, to save it."""
        chart = self._make_chart(look)
        self._fill_chart(chart)
        return chart

    def _make_chart(self, look: ChartLook) -> HistogramChart:
        from gui.verdict.histogram_chart import HistogramChart

        return HistogramChart(look)

    def _fill_chart(self, chart: HistogramChart) -> None:
        self._ticks = self._wanted_ticks()
        room = _ROOM if len(self._series) == 1 else 0.0
        normal_scores = self._threshold.normal_scores
        chart.show(HistogramContent(self._series, normal_scores, room, self._ticks, self.tr("more abnormal →")))
        self._move_chart(chart)

    def _move_chart(self, chart: HistogramChart) -> bool:
        threshold = self._threshold
        chart.show_marks(
            HistogramMarks(
                threshold.score if threshold.can_judge else None,
                self.tr("1 in {n:,}").format(n=threshold.one_in),
                self._mark,
                self._mark_text,
                self.hasFocus(),
            )
        )
        return self._ticks == self._wanted_ticks()

    def _wanted_ticks(self) -> tuple[tuple[float, str], ...]:
        kept = [one_in for one_in in (10, 100, 1_000) if one_in <= self._threshold.most]
        return tuple((self._threshold.score_at(one_in), self.tr("1 in {n:,}").format(n=one_in)) for one_in in kept)

    # -------------------------------------------------------------------------------------- following

    @Slot()
    def _follow(self) -> None:
        self.setAccessibleDescription(
            self.tr("Threshold at 1 in {n:,}. Arrow keys move it.").format(n=self._threshold.one_in)
        )
        self.move_in_chart()

    # ------------------------------------------------------------------------------------ Qt overrides

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(420, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which bars and texts can be read."""
        lines_below = max(len(self._series), 1)
        return QSize(
            15 * self.fontMetrics().height(),
            math.ceil(least_height_px(self.fontInfo().pixelSize(), lines_below=lines_below)),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the line, or choose a bar."""
        line = self.line_x()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if line is not None and abs(event.position().x() - line) <= _REACH_PX:
            self._is_dragging = True
        elif self._are_bars_clickable and (bar := self.bar_at(event.position())) is not None:
            self.bar_chosen.emit(bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line, or show by the mouse cursor what a click would do."""
        x = event.position().x()
        if self._is_dragging and self.chart is not None:
            self._threshold.request(self._threshold.nearest_to(self.chart.score_at(x)))
            return
        line = self.line_x()
        if line is not None and abs(x - line) <= _REACH_PX:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._are_bars_clickable and self.bar_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Stop dragging the line."""
        self._is_dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the threshold."""
        now = self._threshold.one_in
        requests = {
            Qt.Key.Key_Left: min(now - 1, math.floor(now / _STEP)),
            Qt.Key.Key_Right: max(now + 1, math.ceil(now * _STEP)),
            Qt.Key.Key_PageDown: now // 2,
            Qt.Key.Key_PageUp: now * 2,
            Qt.Key.Key_Home: LEAST,
            Qt.Key.Key_End: self._threshold.most,
        }
        one_in = requests.get(Qt.Key(event.key()))
        if one_in is None or not self._threshold.can_judge:
            event.ignore()
        else:
            self._threshold.request(min(one_in, self._threshold.most))

    def event(self, event: QEvent) -> bool:
        """Describe the line or the bar under the mouse in a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._text_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _text_at(self, place: QPointF) -> str:
        line = self.line_x()
        if line is not None and abs(place.x() - line) <= _REACH_PX:
            return self.tr("The threshold: drag it, or use the arrow keys.")
        bar = self.bar_at(place)
        if bar is None:
            return ""
        name, scores = self._series[bar.series]
        count = int(np.count_nonzero((scores >= bar.low) & (scores < bar.high)))
        text = self.tr("{count:,} of {total:,} {name}").format(count=count, total=len(scores), name=name)
        return f"{text}\n{self.tr('Click to see them.')}" if self._are_bars_clickable else text

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys move the line."""
        super().focusInEvent(event)
        self.move_in_chart()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys no longer move the line."""
        super().focusOutEvent(event)
        self.move_in_chart()
