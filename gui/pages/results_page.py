"""How well the verdicts separate normal from abnormal test images, and where they are wrong."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.protocol.events import Judged
from gui.look.icons import icon
from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.pages.class_rows import class_columns, class_table_rows
from gui.pages.comparison import comparison_sentence
from gui.pages.confusion import ConfusionView
from gui.pages.gallery import Choice, Gallery
from gui.pages.results import WRONG, Outcome, Results
from gui.pages.results_example import ResultsExample
from gui.pages.results_saving import ResultsSaving
from gui.pages.roc_view import RocView
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.tables.table_view import TableView
from gui.verdict.false_alarm_box import FalseAlarmBox
from gui.verdict.histogram_view import HistogramView
from gui.verdict.judge_by_box import JudgeByRow
from gui.verdict.threshold import Threshold
from gui.widgets.buttons import push_button, tool_button
from gui.widgets.card import Card
from gui.widgets.empty_state import EmptyState
from gui.widgets.example_state import ExampleState
from gui.widgets.fitting.scrolled import Scrolled
from gui.widgets.fitting.splitter import FittingSplitter


class ResultsPage(QWidget):
    """ROC, scores, confusion and classes of a judged test set, all following the threshold; and a gallery.

    Signals:
        judging_requested: the user wants the test set judged.
        sample_chosen: the user wants this image on the canvas: (height, width, channels) uint8.
        saved: a table or a figure was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Args:
        threshold: what divides normal from abnormal.
    """

    judging_requested = Signal()
    sample_chosen = Signal(object)
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultsPage")
        self._threshold = threshold
        self._results: Results | None = None
        self._state = AppState()

        self.judge_button = push_button(self, "judgeButton", self.tr("Evaluate"))
        self.judge_button.setToolTip(self.tr("Give a verdict on every test image"))
        self.judge_button.clicked.connect(self._request)
        self.roc = RocView(self)
        self.comparison = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.comparison.setObjectName("comparison")
        self._no_roc = EmptyState(
            "chart",
            self.tr(
                "No test image counts as normal, so there is no ROC: train with classes that the test set has."
            ),
        )
        self.histogram = HistogramView(threshold, self)
        self.histogram.setObjectName("resultHistogram")
        self.histogram.setAccessibleName(self.tr("Scores of normal and abnormal test images"))
        self.confusion = ConfusionView(self)
        self.classes = TableView("classTable", class_columns(), self)
        self.classes.setAccessibleName(self.tr("Classes of the test set"))
        self._no_classes = EmptyState(
            "table", self.tr("These images have no labels, so there are no classes to compare.")
        )
        self.gallery = Gallery(threshold, self)
        self.saving = ResultsSaving(self.classes.table, self.roc, self.histogram, self)
        self.saving.saved.connect(self.saved)
        self.saving.save_failed.connect(self.save_failed)
        self._save_button = tool_button(
            self, "saveResultsButton", drawn=icon("save"), tip=self.tr("Save the results")
        )
        self._save_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._save_button.setMenu(self.saving.menu)
        self._copies_note = QLabel(
            self.tr(
                "Abnormal: damaged copies of the test images, one fault each, since all of these images count as "
                "normal."
            ),
            self,
            wordWrap=True,
        )
        self._copies_note.setObjectName("damagedCopiesNote")
        self._copies_note.setProperty("role", "muted")
        self._copies_note.hide()
        self._empty = ExampleState(
            "", self.tr("the bundled model on pen digits; abnormal are damaged copies"), ResultsExample(self)
        )
        self._lay_out(FalseAlarmBox(threshold, self))

        self.histogram.bar_chosen.connect(self.gallery.choose)
        self.confusion.outcome_chosen.connect(self._choose_outcome)
        self.classes.row_chosen.connect(self.gallery.choose)
        self.gallery.chosen.connect(self._show_choice)
        self.gallery.sample_chosen.connect(self.sample_chosen)
        threshold.changed.connect(self._follow)
        self.apply_state(self._state)

    @Slot(object)
    def show_judged(self, event: Judged) -> None:
        """Show the judged test set, the worst first."""
        self._show_results(Results(event, self._threshold.judge_by))

    def _show_results(self, results: Results) -> None:
        self._results = results
        judged, scores = results.judged, results.verdicts.scores
        normal = (self.tr("normal images"), scores[judged.is_normal])
        name = self.tr("damaged copies") if judged.has_damaged_copies else self.tr("abnormal images")
        abnormal = (name, scores[~judged.is_normal])
        self._copies_note.setVisible(judged.has_damaged_copies)
        self.histogram.show_series([normal, abnormal], are_clickable=True)
        self.roc.show_curves({choice: verdicts.roc for choice, verdicts in judged.by.items()}, results.judge_by)
        self._roc_stack.setCurrentWidget(self._no_roc if results.verdicts.roc is None else self.roc)
        self._class_stack.setCurrentWidget(self._no_classes if judged.labels is None else self.classes)
        self.gallery.choose(WRONG)
        self._follow()
        self._show_page()

    def apply_state(self, state: AppState) -> None:
        """Let the button be used where the test set can be judged; else its tool tip says why not."""
        self._state = state
        apply_availability(self.judge_button, controls(state)[Control.EVALUATE_VERDICTS])
        self._show_page()

    @Slot()
    def clear(self) -> None:
        """Remove the results, e.g. because they are of another detector."""
        self._results = None
        self._copies_note.hide()
        self._show_page()

    @property
    def empty_text(self) -> str:
        """The sentence shown in place of the results; empty where there are results."""
        return self._empty.text if self._results is None else ""

    # --------------------------------------------------------------------------------------- following

    @Slot()
    def _follow(self) -> None:
        results = self._results
        if results is None or not self.isVisible():  # a hidden page catches up when it is shown
            return
        if self._threshold.judge_by is not results.judge_by and self._threshold.judge_by in results.judged.by:
            self._show_results(Results(results.judged, self._threshold.judge_by))
            return
        alarms = self._threshold.is_abnormal(results.verdicts.p_values)
        self.comparison.setText(comparison_sentence(results.judged, self._threshold.one_in))
        counts = results.counts(alarms)
        self.confusion.show_counts(counts)
        self.roc.show_point(_rates(counts) if self._threshold.can_judge else None, self._threshold.one_in)
        self.classes.show_rows(class_table_rows(results.class_rows(alarms), results.judged.label_names))
        self.gallery.show_results(results, alarms)

    @Slot(object)
    def _show_choice(self, choice: Choice) -> None:
        """Mark what the gallery shows where it was chosen."""
        is_cell = isinstance(choice, tuple) and len(choice) == 1
        self.confusion.show_choice(choice[0] if isinstance(choice, tuple) and is_cell else None)
        if not isinstance(choice, int):
            self.classes.clearSelection()

    @Slot(object)
    def _choose_outcome(self, outcome: Outcome) -> None:
        self.gallery.choose((outcome,))

    def _show_page(self) -> None:
        usual = self.tr("Train a model or open one to get verdicts on test images.")
        self._empty.set_text(
            self._state.missing_reason or usual
            if self._state.detector is None
            else self.tr("Evaluate to see how well normal and abnormal images are distinguished")
        )
        self._stack.setCurrentWidget(self._empty if self._results is None else self._scrolled)
        self.comparison.setVisible(self._results is not None)
        self._save_button.setEnabled(self._results is not None)

    @Slot()
    def _request(self) -> None:
        self.judging_requested.emit()

    def _lay_out(self, false_alarms: FalseAlarmBox) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(MARGIN_PX)
        bar.addWidget(false_alarms, 1)
        bar.addWidget(self._save_button, 0, Qt.AlignmentFlag.AlignTop)
        bar.addWidget(self.judge_button, 0, Qt.AlignmentFlag.AlignTop)
        self._roc_stack = _stacked(self.roc, self._no_roc)
        self._class_stack = _stacked(self.classes, self._no_classes)
        upper = FittingSplitter(
            Qt.Orientation.Horizontal,
            Card(self.tr("ROC"), self._roc_stack),
            Card(self.tr("Scores"), self.histogram),
            Card(self.tr("Confusion at the threshold"), self.confusion),
        )
        lower = FittingSplitter(
            Qt.Orientation.Horizontal,
            Card(self.tr("Classes"), self._class_stack),
            Card("", self.gallery),
        )
        body = FittingSplitter(Qt.Orientation.Vertical, upper, lower)
        self._scrolled = Scrolled(body, self)
        for splitter, stretches in ((upper, (30, 40, 30)), (lower, (60, 40)), (body, (50, 50))):
            splitter.setSizes([10 * stretch for stretch in stretches])
            for index, stretch in enumerate(stretches):
                splitter.setStretchFactor(index, stretch)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scrolled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(bar)
        choice = QHBoxLayout()
        choice.setSpacing(MARGIN_PX)
        choice.addWidget(JudgeByRow(self._threshold, self), 0, Qt.AlignmentFlag.AlignTop)
        choice.addWidget(self.comparison, 1)
        layout.addLayout(choice)
        layout.addWidget(self._copies_note)
        layout.addLayout(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the threshold."""
        super().showEvent(event)
        self._follow()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(1_000, 680)


def _rates(counts: Mapping[Outcome, int]) -> tuple[float, float] | None:
    """Return false and true positive rate, or None where one has no images."""
    normals = counts[Outcome.PASS] + counts[Outcome.FALSE_ALARM]
    abnormals = counts[Outcome.MISS] + counts[Outcome.HIT]
    if not normals or not abnormals:
        return None
    return counts[Outcome.FALSE_ALARM] / normals, counts[Outcome.HIT] / abnormals


def _stacked(*pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack
