"""What can be done with the loss plot: the buttons above it and the menu behind the right mouse button."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gui.look.theme import ICON_PX, TIGHT_PX, icon
from gui.loss.series_key import SeriesKey


class LossPlotBar(QWidget):
    """The key of the lines, and buttons for the logarithmic axis, the list of runs and saving.

    Signals:
        log_changed: the loss axis is to be logarithmic (True) or linear.
        list_requested: the list of runs is to be shown (True) or hidden.
        reset_requested: show all epochs.
        clear_requested: forget the finished runs.
        save_requested: save, with a proposed file name (str) and a filter of names (str).

    Args:
        series: what "train", "validation" and "batch" are called.
    """

    log_changed = Signal(bool)
    list_requested = Signal(bool)
    reset_requested = Signal()
    clear_requested = Signal()
    save_requested = Signal(str, str)

    def __init__(self, series: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.log_action = QAction(self.tr("Logarithmic loss axis"), self, checkable=True)
        self.log_action.setIconText(self.tr("log"))
        self.log_action.toggled.connect(self.log_changed)
        self._list_action = QAction(icon("table"), self.tr("List the runs"), self, checkable=True)
        self._list_action.triggered.connect(self.list_requested)
        self._reset_action = QAction(icon("reset"), self.tr("Show all epochs"), self)
        self._reset_action.triggered.connect(self._ask_for_reset)
        self._clear_action = QAction(icon("clear"), self.tr("Clear finished runs"), self)
        self._clear_action.triggered.connect(self._ask_to_clear)
        self._save_menu = QMenu(self.tr("Save as an image or a table"), self)
        self._save_menu.setIcon(icon("save"))
        for text, name, name_filter in (
            (self.tr("PNG image…"), "loss.png", self.tr("PNG image (*.png)")),
            (self.tr("SVG drawing…"), "loss.svg", self.tr("SVG drawing (*.svg)")),
            (self.tr("PDF document…"), "loss.pdf", self.tr("PDF document (*.pdf)")),
            (self.tr("Table of numbers (CSV)…"), "loss.csv", self.tr("Table of numbers (*.csv)")),
        ):
            self._save_menu.addAction(text).setData((name, name_filter))
        self._save_menu.triggered.connect(self._ask_to_save)
        self._menu = QMenu(self)
        self._menu.addActions([self.log_action, self._reset_action, self._list_action, self._clear_action])
        self._menu.addSeparator()
        self._menu.addMenu(self._save_menu)

        log_button = self._button("lossLogButton", self.log_action)
        log_button.setProperty("chip", True)
        self._save_button = QToolButton()
        self._save_button.setObjectName("lossSaveButton")
        self._save_button.setIcon(icon("save"))
        self._save_button.setIconSize(QSize(ICON_PX, ICON_PX))
        self._save_button.setToolTip(self._save_menu.title())
        self._save_button.setAccessibleName(self._save_menu.title())
        self._save_button.setMenu(self._save_menu)
        self._save_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._save_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX // 2)
        layout.addWidget(SeriesKey(series), 1)
        layout.addWidget(log_button)
        layout.addWidget(self._button("lossListButton", self._list_action))
        layout.addWidget(self._save_button)

    def allow(self, *, use: bool, reset: bool, clear: bool) -> None:
        """Enable the controls that have something to act on.

        Args:
            use: whether there is a run.
            reset: whether the plot shows only some of the epochs.
            clear: whether there is a finished run.
        """
        for control in (self.log_action, self._list_action, self._save_menu.menuAction(), self._save_button):
            control.setEnabled(use)
        self._reset_action.setEnabled(reset)
        self._clear_action.setEnabled(clear)

    def mark_list(self, is_shown: bool) -> None:
        """Show whether the list of runs is shown."""
        self._list_action.setChecked(is_shown)

    def open_menu(self, place: QPoint) -> None:
        """Open the menu of everything at a place on the screen."""
        self._menu.popup(place)

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setDefaultAction(action)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setAccessibleName(action.text())
        return button

    @Slot()
    def _ask_for_reset(self) -> None:
        self.reset_requested.emit()

    @Slot()
    def _ask_to_clear(self) -> None:
        self.clear_requested.emit()

    @Slot(QAction)
    def _ask_to_save(self, action: QAction) -> None:
        name, name_filter = action.data()
        self.save_requested.emit(name, name_filter)
