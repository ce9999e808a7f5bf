"""The current model's errors on the test set, overall and class by class."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from engine.protocol.events import Evaluated
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX
from gui.pages.error_rows import error_columns, error_table_rows
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.tables.table_buttons import TableButtons
from gui.tables.table_view import TableView
from gui.widgets.buttons import push_button
from gui.widgets.empty_state import EmptyState


class EvaluationPage(QFrame):
    """A button that asks for an evaluation, and a table of errors, to sort, to copy and to save.

    Signals:
        evaluate_requested: the user wants the current model's errors on the test set.
        saved: the table was saved to this file (`pathlib.Path`).
        save_failed: the table could not be saved, with the `UserError`.
    """

    evaluate_requested = Signal()
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evaluationView")
        self.setProperty("card", True)
        title = QLabel(self.tr("On the test set"))
        title.setProperty("role", "title")
        self._dataset_label = QLabel()
        self._dataset_label.setProperty("role", "muted")
        self._dataset_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.view = TableView("evaluationTable", error_columns(), self)
        self.view.setAccessibleName(self.tr("Errors on the test set"))
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        names = "copyEvaluationButton", "saveEvaluationButton"
        self.buttons = TableButtons(self.view, names, "evaluation.csv")
        self.buttons.saved.connect(self.saved)
        self.buttons.save_failed.connect(self.save_failed)
        self.evaluate_button = push_button(self, "evaluateButton", self.tr("Evaluate"))
        self.evaluate_button.setToolTip(self.tr("Measure the current model's errors on all test images"))
        self.evaluate_button.clicked.connect(self._request)

        self._empty = EmptyState("table", self.tr("Evaluate to see the errors of the model, class by class"))
        self._lay_out(title)
        self.clear()

    @Slot(object)
    def show_rows(self, event: Evaluated) -> None:
        """Show an evaluation, sorted like the one before."""
        self.view.show_rows(error_table_rows(event.rows, event.label_names))
        self._dataset_label.setText(event.dataset)
        self._show_page()

    @Slot()
    def clear(self) -> None:
        """Remove the evaluation, e.g. because of another model."""
        self.view.show_rows(())
        self._dataset_label.clear()
        self._show_page()

    def apply_state(self, state: AppState) -> None:
        """Let the button be used while the engine can evaluate; else its tool tip says why not."""
        apply_availability(self.evaluate_button, controls(state)[Control.EVALUATE])

    @property
    def is_empty(self) -> bool:
        """Whether there is no evaluation to see."""
        return self.view.table.rowCount() == 0

    @Slot()
    def _request(self) -> None:
        self.evaluate_requested.emit()

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self._empty if self.is_empty else self.view)

    def _lay_out(self, title: QLabel) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(TIGHT_PX)
        bar.addWidget(title)
        bar.addSpacing(SPACING_PX)
        bar.addWidget(self._dataset_label, 1)
        bar.addWidget(self.buttons)
        bar.addWidget(self.evaluate_button)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, SPACING_PX, SPACING_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)

    # ------------------------------------------------------------------------------------ Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Return room for the buttons and a few rows."""
        return QSize(360, 150)

    def sizeHint(self) -> QSize:
        """Return room for the row of all images and ten classes."""
        return QSize(420, 320)
