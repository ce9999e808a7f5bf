"""The layout of the window: the training panel on the left, and the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from gui.answers.row import AnswerRow
from gui.answers.samples_strip import SamplesStrip
from gui.look.theme import MARGIN_PX
from gui.loss.plot import LossPlot
from gui.pages.wiring import Verdicts
from gui.training.panel import TrainingPanel
from gui.widgets.fitting.scrolled import Scrolled
from gui.widgets.fitting.splitter import FittingSplitter
from gui.widgets.lazy_page import LazyPage
from gui.widgets.notice_bar import NoticeBar
from gui.window.layout.draw_page import DrawPage
from gui.window.memory import WindowMemory
from gui.window.notices.place import NoticePlace

_PANEL_SHARE = 0.45
"""The training panel takes at most this share of the window's width."""


class WindowBody(QWidget):
    """Makes the widgets of the window that are seen at once, and lays them out.

    Attributes:
        notice_bar: errors and notices, over the foot of the pages.
        training_panel: data, settings and the buttons that control a training.
        answer_row: the canvas, and the model's answer to the drawing.
        samples_strip: test images and their reconstructions.
        loss_plot: the losses of the runs.
        pages: the tabs beside the panel.

    Args:
        verdicts: its parts are shown here.
        runs_page: returns the page of the runs; called when it is first shown.
        pictures_page: the same of the page for a folder of pictures.
    """

    def __init__(
        self,
        verdicts: Verdicts,
        runs_page: Callable[[], QWidget],
        pictures_page: Callable[[], QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.notice_bar = NoticeBar(self)
        self.training_panel = TrainingPanel(self)
        self.answer_row = AnswerRow(self, threshold=verdicts.threshold)
        self.samples_strip = SamplesStrip(self)
        self.loss_plot = LossPlot(self)
        tools = self.answer_row.canvas.tools
        self.training_panel.add_damage_panel(LazyPage(self._damage_panel))
        tools.damage.toggled.connect(self.training_panel.show_damage_panel)

        self._lower = FittingSplitter(
            Qt.Orientation.Horizontal,
            self.loss_plot,
            _tabs(
                {
                    self.tr("Scores"): verdicts.histogram,
                    self.tr("Test set"): LazyPage(lambda: verdicts.evaluation),
                    self.tr("Suspicious"): LazyPage(lambda: verdicts.suspicious),
                }
            ),
        )
        self._lower.setStretchFactor(0, 3)
        self._lower.setStretchFactor(1, 2)
        self._lower.setSizes([540, 400])
        self._right = DrawPage(self.answer_row, verdicts.view, self.samples_strip, self._lower)
        self._runs = Scrolled(LazyPage(runs_page))
        self._pictures = Scrolled(LazyPage(pictures_page))
        self.pages = _tabs(
            {
                self.tr("Draw and train"): self._right,
                self.tr("Runs"): self._runs,
                self.tr("Results"): Scrolled(LazyPage(lambda: verdicts.results)),
                self.tr("One-class study"): Scrolled(LazyPage(lambda: verdicts.study)),
                self.tr("Faults"): Scrolled(LazyPage(lambda: verdicts.faults)),
                self.tr("Pictures"): self._pictures,
            }
        )
        self.pages.setObjectName("pages")

        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(self.training_panel)
        layout.addWidget(self.pages, 1)
        NoticePlace(self.notice_bar, self.pages, verdicts.view)

    @Slot()
    def show_runs_page(self) -> None:
        """Bring the page of the runs to the front."""
        self.pages.setCurrentWidget(self._runs)

    @Slot()
    def show_pictures_page(self) -> None:
        """Bring the page for a folder of pictures to the front."""
        self.pages.setCurrentWidget(self._pictures)

    @Slot()
    def show_draw_page(self) -> None:
        """Bring the first page to the front."""
        self.pages.setCurrentWidget(self._right)

    def restore(self, memory: WindowMemory) -> None:
        """Restore the positions of the splitters, and offer nothing that was dismissed."""
        if memory.is_mnist_offer_dismissed:
            self.training_panel.dataset_panel.mnist_offer.dismiss()
        for part, name in ((self._lower, "lower"), (self._right, "right")):
            orientation = part.orientation()  # which the state holds, too, and a damaged one wrongly
            part.restoreState(memory.splitter(name))
            part.setOrientation(orientation)

    def remember(self, memory: WindowMemory) -> None:
        """Save the positions of the splitters, and what was dismissed."""
        memory.is_mnist_offer_dismissed = self.training_panel.dataset_panel.mnist_offer.is_dismissed
        memory.remember_splitter("lower", self._lower.saveState())
        memory.remember_splitter("right", self._right.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the panel and the pages."""
        super().resizeEvent(event)
        self._share_width()

    def event(self, event: QEvent) -> bool:
        """Follow what the panel needs, e.g. after another font was chosen."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_width()
        return super().event(event)

    def _share_width(self) -> None:
        self.training_panel.setFixedWidth(
            min(self.training_panel.wanted_width_px(), round(_PANEL_SHARE * self.width()))
        )

    def _damage_panel(self) -> QWidget:
        from gui.canvas.damage.panel import DamagePanel

        return DamagePanel(self.answer_row.canvas)


def _tabs(pages: Mapping[str, QWidget]) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    tabs.setElideMode(Qt.TextElideMode.ElideNone)  # where they do not fit, they are scrolled
    for title, page in pages.items():
        tabs.addTab(page, title)
    return tabs
