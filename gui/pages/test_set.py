"""How well the current model does on the test set, overall and class by class."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from engine.protocol.events import Evaluated
from gui.look.theme import ICON_PX, MARGIN_PX, SPACING_PX, TIGHT_PX, icon
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.tables.csv_file import save_csv
from gui.tables.evaluation_table import EvaluationTable
from gui.widgets.empty_state import EmptyState
from gui.widgets.save_dialog import ask_where_to_save

_SORT_MARK_PX = 2


class EvaluationView(QFrame):
    """A button that asks for an evaluation, and its table, to sort, to copy and to save.

    Signals:
        evaluate_requested: the user wants the current model judged on the test set.
        saved: the table stands in this file (`pathlib.Path`).
        save_failed: the table could not be saved, with the `UserError`.
    """

    evaluate_requested = Signal()
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evaluationView")
        self._state = AppState()
        self.setProperty("card", True)
        title = QLabel(self.tr("On the test set"))
        title.setProperty("role", "title")
        self._dataset_label = QLabel()
        self._dataset_label.setProperty("role", "muted")
        self._dataset_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._copy_button = self._button("copyEvaluationButton", "copy", self.tr("Copy the table (Ctrl+C in it)"))
        self._copy_button.clicked.connect(self.copy)
        self._save_button = self._button("saveEvaluationButton", "save", self.tr("Save the table as CSV"))
        self._save_button.clicked.connect(self._ask_where_to_save)
        self.evaluate_button = QPushButton(self.tr("Evaluate"))
        self.evaluate_button.setObjectName("evaluateButton")
        self.evaluate_button.setToolTip(self.tr("Measure the current model's errors on all test images"))
        self.evaluate_button.clicked.connect(self._request)

        self.table = EvaluationTable(self)
        self._view = QTableView()
        self._view.setObjectName("evaluationTable")
        self._view.setAccessibleName(self.tr("Errors on the test set"))
        self._view.setModel(self.table)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setShowGrid(False)
        self._view.setStyleSheet("QTableView::item { padding: 0px 6px; }")  # in line with the header's texts
        self._view.setTabKeyNavigation(False)
        self._view.verticalHeader().hide()
        self._view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * TIGHT_PX)
        header = self._view.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(self.fontMetrics().horizontalAdvance("10,000") + 2 * 6 + _SORT_MARK_PX)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self._view.setSortingEnabled(True)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

        self._empty = EmptyState("table", self.tr("Evaluate to see the errors of the model, class by class"))
        self._lay_out(title)
        self.clear()

    @Slot(object)
    def show_rows(self, event: Evaluated) -> None:
        """Show an evaluation, sorted as the one before was."""
        self.table.show_rows(event.rows)
        header = self._view.horizontalHeader()
        self._view.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._dataset_label.setText(event.dataset)
        self._show_page()

    @Slot()
    def clear(self) -> None:
        """Forget the evaluation, e.g. since another model is there."""
        self.table.show_rows(())
        self._dataset_label.clear()
        self._show_page()

    def apply_state(self, state: AppState) -> None:
        """Let the button be used while the engine can evaluate; else its tool tip says why not.

        An evaluation of another model, or on other data, is forgotten.
        """
        had, self._state = self._state, state
        if state.model is not had.model or state.dataset is not had.dataset:
            self.clear()
        apply_availability(self.evaluate_button, controls(state)[Control.EVALUATE])

    @property
    def is_empty(self) -> bool:
        """Whether there is no evaluation to see."""
        return self.table.rowCount() == 0

    @Slot()
    def copy(self) -> None:
        """Put the table on the clipboard, a tab between the columns, as spreadsheets take it."""
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in self.table.texts()) + "\n")

    def save_csv(self, path: Path) -> None:
        """Save the table as comma-separated values in UTF-8.

        Raises:
            UserError: the file cannot be written.
        """
        save_csv(path, self.table.texts())

    @Slot(str)
    def save(self, path: str) -> None:
        """Save the table, and tell by a signal how it went."""
        try:
            self.save_csv(Path(path))
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(Path(path))

    @Slot()
    def _ask_where_to_save(self) -> None:
        ask_where_to_save(
            self, self.tr("Save the evaluation"), self.tr("Table of numbers (*.csv)"), "evaluation.csv", self.save
        )

    @Slot()
    def _request(self) -> None:
        self.evaluate_requested.emit()

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self._empty if self.is_empty else self._view)
        for button in (self._copy_button, self._save_button):
            button.setEnabled(not self.is_empty)

    def _lay_out(self, title: QLabel) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(TIGHT_PX)
        bar.addWidget(title)
        bar.addSpacing(SPACING_PX)
        bar.addWidget(self._dataset_label, 1)
        bar.addWidget(self._copy_button)
        bar.addWidget(self._save_button)
        bar.addWidget(self.evaluate_button)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, SPACING_PX, SPACING_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)

    def _button(self, name: str, icon_name: str, tool_tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setToolTip(tool_tip)
        button.setAccessibleName(tool_tip)
        return button

    # ------------------------------------------------------------------------------------ Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Return room for the buttons and a few rows."""
        return QSize(352, 150)

    def sizeHint(self) -> QSize:
        """Return room for the row of all images and ten classes."""
        return QSize(420, 320)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the marked row in the new theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._view.viewport().update()
