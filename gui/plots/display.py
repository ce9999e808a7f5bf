"""A widget that shows a chart once matplotlib is imported, and follows theme, font and content."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QFontInfo, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from gui.plots.loading import is_loaded, load_chart
from gui.plots.look import ChartLook, look_of
from gui.state.background_jobs import BackgroundJobs
from gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gui.plots.canvas import ChartCanvas
    from gui.plots.chart import Chart

LOAD_DELAY_MS = 200

AnyChart = TypeVar("AnyChart", bound="Chart")


class ChartDisplay(QWidget, Generic[AnyChart]):
    """Shows a chart. Matplotlib is imported in the background, a moment after the first one has been shown.

    Until then, and while there is nothing to draw, a sentence is shown in the chart's place. A subclass handles mouse
    and keys, and says what is drawn in three methods: `_make_chart`, `_fill_chart` and `_move_chart`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: AnyChart | None = None
        self._canvas: ChartCanvas | None = None
        self._has_begun_to_load = False
        self._error: ImportError | None = None
        self._empty_text = ""
        self._background = BackgroundJobs(self)
        self._placeholder = EmptyState("chart", "")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._placeholder)
        self._look_timer = QTimer(self, singleShot=True, interval=0)
        self._look_timer.timeout.connect(self.apply_theme)
        self._show_page()

    @property
    def chart(self) -> AnyChart | None:
        """The chart; None until matplotlib is imported."""
        return self._chart

    @property
    def placeholder_text(self) -> str:
        """The sentence in the chart's place; empty where the chart is shown."""
        return self._placeholder.text if self._stack.currentWidget() is self._placeholder else ""

    def set_empty_text(self, text: str) -> None:
        """Show a sentence in the chart's place, or the chart where the sentence is empty."""
        self._empty_text = text
        self._show_page()

    def renew(self) -> None:
        """Draw everything again, when it can be seen."""
        if self._canvas is not None:
            self._canvas.renew()

    def move_in_chart(self) -> None:
        """Draw the moving artists again, when they can be seen."""
        if self._canvas is not None:
            self._canvas.move()

    @Slot()
    def apply_theme(self) -> None:
        """Make a new chart where the theme's colours or the font size have changed; called by itself."""
        if self._chart is not None and self._chart.look != look_of(self):
            self._put(self._make_chart(look_of(self)))

    # ------------------------------------------------------------------------------ what is to be drawn

    def _make_chart(self, look: ChartLook) -> AnyChart:
        """Import the chart's module and return an empty chart. Called on another thread, so it must not use Qt."""
        raise NotImplementedError

    def _fill_chart(self, chart: AnyChart) -> None:
        """Give a chart all of its content."""
        raise NotImplementedError

    def _move_chart(self, chart: AnyChart) -> bool:
        """Update a chart's moving artists. Return False where that needs a new layout."""
        raise NotImplementedError

    # --------------------------------------------------------------------------------------- matplotlib

    @Slot()
    def _start_loading(self) -> None:
        family = QFontInfo(QApplication.font()).family()
        self._background.do(partial(load_chart, family, look_of(self), self._make_chart), self._receive_chart)

    def _receive_chart(self, loaded: Future[AnyChart]) -> None:
        try:
            chart = loaded.result()
            import gui.plots.canvas  # noqa: F401  # on this thread: it defines a subclass of a Qt class
        except ImportError as error:  # a broken installation must not take the rest of the window with it
            self._error = error
            self._show_page()
        else:
            self._put(chart)
            self.apply_theme()  # it may have changed meanwhile

    def _put(self, chart: AnyChart) -> None:
        from gui.plots.canvas import ChartCanvas

        if self._canvas is not None:
            self._stack.removeWidget(self._canvas)
            self._canvas.hide()
            self._canvas.deleteLater()
        self._chart = chart
        self._canvas = ChartCanvas(chart, partial(self._fill_chart, chart), partial(self._move_chart, chart))
        self._stack.addWidget(self._canvas)
        self._show_page()

    def _show_page(self) -> None:
        if self._error is not None:
            text = self.tr("The plot cannot be shown: {reason}. Everything else works.")
            self._placeholder.set_text(text.format(reason=self._error))
        else:
            self._placeholder.set_text(self._empty_text or self.tr("Loading the plot…"))
        is_ready = self._canvas is not None and not self._empty_text
        self._stack.setCurrentWidget(self._canvas if self._canvas is not None and is_ready else self._placeholder)

    # ------------------------------------------------------------------------------------ Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Import matplotlib a moment after this is first shown."""
        super().showEvent(event)
        if not self._has_begun_to_load:
            self._has_begun_to_load = True
            QTimer.singleShot(0 if is_loaded() else LOAD_DELAY_MS, self, self._start_loading)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font, once for several changes together."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._look_timer.start()
