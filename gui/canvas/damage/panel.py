"""The damage tools: every fault as a slider, and marks that the user draws."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.images.faults import FAULTS
from gui.canvas.canvas import DrawingCanvas
from gui.canvas.damage.brush import LEAST_SIDE_PX, MOST_SIDE_PX
from gui.canvas.damage.slider import BUTTON_PX, FaultSlider, ResettingSlider
from gui.look.icons import icon
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX, restyle, tabular
from gui.widgets.buttons import tool_button

_DEFAULT_SIDE_PX = 8


class DamagePanel(QFrame):
    """Damages what is on a canvas. It is shown and hidden by `canvas.tools.damage`.

    Moving a slider previews the damage and the verdict follows; releasing it makes a step that can be undone.

    Args:
        canvas: what is damaged.
    """

    def __init__(self, canvas: DrawingCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("damagePanel")
        self.setAccessibleName(self.tr("Damage tools"))
        self.setProperty("card", True)
        self._canvas = canvas
        self._damage_model = canvas.damage_model
        self._brush = canvas.damage_brush
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "muted")
        self._sliders = {fault.name: FaultSlider(fault, self) for fault in FAULTS.values()}
        self._side = ResettingSlider(self)
        self._side.setObjectName("blockSideSlider")
        self._side.setAccessibleName(self.tr("Size of the block"))
        self._side.setRange(LEAST_SIDE_PX, MOST_SIDE_PX)
        self._side.setToolTip(
            self.tr(
                "Side of the block in pixels of the model's image (smaller {smaller}, larger {larger})"
            ).format(
                smaller=canvas.tools.thinner.shortcut().toString(),
                larger=canvas.tools.thicker.shortcut().toString(),
            )
        )
        self._side_label = QLabel(self)
        self._side_label.setFont(tabular(self._side_label.font()))
        self._side_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._marks = QWidget(self)
        self._lay_out()

        for slider in self._sliders.values():
            slider.dragged.connect(self._damage_model.preview)
            slider.dropped.connect(self._damage_model.settle)
            slider.changed.connect(self._damage_model.change)
            slider.elsewhere_requested.connect(self._damage_model.move_elsewhere)
        self._side.valueChanged.connect(self._brush.set_block_px)
        self._side.reset_requested.connect(self._reset_side)
        self._damage_model.changed.connect(self._show_damage)
        canvas.drawing_changed.connect(self._show_damage)  # the first stroke, while it grows
        canvas.image_shape_changed.connect(self._show_damage)
        self._brush.changed.connect(self._show_side)
        self._is_shown_blank: bool | None = None
        self._show_damage()
        self._show_side()

    @Slot()
    def _show_damage(self) -> None:
        is_blank = self._damage_model.is_blank
        for name, slider in self._sliders.items():
            slider.show_strength(self._damage_model.strength(name))
        height, width, _ = self._damage_model.image_shape
        self._hint.setText(
            self.tr("Draw something or choose a sample first: there is nothing to damage.")
            if is_blank
            else self.tr("What the model sees, {width} × {height} px, as a faulty camera would give it.").format(
                width=width, height=height
            )
        )
        if is_blank != self._is_shown_blank:
            self._is_shown_blank = is_blank
            self._hint.setProperty("role", "" if is_blank else "muted")
            restyle(self._hint)
            for widget in (*self._sliders.values(), self._marks):
                widget.setEnabled(not is_blank)

    @Slot()
    def _show_side(self) -> None:
        side = self._brush.block_px
        with QSignalBlocker(self._side):
            self._side.setValue(side)
        self._side_label.setText(self.tr("{side} px").format(side=side))

    @Slot()
    def _reset_side(self) -> None:
        self._brush.set_block_px(_DEFAULT_SIDE_PX)

    # ------------------------------------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        tools = self._canvas.tools
        title = QLabel(self.tr("Damage"), self)
        title.setProperty("role", "title")
        restore = self._button(tools.restore, "restoreButton")
        restore.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        close = tool_button(self, "closeDamageButton", drawn=icon("close"), tip=self.tr("Close the damage tools"))
        close.setFixedSize(26, 26)
        close.clicked.connect(self._close)
        head = QHBoxLayout()
        head.setSpacing(TIGHT_PX)
        head.addWidget(title, 1)
        head.addWidget(restore)
        head.addWidget(close)

        lines = QWidget(self)
        lines.setProperty("plain", True)
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, TIGHT_PX, 0)
        column.setSpacing(TIGHT_PX)
        column.addWidget(self._hint)
        column.addSpacing(TIGHT_PX)
        name_px = max(slider.name_label.sizeHint().width() for slider in self._sliders.values())
        amount_px = max(slider.widest_amount_px() for slider in self._sliders.values())
        for slider in self._sliders.values():
            slider.name_label.setFixedWidth(name_px)
            slider.amount_label.setFixedWidth(amount_px)
            column.addWidget(slider)
        column.addSpacing(SPACING_PX)
        column.addWidget(self._marks)
        column.addStretch(1)
        self._lay_out_marks(name_px, amount_px)

        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(lines)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, SPACING_PX, MARGIN_PX - TIGHT_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)

    def _lay_out_marks(self, name_px: int, amount_px: int) -> None:
        tools = self._canvas.tools
        title = QLabel(self.tr("Draw damage on the canvas"), self._marks)
        title.setProperty("role", "title")
        chips = QHBoxLayout()
        chips.setSpacing(TIGHT_PX)
        for action, name in (
            (tools.brush, "inkBrush"),
            (tools.block, "blockBrush"),
            (tools.stuck, "stuckBrush"),
            (tools.dead, "deadBrush"),
        ):
            chip = self._button(action, f"{name}Button")
            chip.setProperty("chip", True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chips.addWidget(chip, 1)
        side_name = QLabel(self.tr("Block size"), self._marks)
        side_name.setFixedWidth(name_px)
        side_name.setBuddy(self._side)
        self._side_label.setFixedWidth(amount_px)
        side = QHBoxLayout()
        side.setSpacing(TIGHT_PX)
        side.addWidget(side_name)
        side.addWidget(self._side, 1)
        side.addWidget(self._side_label)
        side.addSpacing(TIGHT_PX + 2 * BUTTON_PX)  # where the lines above have their buttons
        layout = QVBoxLayout(self._marks)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(title)
        layout.addLayout(chips)
        layout.addLayout(side)

    def _button(self, action: QAction, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setDefaultAction(action)
        return button

    @Slot()
    def _close(self) -> None:
        self._canvas.tools.damage.setChecked(False)
