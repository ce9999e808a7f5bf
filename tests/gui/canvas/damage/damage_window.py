"""A canvas with its damage panel in one window, and dragging its sliders with real mouse events."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QWidget

from engine.images.preparation import prepare
from engine.protocol.commands import Drawing
from gui.canvas.damage.panel import DamagePanel
from gui.canvas.panel import CanvasPanel

LEFT = Qt.MouseButton.LeftButton


def bar() -> np.ndarray:
    """Return a sample with an upright bar in its middle, (28, 28, 1) uint8."""
    sample = np.zeros((28, 28, 1), np.uint8)
    sample[4:24, 11:17] = 200
    return sample


class DamageWindow(QWidget):
    """The panel beside the canvas; it keeps the drawings that the canvas sends."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = CanvasPanel()
        self.canvas = self.pane.canvas
        self.panel = DamagePanel(self.canvas)
        self.panel.setFixedWidth(300)
        layout = QHBoxLayout(self)
        layout.addWidget(self.panel)
        layout.addWidget(self.pane, 1)
        self.resize(620, 560)
        self.drawings: list[Drawing] = []
        self.canvas.drawing_changed.connect(self.drawings.append)

    def seen(self) -> np.ndarray:
        """Return what the engine makes of the last drawing, (28, 28) in grey levels."""
        drawing = self.drawings[-1]
        seen = prepare(drawing.pixels, (28, 28, 1), drawing.is_centred)
        return np.rint(seen[:, :, 0] * 255).astype(int)

    def slider(self, name: str) -> QSlider:
        slider = self.panel.findChild(QSlider, f"{name}Slider")
        assert slider is not None
        return slider

    @property
    def steps(self) -> int:
        """How many steps can be undone."""
        return self.canvas.document.history.index()

    def undo(self) -> None:
        QTest.keyClick(self.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def handle(slider: QSlider) -> QPoint:
    """Return the middle of a slider's handle."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(control, option, part, slider).center()


def grip(slider: QSlider, *by_px: int) -> None:
    """Press the handle and move it to places so far from where it was, without letting go."""
    start = handle(slider)
    QTest.mousePress(slider, LEFT, pos=start)
    for by in by_px:
        QTest.mouseMove(slider, start + QPoint(by, 0))


def let_go(slider: QSlider) -> None:
    """Release the mouse where the handle is."""
    QTest.mouseRelease(slider, LEFT, pos=handle(slider))


def drag(slider: QSlider, *by_px: int) -> None:
    """Drag the handle, and let it go."""
    grip(slider, *by_px)
    let_go(slider)
