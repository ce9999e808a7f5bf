"""The canvas with its tools below it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from engine.image_shape import USUAL_SHAPE, ImageShape
from gui.canvas.canvas import BRUSH_STEP, DrawingCanvas
from gui.canvas.view import LEAST_BRUSH, MOST_BRUSH
from gui.look import theme
from gui.widgets.overflow_row import OverflowRow
from gui.widgets.pane import Pane


class CanvasPanel(Pane):
    """The canvas under its title, a row of tools and the brush's width.

    Attributes:
        canvas: what one draws on.
    """

    def __init__(self, image_shape: ImageShape = USUAL_SHAPE, parent: QWidget | None = None) -> None:
        self.canvas = DrawingCanvas(image_shape)
        super().__init__(self.tr("You draw"), self.canvas, _Foot(self.canvas), parent)

    def show_for(self, *, are_pictures: bool) -> None:
        """Call the pane by what is on it: the user's drawing, or a picture."""
        self.set_title(self.tr("Picture") if are_pictures else self.tr("You draw"))


class _Foot(QWidget):
    def __init__(self, canvas: DrawingCanvas) -> None:
        super().__init__()
        tools = canvas.tools
        buttons = [tools.brush, tools.eraser, tools.undo, tools.redo, tools.clear, tools.damage]
        buttons += [tools.sample, tools.open, tools.paste, tools.copy, tools.save]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT_PX)
        layout.addWidget(OverflowRow(buttons))
        layout.addWidget(BrushSlider(canvas))


class BrushSlider(QWidget):
    """The brush's width, as a slider with its number."""

    def __init__(self, canvas: DrawingCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("brushSlider")
        self.slider.setAccessibleName(self.tr("Brush width"))
        self.slider.setRange(round(LEAST_BRUSH / BRUSH_STEP), round(MOST_BRUSH / BRUSH_STEP))
        self.slider.setPageStep(5)
        self.slider.setMinimumWidth(40)
        self.slider.setToolTip(
            self.tr(
                "Width of the brush in pixels of the model's image (thinner {thinner}, thicker {thicker})"
            ).format(
                thinner=canvas.tools.thinner.shortcut().toString(),
                thicker=canvas.tools.thicker.shortcut().toString(),
            )
        )
        self._number = QLabel()
        self._number.setProperty("role", "muted")
        self._number.setFont(theme.tabular(self._number.font()))
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance(self._text(88.8)))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.TIGHT_PX, 0, 0, 0)
        layout.setSpacing(theme.TIGHT_PX)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._number)
        self._show_brush(canvas.brush_px)
        canvas.brush_changed.connect(self._show_brush)
        self.slider.valueChanged.connect(self._choose)

    @Slot(float)
    def _show_brush(self, brush_px: float) -> None:
        self._number.setText(self._text(brush_px))
        with QSignalBlocker(self.slider):  # or a width rounded to the steps would be set
            self.slider.setValue(round(brush_px / self._step_px()))

    @Slot(int)
    def _choose(self, steps: int) -> None:
        self._canvas.set_brush_px(steps * self._step_px())

    def _step_px(self) -> float:
        return BRUSH_STEP * min(self._canvas.image_shape[:2])

    def _text(self, brush_px: float) -> str:
        return self.tr("{width} px").format(width=f"{brush_px:.1f}")
