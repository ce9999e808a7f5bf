"""A chart on the screen, drawn with blitting: a cached background, and the moving artists over it.

Import this module on the window's thread only: it imports matplotlib's Qt backend, see `gui.plots.loading`.
"""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEvent, QPalette

from gui.plots.chart import Chart


class ChartCanvas(FigureCanvasQTAgg):  # type: ignore[misc]  # matplotlib comes without types here
    """Shows a `Chart`, brought up to date just before it is painted. Mouse and keys are for the widget around it.

    Args:
        chart: the chart; from now on its figure belongs to this canvas.
        fill: gives the chart all of its content.
        move: updates only the moving artists; returns False where that needs a new layout.
    """

    def __init__(self, chart: Chart, fill: Callable[[], None], move: Callable[[], bool]) -> None:
        super().__init__(chart.figure)
        self._chart = chart
        self._fill = fill
        self._move = move
        self._background: object | None = None
        self._is_stale = True
        self._has_moved = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # where a screen pixel is a fraction of a logical one, the figure leaves a gap at the edge
        self.setPalette(QPalette(QColor(chart.look.colours.plot.background)))

    def renew(self) -> None:
        """Draw everything again at the next paint event."""
        self._is_stale = True
        self.update()

    def move(self) -> None:
        """Draw the moving artists again at the next paint event."""
        self._has_moved = True
        self.update()

    def draw(self) -> None:
        """Draw everything, for matplotlib, which also calls this when the size or the screen changes."""
        if self._is_stale:
            self._is_stale = False
            self._fill()
        self._chart.fit()
        super().draw()
        self._background = self.copy_from_bbox(self.figure.bbox)
        self._chart.draw_moving()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Update the picture and paint it."""
        has_moved, self._has_moved = self._has_moved, False
        if self._is_stale or (has_moved and not self._move()):
            self._is_stale = True
            self.draw_idle()  # at once, or together with a pending resize
        elif has_moved and self._background is not None:
            self.restore_region(self._background)
            self._chart.draw_moving()
        super().paintEvent(event)
