"""A field for one number that takes whatever is typed, so that the form can explain what is wrong with it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QSize, Signal, Slot
from PySide6.QtGui import QFontMetrics, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from engine.errors import UserError
from engine.settings import Field, plain_number, problem_of
from gui.widgets.wheel_focus import WheelNeedsFocus

Stepping = Callable[[float, int], float]
"""(number, steps up) -> number."""


def by_adding(increment: float) -> Stepping:
    """Return the stepping to the next multiples of the increment."""
    return lambda number, steps: round(_whole(number / increment, steps) * increment, 10)


def by_doubling(number: float, steps: int) -> float:
    """Step to the next powers of two."""
    return 2.0 ** _whole(math.log2(max(number, 0.5)), steps)


def _whole(position: float, steps: int) -> int:
    """Return the whole number so many steps above or below a position, which may lie between two."""
    near = math.floor(position + 1e-9) if steps > 0 else math.ceil(position - 1e-9)
    return near + steps


def by_1_2_5(number: float, steps: int) -> float:
    """Step along 0.001, 0.002, 0.005, 0.01, ..."""
    places = bisect_right if steps > 0 else bisect_left
    return _SERIES[max(0, min(len(_SERIES) - 1, places(_SERIES, number) + steps - (steps > 0)))]


_SERIES = [float(f"{digit}e{exponent}") for exponent in range(-9, 10) for digit in (1, 2, 5)]

STEPPINGS: Mapping[str, Stepping] = MappingProxyType(
    {
        "epochs": by_adding(1),
        "batch_size": by_doubling,
        "learning_rate": by_1_2_5,
        "validation_split": by_adding(0.05),
        "latent_dim": by_doubling,
        "noise_sd": by_adding(0.05),
        "mask_fraction": by_adding(0.05),
        "samples": by_1_2_5,
        "seed": by_adding(1),
    }
)


class NumberBox(WheelNeedsFocus, QAbstractSpinBox):
    """One number of the settings, typed (3e-4, 60,000) or stepped by arrows, keys and wheel.

    Args:
        field: its bounds and meaning.
        placeholder: the text in the empty field, where an empty field is allowed.

    Signals:
        value_edited: the user changed the text, key by key.
        value_committed: the user has finished: Enter, the focus moved on, or a step.
    """

    value_edited = Signal()
    value_committed = Signal()

    def __init__(self, field: Field, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._stepping = STEPPINGS[field.name]
        self.setAccelerated(True)
        self.setAccessibleName(QCoreApplication.translate("TrainingSettings", field.label))
        self.setToolTip(_tool_tip(field))
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.lineEdit().setPlaceholderText(placeholder)
        self.lineEdit().textEdited.connect(self.value_edited)
        self.editingFinished.connect(self.value_committed)

    def value(self) -> int | float | str | None:
        """Return the number, None for an empty field, or the text where it is no number."""
        return parsed(self.lineEdit().text(), is_integer=self._field.is_integer)

    def setValue(self, value: float | None) -> None:
        """Show a number, or None as an empty field; no signal is sent."""
        self.lineEdit().setText("" if value is None else f"{value:.12g}")

    def problem(self) -> UserError | None:
        """Return what is wrong with what is typed, or None."""
        value = self.value()
        if value is None and self._field.name != "samples":
            return UserError(
                "{label} is empty; enter {low} to {high}.",
                label=self._field.label,
                low=plain_number(self._field.low),
                high=plain_number(self._field.high),
            )
        return problem_of(self._field.name, value)

    @Slot(int)
    def stepBy(self, steps: int) -> None:
        """Step up, or down where `steps` is negative, within the bounds."""
        value = self.value()
        start = value if isinstance(value, int | float) else self._field.low
        stepped = min(max(self._stepping(start, steps), self._field.low), self._field.high)
        self.setValue(int(stepped) if self._field.is_integer else stepped)
        self.lineEdit().selectAll()
        self.value_edited.emit()
        self.value_committed.emit()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return which of the arrows can be used."""
        allowed = QAbstractSpinBox.StepEnabledFlag.StepNone
        value = self.value()
        if not isinstance(value, int | float) or value < self._field.high:
            allowed |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if isinstance(value, int | float) and value > self._field.low:
            allowed |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return allowed

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept whatever is typed; `problem` judges it."""
        return QValidator.State.Acceptable, text, position

    def sizeHint(self) -> QSize:
        """Return room for six digits."""
        width = QFontMetrics(self.font()).horizontalAdvance("0" * 6) + 36
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for three digits."""
        return QSize(48, super().minimumSizeHint().height())


def parsed(text: str, *, is_integer: bool) -> int | float | str | None:
    """Return what a person means by a text: a number, None for nothing, or the text itself.

    Args:
        text: as typed; "60,000" and "1e3" are whole numbers, "0,5" is a half.
        is_integer: whether a whole number is wanted.
    """
    text = text.strip()
    if not text:
        return None
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if is_integer and number.is_integer() else number


def _tool_tip(field: Field) -> str:
    explanation = QCoreApplication.translate("TrainingSettings", field.explanation)
    bounds = QCoreApplication.translate("TrainingSettings", "From {low} to {high} {unit}").format(
        low=plain_number(field.low),
        high=plain_number(field.high),
        unit=QCoreApplication.translate("TrainingSettings", field.unit) if field.unit else "",
    )
    return f"{explanation}\n{bounds.strip()}."
