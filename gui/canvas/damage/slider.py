"""One fault as a line: its name, a slider, its strength with the unit, and buttons to move or reset it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from engine.images.faults import Fault
from gui.canvas.damage import wording
from gui.look.icons import icon
from gui.look.theme import TIGHT_PX, restyle, tabular
from gui.widgets.buttons import tool_button
from gui.widgets.wheel_focus import WheelNeedsFocus

BUTTON_PX = 22
"""Side of the small buttons at the end of a line."""


class FaultSlider(QWidget):
    """Shows how strong a fault is, and lets the user choose another strength.

    Args:
        fault: what the slider stands for.

    Signals:
        dragged (str, float): the handle is held and moved; the fault's name, and the strength in its own unit.
        dropped (str): the handle was released.
        changed (str, float): the keys, the wheel, a click beside the handle, a double click or the reset button
            chose another strength.
        elsewhere_requested (str): choose other random places for the fault.
    """

    dragged = Signal(str, float)
    dropped = Signal(str)
    changed = Signal(str, float)
    elsewhere_requested = Signal(str)

    def __init__(self, fault: Fault, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault = fault
        self._step = wording.step_of(fault)
        tip = wording.tool_tip(fault)
        self.name_label = QLabel(wording.label(fault), self)
        self.name_label.setToolTip(tip)
        self.slider = ResettingSlider(self)
        self.slider.setObjectName(f"{fault.name}Slider")
        self.slider.setAccessibleName(wording.label(fault))
        self.slider.setAccessibleDescription(tip)
        self.slider.setRange(0, round(fault.high / self._step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setToolTip(tip + "\n" + self.tr("Double-click to remove it."))
        self.amount_label = QLabel(self)
        self.amount_label.setFont(tabular(self.amount_label.font()))
        self.amount_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._elsewhere = self._button("Elsewhere", "die", self.tr("Another place"))
        self._reset = self._button("Reset", "reset", self.tr("Remove this fault"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.name_label)
        layout.addSpacing(TIGHT_PX)
        layout.addWidget(self.slider, 1)
        layout.addSpacing(TIGHT_PX)
        layout.addWidget(self.amount_label)
        layout.addSpacing(TIGHT_PX)
        layout.addWidget(self._elsewhere)
        layout.addWidget(self._reset)
        self.slider.valueChanged.connect(self._choose)
        self.slider.sliderReleased.connect(self._drop)
        self.slider.reset_requested.connect(self._remove)
        self._reset.clicked.connect(self._remove)
        self._elsewhere.clicked.connect(self._ask_elsewhere)
        self.show_strength(0.0)

    def widest_amount_px(self) -> int:
        """Return how wide the widest strength is."""
        strengths = {self._step, self._fault.high}
        return max(
            self.amount_label.fontMetrics().horizontalAdvance(wording.amount(self._fault, strength))
            for strength in strengths
        )

    def show_strength(self, strength: float) -> None:
        """Show how strong the fault is, in its own unit; 0 where there is none."""
        with QSignalBlocker(self.slider):  # it is shown, not requested
            self.slider.setValue(round(strength / self._step))
        is_there = strength > 0
        self.amount_label.setText(wording.amount(self._fault, strength))
        role = "" if is_there else "muted"
        if self.amount_label.property("role") != role:
            self.amount_label.setProperty("role", role)
            restyle(self.amount_label)
        if not is_there and (self._reset.hasFocus() or self._elsewhere.hasFocus()):
            self.slider.setFocus()  # the button with the focus is about to be hidden
        self._reset.setVisible(is_there)
        self._elsewhere.setVisible(is_there and wording.has_places(self._fault))

    @Slot(int)
    def _choose(self, value: int) -> None:
        strength = min(value * self._step, self._fault.high)
        (self.dragged if self.slider.isSliderDown() else self.changed).emit(self._fault.name, strength)

    @Slot()
    def _drop(self) -> None:
        self.dropped.emit(self._fault.name)

    @Slot()
    def _remove(self) -> None:
        self.slider.setValue(0)

    @Slot()
    def _ask_elsewhere(self) -> None:
        self.elsewhere_requested.emit(self._fault.name)

    def _button(self, what: str, drawing: str, tip: str) -> QToolButton:
        button = tool_button(self, f"{self._fault.name}{what}", drawn=icon(drawing, "muted"), tip=tip)
        button.setAccessibleName(f"{wording.label(self._fault)}: {tip}")
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        button.setStyleSheet("QToolButton { padding: 1px; }")
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # or the sliders would have different lengths
        button.setSizePolicy(policy)
        return button


class ResettingSlider(WheelNeedsFocus, QSlider):
    """A slider that a double click resets.

    Signals:
        reset_requested: a double click.
    """

    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setMinimumWidth(48)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for a reset."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()
        event.accept()
