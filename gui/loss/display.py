"""The loss plot's picture: it comes with matplotlib, follows the run, and tells the point under the mouse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QFontInfo, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from gui.look.theme import plot_colours
from gui.loss.annotations import AxisNames
from gui.loss.figure_loader import load_figure
from gui.loss.view_data import LossLook, LossView, Reading
from gui.state.background_jobs import BackgroundJobs
from gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from gui.loss.canvas import LossCanvas
    from gui.loss.figure import LossFigure

REDRAW_MS = 100
LOAD_DELAY_MS = 200
_LEAST_EPOCHS_SHOWN = 0.02


class LossDisplay(QWidget):
    """Draws a `LossView` at most every 100 ms, and only while it can be seen.

    Matplotlib is imported in the background, a moment after this has first been shown. Until it is there, and
    while there is no run, a sentence stands in the picture's place.

    Signals:
        zoomed: another part of the epoch axis is to be shown: (first, last), or None for all.
        redrawn: the picture has caught up with the run.

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
        self._has_runs = False
        self._is_stale = True
        self._mouse: QPointF | None = None
        self._canvas: LossCanvas | None = None
        self._has_begun_to_load = False
        self._error: ImportError | None = None
        self._background = BackgroundJobs(self)
        self._placeholder = EmptyState("chart", "")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._placeholder)
        self._load_timer = self._single_shot(LOAD_DELAY_MS, self._start_loading)
        self._redraw_timer = self._single_shot(REDRAW_MS, self.redraw)
        self._show_page()

    def show_view(self, view: LossView, *, has_runs: bool) -> None:
        """Show other runs, or the same ones otherwise.

        Args:
            view: what to draw.
            has_runs: whether there is any run, be it hidden.
        """
        self._view = view
        self._has_runs = has_runs
        self._is_stale = True
        self._show_page()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Take in what the current run has gained, soon."""
        if not self._redraw_timer.isActive():
            self._redraw_timer.start()

    @Slot()
    def redraw(self) -> None:
        """Bring the picture up to date now. A picture that cannot be seen is left until it can."""
        self.redrawn.emit()
        if self._canvas is None or not self._canvas.isVisible():
            return
        if self._is_stale:
            self._canvas.lay_out(self._view)
        else:
            self._canvas.follow(self._view)
        self._is_stale = False
        self._read()

    def apply_theme(self) -> None:
        """Take the theme's colours and the size of letters."""
        if self._canvas is not None:
            self._canvas.apply_look(self._look())
            self._is_stale = True
            self.follow()

    @property
    def canvas(self) -> LossCanvas | None:
        """The picture, once matplotlib is there."""
        return self._canvas

    @property
    def placeholder_text(self) -> str:
        """The sentence in the picture's place; empty where the picture is shown."""
        return self._placeholder.text if self._stack.currentWidget() is self._placeholder else ""

    # --------------------------------------------------------------------------------------- matplotlib

    @Slot()
    def _start_loading(self) -> None:
        self._background.do(partial(load_figure, self._look()), self._take_figure)

    def _take_figure(self, loaded: Future[LossFigure]) -> None:
        try:
            figure = loaded.result()
            from gui.loss.canvas import LossCanvas
        except ImportError as error:  # a broken installation must not take the rest of the window with it
            self._error = error
        else:
            self._canvas = LossCanvas(figure, self._look(), self._names)
            self._canvas.setAccessibleName(self.tr("Plot of the loss over the epochs"))
            self._canvas.pointed.connect(self._point)
            self._canvas.zoom_requested.connect(self._zoom)
            self._canvas.reset_requested.connect(self.reset_zoom)
            self._stack.addWidget(self._canvas)
            self.apply_theme()
        self._show_page()
        self.follow()

    def _show_page(self) -> None:
        if self._error is not None:
            text = self.tr("The plot cannot be shown: {reason}. Training works all the same.")
            self._placeholder.set_text(text.format(reason=self._error))
        elif self._has_runs:
            self._placeholder.set_text(self.tr("The plot is on its way…"))
        else:
            self._placeholder.set_text(self.tr("Train to see the loss fall here"))
        is_ready = self._canvas is not None and self._has_runs
        self._stack.setCurrentWidget(self._canvas if self._canvas is not None and is_ready else self._placeholder)

    def _look(self) -> LossLook:
        return LossLook(plot_colours(), float(QFontInfo(self.font()).pixelSize()))

    def _single_shot(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    # -------------------------------------------------------------------------------- mouse and reading

    @Slot(object)
    def _point(self, place: QPointF | None) -> None:
        self._mouse = place
        self._read()

    def _read(self) -> None:
        if self._canvas is not None:
            reading = self._canvas.reading_at(self._mouse) if self._mouse is not None else None
            self._canvas.show_reading(reading, self._told(reading) if reading else "")

    def _told(self, reading: Reading) -> str:
        template = self.tr("{run}\n{series}, epoch {epoch}\nLoss {loss}")
        return template.format(
            run=reading.run.name,
            series=self._series[reading.series],
            epoch=f"{reading.epoch:.4g}",
            loss=f"{reading.loss:.4g}",
        )

    @Slot(float, float)
    def _zoom(self, epoch: float, factor: float) -> None:
        assert self._canvas is not None
        frame = self._canvas.frame
        everything = self._view.epochs
        first = max(0.0, epoch - (epoch - frame.first_epoch) * factor)
        last = min(everything, epoch + (frame.last_epoch - epoch) * factor)
        if first <= 0.0 and last >= everything:
            self.zoomed.emit(None)
        elif last - first >= _LEAST_EPOCHS_SHOWN:
            self.zoomed.emit((first, last))

    @Slot()
    def reset_zoom(self) -> None:
        """Ask for all epochs."""
        self.zoomed.emit(None)

    # ------------------------------------------------------------------------------------ Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Import matplotlib a moment after the first time, and draw what has come while it was hidden."""
        super().showEvent(event)
        if not self._has_begun_to_load:
            self._has_begun_to_load = True
            self._load_timer.start()
        self.follow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.apply_theme()
