"""The errors of one image in numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.look import theme
from gui.look.numbers import NO_NUMBER, fixed
from gui.widgets.error_measures import ERROR_MEASURES, explain_error_measure


class ErrorNumbers(QWidget):
    """MAE, MSE and BCE one below the other, in digits of equal width, so that they do not move while one draws."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.SPACING_PX)
        layout.setVerticalSpacing(1)
        layout.setColumnStretch(1, 1)
        self._mae, self._mse, self._bce = (self._number(layout, measure) for measure in ERROR_MEASURES)
        self.show_nothing()

    def show_errors(self, mae: float, mse: float, bce: float) -> None:
        """Show the errors of one image: `mae` and `mse` 0..1, `bce` in nats a pixel."""
        for label, value in ((self._mae, mae), (self._mse, mse), (self._bce, bce)):
            label.setText(fixed(value, 4))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, a line for each measure."""
        return tuple(f"{label.accessibleName()} {label.text()}" for label in (self._mae, self._mse, self._bce))

    def show_nothing(self) -> None:
        """Show that there is nothing to measure."""
        for label in (self._mae, self._mse, self._bce):
            label.setText(NO_NUMBER)

    def _number(self, layout: QGridLayout, measure: str) -> QLabel:
        caption = measure.upper()
        title, value = QLabel(caption), QLabel()
        title.setProperty("role", "muted")
        value.setObjectName(f"{measure}Label")
        value.setAccessibleName(caption)
        value.setFont(theme.tabular(value.font()))
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance("0.0000") + theme.MARGIN_PX)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = layout.rowCount()
        for column, label in enumerate((title, value)):
            explain_error_measure(label, measure)
            layout.addWidget(label, row, column)
        return value
