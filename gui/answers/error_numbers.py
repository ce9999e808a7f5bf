"""The errors of one image in numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.look import theme
from gui.look.numbers import NO_NUMBER, fixed


class ErrorNumbers(QWidget):
    """MAE, MSE and BCE one below the other, in digits of equal width, so that they do not move while one draws."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.SPACING_PX)
        layout.setVerticalSpacing(1)
        layout.setColumnStretch(1, 1)
        self._mae = self._number(
            layout,
            "maeLabel",
            "MAE",
            self.tr("Mean absolute error of all pixels: 0 is exact, 1 is white for black."),
        )
        self._mse = self._number(
            layout,
            "mseLabel",
            "MSE",
            self.tr("Mean squared error of all pixels: large errors weigh more. 0 is exact."),
        )
        self._bce = self._number(
            layout,
            "bceLabel",
            "BCE",
            self.tr(
                "Mean binary cross-entropy of all pixels, in nats, the loss that most models are trained with.\n"
                "Grey pixels keep it above 0 even where they are exact."
            ),
        )
        self.show_nothing()

    def show_errors(self, mae: float, mse: float, bce: float) -> None:
        """Show the errors of one image: `mae` and `mse` 0..1, `bce` in nats a pixel."""
        for label, value in ((self._mae, mae), (self._mse, mse), (self._bce, bce)):
            label.setText(fixed(value, 4))

    def show_nothing(self) -> None:
        """Show that there is nothing to measure."""
        for label in (self._mae, self._mse, self._bce):
            label.setText(NO_NUMBER)

    def _number(self, layout: QGridLayout, name: str, caption: str, explanation: str) -> QLabel:
        title, value = QLabel(caption), QLabel()
        title.setProperty("role", "muted")
        value.setObjectName(name)
        value.setAccessibleName(caption)
        value.setFont(theme.tabular(value.font()))
        value.setMinimumWidth(value.fontMetrics().horizontalAdvance("0.0000") + theme.MARGIN_PX)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = layout.rowCount()
        for column, label in enumerate((title, value)):
            label.setToolTip(explanation)
            layout.addWidget(label, row, column)
        return value
