"""The loss plot's chart: it follows the run, and describes the point under the mouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QMouseEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.loss.view_data import AxisNames, LossView, Reading
from gui.plots.display import ChartDisplay
from gui.plots.look import ChartLook

if TYPE_CHECKING:
    from gui.loss.chart import LossChart

REDRAW_MS = 100
_LEAST_EPOCHS_SHOWN = 0.02
_ZOOM_PER_NOTCH = 0.8


class LossDisplay(ChartDisplay["LossChart"]):
    """Draws a `LossView` at most every 100 ms, and only while it can be seen.

    Signals:
        zoomed: another part of the epoch axis is to be shown: (first, last), or None for all.
        redrawn: the chart shows the run's latest losses.

    Args:
        names: what the axes are called.
        series: what "batch", "train" and "validation" are called.
    """

    zoomed = Signal(object)
    redrawn = Signal()

    def __init__(self, names: AxisNames, series: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._series = series
        self._view = LossView()
        self._mouse: QPointF | None = None
        self._reading_text = ""
        self._redraw_timer = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._redraw_timer.timeout.connect(self.redraw)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Plot of the loss over the epochs"))
        self.show_view(self._view, has_runs=False)

    def show_view(self, view: LossView, *, has_runs: bool) -> None:
        """Show other runs, or the same runs in another way.

        Args:
            view: what to draw.
            has_runs: whether there is any run, also a hidden one.
        """
        self._view = view
        self.set_empty_text("" if has_runs else self.tr("Train to see the loss fall here"))
        self.renew()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Draw the current run's new losses, within 100 ms."""
        if not self._redraw_timer.isActive():
            self._redraw_timer.start()

    @Slot()
    def redraw(self) -> None:
        """Draw the chart as it is now, or when it can be seen."""
        self.redrawn.emit()
        self.move_in_chart()

    @property
    def reading_text(self) -> str:
        """The text beside the point under the mouse; empty where there is none."""
        return self._reading_text

    # ------------------------------------------------------------------------------ what is to be drawn

    def _make_chart(self, look: ChartLook) -> LossChart:
        from gui.loss.chart import LossChart

        return LossChart(look, self._names)

    def _fill_chart(self, chart: LossChart) -> None:
        chart.show(self._view)
        self._read(chart)

    def _move_chart(self, chart: LossChart) -> bool:
        is_within = chart.follow()
        self._read(chart)
        return is_within

    # -------------------------------------------------------------------------------- mouse and reading

    def _read(self, chart: LossChart) -> None:
        reading = chart.reading_at(self._mouse.x(), self._mouse.y()) if self._mouse is not None else None
        self._reading_text = self._text_of(reading) if reading else ""
        chart.show_reading(reading, self._reading_text)

    def _text_of(self, reading: Reading) -> str:
        template = self.tr("{run}\n{series}, epoch {epoch}\nLoss {loss}")
        return template.format(
            run=reading.run.name,
            series=self._series[reading.series],
            epoch=f"{reading.epoch:.4g}",
            loss=f"{reading.loss:.4g}",
        )

    @Slot()
    def reset_zoom(self) -> None:
        """Ask for all epochs."""
        self.zoomed.emit(None)

    def _point(self, place: QPointF | None) -> None:
        self._mouse = place
        self.move_in_chart()

    # ------------------------------------------------------------------------------------ Qt overrides

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the point under the mouse."""
        self._point(event.position())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Read the point under the mouse."""
        self._point(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        """Remove the reading."""
        self._point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the epoch under the mouse."""
        notches = event.angleDelta().y() / 120
        event.accept()
        if not notches or self.chart is None:
            return
        factor = _ZOOM_PER_NOTCH**notches
        epoch = self.chart.epoch_at(event.position().x())
        shown = self.chart.epochs_shown
        first = max(0.0, epoch - (epoch - shown[0]) * factor)
        last = min(self._view.epochs, epoch + (shown[1] - epoch) * factor)
        if first <= 0.0 and last >= self._view.epochs:
            self.zoomed.emit(None)
        elif last - first >= _LEAST_EPOCHS_SHOWN:
            self.zoomed.emit((first, last))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for all epochs."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_zoom()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has come while it was hidden."""
        super().showEvent(event)
        self.follow()
