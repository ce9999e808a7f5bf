"""The layout of the window: the training panel on the left, and the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from gui.answers.row import AnswerRow
from gui.answers.samples_strip import SamplesStrip
from gui.look.theme import MARGIN_PX
from gui.loss.plot import LossPlot
from gui.pages.wiring import Verdicts
from gui.training.panel import TrainingPanel
from gui.widgets.lazy_page import LazyPage
from gui.widgets.notice_bar import NoticeBar
from gui.window.memory import WindowMemory


class WindowBody(QWidget):
    """Makes the widgets of the window that are seen at once, and lays them out.

    Attributes:
        notice_bar: errors and notices, above everything else.
        training_panel: data, settings and the buttons that control a training.
        answer_row: the canvas, and the model's answer to the drawing.
        samples_strip: test images and their reconstructions.
        loss_plot: the losses of the runs.
        pages: the tabs beside the panel.

    Args:
        verdicts: its parts are shown here.
        runs_page: returns the page of the runs; called when it is first shown.
    """

    def __init__(
        self, verdicts: Verdicts, runs_page: Callable[[], QWidget], parent: QWidget | None = None
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

        self._lower = _splitter(
            Qt.Orientation.Horizontal,
            self.loss_plot,
            _tabs(
                {
                    self.tr("Scores"): verdicts.histogram,
                    self.tr("Test set"): LazyPage(lambda: verdicts.evaluation),
                }
            ),
        )
        self._lower.setStretchFactor(0, 3)
        self._lower.setStretchFactor(1, 2)
        self._lower.setSizes([540, 400])
        self._right = _splitter(
            Qt.Orientation.Vertical,
            _AnswersColumn(self.answer_row, (verdicts.view, self.samples_strip), self),
            self._lower,
        )
        self._right.setStretchFactor(0, 1)
        self._right.setStretchFactor(1, 1)
        self._right.setSizes([10_000, 1_000])  # the upper part takes all that it can use
        self._runs = LazyPage(runs_page)
        self.pages = _tabs(
            {
                self.tr("Draw and train"): self._right,
                self.tr("Runs"): self._runs,
                self.tr("Results"): LazyPage(lambda: verdicts.results),
                self.tr("One-class study"): LazyPage(lambda: verdicts.study),
                self.tr("Faults"): LazyPage(lambda: verdicts.faults),
            }
        )
        self.pages.setObjectName("pages")

        beside = QHBoxLayout()
        beside.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 0)
        beside.setSpacing(MARGIN_PX)
        beside.addWidget(self.training_panel)
        beside.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice_bar)
        layout.addLayout(beside, 1)

    @Slot()
    def show_runs_page(self) -> None:
        """Bring the page of the runs to the front."""
        self.pages.setCurrentWidget(self._runs)

    def restore(self, memory: WindowMemory) -> None:
        """Restore the positions of the splitters, and offer nothing that was dismissed."""
        if memory.is_mnist_offer_dismissed:
            self.training_panel.dataset_panel.mnist_offer.dismiss()
        for splitter, name in ((self._lower, "lower"), (self._right, "right")):
            orientation = splitter.orientation()  # which the state holds, too, and a damaged one wrongly
            splitter.restoreState(memory.splitter(name))
            splitter.setOrientation(orientation)

    def remember(self, memory: WindowMemory) -> None:
        """Save the positions of the splitters, and what was dismissed."""
        memory.is_mnist_offer_dismissed = self.training_panel.dataset_panel.mnist_offer.is_dismissed
        memory.remember_splitter("lower", self._lower.saveState())
        memory.remember_splitter("right", self._right.saveState())

    def _damage_panel(self) -> QWidget:
        from gui.canvas.damage.panel import DamagePanel

        return DamagePanel(self.answer_row.canvas)


class _AnswersColumn(QWidget):
    """Stacks widgets and grows no higher than they can use at its width; the rest is for what is below it.

    Args:
        growing: the widget on top, which takes the height that is left.
        fixed: the widgets below it, which know their own heights.
    """

    def __init__(self, growing: QWidget, fixed: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._growing = growing
        self._fixed = fixed
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(growing, 1)
        for widget in fixed:
            layout.addWidget(widget)
            widget.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Limit the height by the new width."""
        super().resizeEvent(event)
        self._limit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Update the largest height when a widget below changes its height."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._limit_height()
        return super().eventFilter(watched, event)

    def _limit_height(self) -> None:
        below = sum(MARGIN_PX + widget.height() for widget in self._fixed if not widget.isHidden())
        self.setMaximumHeight(self._growing.heightForWidth(self.width()) + below)


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    for part in parts:
        splitter.addWidget(part)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(MARGIN_PX)
    return splitter


def _tabs(pages: Mapping[str, QWidget]) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    for title, page in pages.items():
        tabs.addTab(page, title)
    return tabs
