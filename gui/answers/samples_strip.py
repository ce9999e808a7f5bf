"""Fixed test samples above their reconstructions, which sharpen as the training goes on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from engine.protocol.events import SamplesReconstructed
from gui.answers.sample_cells import RING_PX, SampleCells
from gui.look.theme import MARGIN_PX, TIGHT_PX
from gui.widgets.empty_state import EmptyState

_IMAGE_PX = 28
_ZOOM_WIDTH_PX = 520  # sixteen images and their row's name, for each time that they are enlarged
_LARGEST_ZOOM = 3
_FRAME_PX = 1


class SamplesStrip(QFrame):
    """Shows what the engine sends, as many samples as fit; before that, a sentence about what to do.

    Signals:
        sample_chosen: the user wants this test image on the canvas: (height, width, channels) uint8.
    """

    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplesStrip")
        self.setProperty("card", True)
        self._samples: SamplesReconstructed | None = None
        self._empty = EmptyState("sample", self.tr("Train to see test images take shape here"))
        self.cells = SampleCells((self.tr("Test image"), self.tr("Reconstruction")))
        self.cells.setObjectName("sampleCells")
        self.cells.chosen.connect(self._choose)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.cells)
        self._frame = layout = QVBoxLayout(self)  # a stack has no margins of its own
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        layout.addLayout(self._stack)

    @Slot(object)
    def show_samples(self, event: SamplesReconstructed) -> None:
        """Show samples and their present reconstructions."""
        if len(event.images) == 0:
            self.clear()
            return
        self._samples = event
        self.cells.show_pairs(event.images, event.reconstructions)
        self._stack.setCurrentWidget(self.cells)

    @Slot()
    def clear(self) -> None:
        """Show only the sentence that says what to do."""
        self._samples = None
        self._stack.setCurrentWidget(self._empty)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see yet."""
        return self._samples is None

    @Slot(int)
    def _choose(self, column: int) -> None:
        if self._samples is not None:
            self.sample_chosen.emit(np.rint(255.0 * self._samples.images[column]).astype(np.uint8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as two rows of images that fill the width, and no higher."""
        super().resizeEvent(event)
        zoom = min(max(event.size().width() // _ZOOM_WIDTH_PX, 1), _LARGEST_ZOOM)
        self.setFixedHeight(_height_px(zoom))
        self._frame.update()  # Qt lays it out for the height before

    def minimumSizeHint(self) -> QSize:
        """Return room for two rows of MNIST images at their own size."""
        return QSize(240, _height_px(1))

    def sizeHint(self) -> QSize:
        """Return room for two rows of MNIST images, enlarged twice."""
        return QSize(640, _height_px(2))


def _height_px(zoom: int) -> int:
    rows = 2 * _IMAGE_PX * zoom + TIGHT_PX
    return rows + 2 * RING_PX + 2 * _FRAME_PX + 2 * MARGIN_PX
