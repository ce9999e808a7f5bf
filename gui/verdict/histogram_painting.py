"""Painting a histogram of scores, on the screen and into files alike."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from gui.look.colours import Colours
from gui.look.theme import TIGHT_PX

_HANDLE_PX = 5.0


class Series(NamedTuple):
    """One kind of scores, counted.

    Attributes:
        name: what they are called, e.g. "normal images".
        counts: how many fall into each bin, from the left.
        total: how many there are, also off the axis.
    """

    name: str
    counts: tuple[int, ...]
    total: int


class HistogramPicture(NamedTuple):
    """All that is to be seen; places are 0..1 along the axis.

    Attributes:
        series: one kind of scores, or two.
        threshold: the place of the line, or None.
        threshold_text: what the line says.
        ticks: places with their texts.
        mark: the place of the marked score, or None; it may be off the axis.
        mark_text: what the mark says.
        axis_text: what the axis is.
    """

    series: tuple[Series, ...]
    threshold: float | None
    threshold_text: str
    ticks: tuple[tuple[float, str], ...]
    mark: float | None
    mark_text: str
    axis_text: str


class HistogramFrame(NamedTuple):
    """Where things are, in logical pixels.

    Attributes:
        area: the bars' room.
        baseline: from where they rise and hang.
        line_px: height of a line of text.
    """

    area: QRectF
    baseline: float
    line_px: float

    def x(self, place: float) -> float:
        """Return the x of a place on the axis."""
        return self.area.left() + place * self.area.width()


def frame_in(room: QRectF, line_px: float, *, has_two: bool) -> HistogramFrame:
    """Return the frame that fits a room: two lines of text stand above the bars, two below."""
    area = room.adjusted(1.0, 2 * line_px + 2, -1.0, -(2 * line_px + TIGHT_PX))
    baseline = area.top() + 0.5 * area.height() if has_two else area.bottom()
    return HistogramFrame(area, baseline, line_px)


def paint_histogram(
    painter: QPainter, frame: HistogramFrame, picture: HistogramPicture, theme: Colours, *, has_focus: bool = False
) -> None:
    """Paint everything."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    area = frame.area
    if picture.threshold is not None:
        beyond = QRectF(QPointF(frame.x(picture.threshold), area.top()), area.bottomRight())
        painter.fillRect(beyond, QColor(theme.error_field))
    for row, series in enumerate(picture.series):
        _paint_bars(painter, frame, series, picture, theme, is_down=row == 1)
    painter.setPen(QPen(QColor(theme.plot.text), 1))
    painter.drawLine(QLineF(area.left(), frame.baseline, area.right(), frame.baseline))
    _paint_axis(painter, frame, picture, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _paint_threshold(painter, frame, picture, theme, has_focus=has_focus)
    _paint_mark(painter, frame, picture, theme)
    if len(picture.series) == 2:
        _paint_names(painter, frame, picture, theme)


def _paint_bars(
    painter: QPainter,
    frame: HistogramFrame,
    series: Series,
    picture: HistogramPicture,
    theme: Colours,
    *,
    is_down: bool,
) -> None:
    highest = max(series.counts, default=0)
    if highest == 0:
        return
    reach = (frame.area.bottom() - frame.baseline if is_down else frame.baseline - frame.area.top()) - 1
    width = frame.area.width() / len(series.counts)
    colour = QColor(theme.plot.validation if is_down else theme.plot.train)
    calm = QColor(colour)
    calm.setAlphaF(0.72)
    for index, count in enumerate(series.counts):
        if count == 0:
            continue
        height = max(2.0, reach * count / highest)  # a single image is seen, too
        left = round(frame.area.left() + index * width)
        right = round(frame.area.left() + (index + 1) * width) - 1
        top = frame.baseline if is_down else frame.baseline - height
        bar = QRectF(left, round(top), max(1, right - left), round(height))
        is_beyond = picture.threshold is not None and (index + 0.5) / len(series.counts) > picture.threshold
        if is_beyond:  # hatched, so that colour is not all that tells them apart
            painter.fillRect(bar, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0, 0, -1, -1))
        else:
            painter.fillRect(bar, calm)


def _paint_axis(painter: QPainter, frame: HistogramFrame, picture: HistogramPicture, theme: Colours) -> None:
    metrics = painter.fontMetrics()
    bottom = frame.area.bottom()
    last_right = -1e9
    painter.setPen(QColor(theme.muted))
    for place, text in picture.ticks:
        x = frame.x(place)
        width = metrics.horizontalAdvance(text)
        left = min(max(x - width / 2, 0.0), frame.area.right() - width)
        painter.drawLine(QLineF(x, bottom, x, bottom + TIGHT_PX))
        if left > last_right + 2 * TIGHT_PX:
            painter.drawText(QPointF(left, bottom + TIGHT_PX + metrics.ascent()), text)
            last_right = left + width
    line = QRectF(0, bottom + TIGHT_PX + frame.line_px, frame.area.right(), frame.line_px)
    taken = (
        metrics.horizontalAdvance(_name(picture.series[1], 1)) + 2 * TIGHT_PX if len(picture.series) == 2 else 0
    )
    if metrics.horizontalAdvance(picture.axis_text) + taken <= line.width():
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, picture.axis_text)


def _paint_threshold(
    painter: QPainter, frame: HistogramFrame, picture: HistogramPicture, theme: Colours, *, has_focus: bool
) -> None:
    """Paint line, handle and label."""
    if picture.threshold is None:
        return
    x = frame.x(picture.threshold)
    colour = QColor(theme.error)
    painter.setPen(QPen(colour, 2 if has_focus else 1.5))
    painter.drawLine(QLineF(x, frame.line_px, x, frame.area.bottom()))
    painter.setBrush(colour)
    painter.setPen(QPen(QColor(theme.text), 1.5) if has_focus else QPen(colour, 1))
    painter.drawEllipse(QPointF(x, frame.line_px + _HANDLE_PX), _HANDLE_PX, _HANDLE_PX)
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(picture.threshold_text)
    left = min(max(x - width / 2, 0.0), frame.area.right() - width)
    painter.setPen(colour)
    painter.drawText(QPointF(left, metrics.ascent()), picture.threshold_text)


def _paint_mark(painter: QPainter, frame: HistogramFrame, picture: HistogramPicture, theme: Colours) -> None:
    if picture.mark is None:
        return
    x = frame.x(min(max(picture.mark, 0.0), 1.0))
    painter.setPen(QPen(QColor(theme.text), 2))
    top = frame.area.top()
    painter.drawLine(QLineF(x, top, x, frame.area.bottom()))
    painter.setBrush(QColor(theme.text))
    painter.setPen(Qt.PenStyle.NoPen)
    if picture.mark > 1.0:  # off the axis: an arrow that points there
        y = top + 7
        painter.drawPolygon(QPolygonF([QPointF(x - 8, y - 5), QPointF(x - 8, y + 5), QPointF(x, y)]))
    else:
        painter.drawPolygon(QPolygonF([QPointF(x - 5, top - 5), QPointF(x + 5, top - 5), QPointF(x, top + 2)]))
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(picture.mark_text)
    line_x = None if picture.threshold is None else frame.x(picture.threshold)
    has_room = x + 9 + width <= frame.area.right() and not (line_x and x - 6 < line_x < x + 15 + width)
    left = x + 9 if has_room else x - 9 - width
    room = QRectF(left, top - frame.line_px + 1, width, frame.line_px)
    painter.setPen(QColor(theme.text))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, picture.mark_text)


def _paint_names(painter: QPainter, frame: HistogramFrame, picture: HistogramPicture, theme: Colours) -> None:
    for row, series in enumerate(picture.series):
        box = QRectF(frame.area.left(), 0, frame.area.width(), frame.line_px)
        box.moveTop(0 if row == 0 else frame.area.bottom() + TIGHT_PX + frame.line_px)
        colour = theme.plot.train if row == 0 else theme.plot.validation
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _name(series, row))


def _name(series: Series, row: int) -> str:
    return f"{'↑' if row == 0 else '↓'} {series.name} ({series.total:,})"
