"""The loss figure on the screen: a kept picture of all that stands still, and the current run's lines over it.

Importing this module imports matplotlib's Qt backend, and is for the window's thread: see `gui.loss.figure_loader`.
"""

from __future__ import annotations

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QWheelEvent

from gui.loss.annotations import AxisNames, paint_frame, paint_reading
from gui.loss.figure import LossFigure
from gui.loss.view_data import LossLook, LossView, PlotFrame, Reading

_ZOOM_PER_NOTCH = 0.8


class LossCanvas(FigureCanvasQTAgg):  # type: ignore[misc]  # matplotlib comes without types here
    """Shows a `LossFigure`. Matplotlib's own mouse and key events are left out: nobody listens to them.

    Signals:
        pointed: the mouse is at this QPointF, in logical pixels, or gone (None).
        zoom_requested: keep the epoch (float) where it is and show `factor` (float) times as many epochs.
        reset_requested: show all epochs again.

    Args:
        figure: the figure; from now on it belongs to this canvas.
        look: the colours and the size of letters that the figure has.
        names: what the axes are called.
    """

    pointed = Signal(object)
    zoom_requested = Signal(float, float)
    reset_requested = Signal()

    def __init__(self, figure: LossFigure, look: LossLook, names: AxisNames) -> None:
        super().__init__(figure.figure)
        self._figure = figure
        self._names = names
        self._frame: PlotFrame = figure.fit()
        self._background: object | None = None
        self._reading: Reading | None = None
        self._reading_text = ""
        self._take_look(look)

    def apply_look(self, look: LossLook) -> None:
        """Change the colours and the size of letters; `lay_out` has to follow."""
        self._take_look(look)
        self._figure.apply_look(look)

    def lay_out(self, view: LossView) -> None:
        """Draw everything anew (5 to 8 ms with ten finished runs)."""
        self._figure.show(view)
        self._background = None
        self.draw()

    def follow(self, view: LossView) -> None:
        """Draw the current run's lines anew (2 to 3 ms), or everything where they have left the limits."""
        if self._background is None or not self._figure.follow():
            self.lay_out(view)
            return
        self.restore_region(self._background)
        self._figure.draw_live()
        self.update()

    def draw(self) -> None:
        """Draw everything, for matplotlib, which calls this when the size or the screen changes."""
        self._frame = self._figure.fit()
        super().draw()
        self._background = self.copy_from_bbox(self.figure.bbox)
        self._figure.draw_live()

    def reading_at(self, place: QPointF) -> Reading | None:
        """Return the drawn point near a place in logical pixels, or None."""
        return self._figure.reading_at(place.x(), place.y())

    def show_reading(self, reading: Reading | None, text: str = "") -> None:
        """Mark a point and tell it, or take the mark away."""
        self._reading, self._reading_text = reading, text
        self.update()

    @property
    def frame(self) -> PlotFrame:
        """Where the curves are, and the numbers around them."""
        return self._frame

    @property
    def reading_text(self) -> str:
        """What the read-out tells; empty where there is none."""
        return self._reading_text if self._reading else ""

    def _take_look(self, look: LossLook) -> None:
        self._look = look
        # where a screen pixel is a fraction of a logical one, the figure leaves a gap at the edge
        self.setPalette(QPalette(QColor(look.colours.background)))

    # ------------------------------------------------------------------------------------ Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the letters over the figure."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_frame(painter, self._frame, self._look, self._names)
        if self._reading:
            paint_reading(painter, self._frame, self._look, self._reading, self._reading_text)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse is."""
        self.pointed.emit(event.position())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell where the mouse is."""
        self.pointed.emit(event.position())

    def leaveEvent(self, _event: QEvent) -> None:
        """Tell that the mouse is gone."""
        self.pointed.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ask to zoom around the epoch under the mouse."""
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom_requested.emit(self._frame.epoch_at(event.position().x()), _ZOOM_PER_NOTCH**notches)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for all epochs."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave it to the widgets around."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave it to the widgets around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it to the widgets around."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave it to the widgets around."""
        event.ignore()
