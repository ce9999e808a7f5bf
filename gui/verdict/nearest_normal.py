"""The normal image that is most like an abnormal one, beside the verdict."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.look.pixels import image_from_levels

_SIDE_PX = 60


class NearestNormal(QWidget):
    """Shows an image with a caption; it keeps its room while it shows nothing, so that nothing moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nearestNormal")
        self._picture = QLabel(self)
        self._picture.setFixedSize(_SIDE_PX, _SIDE_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._caption = QLabel(self.tr("nearest normal").replace(" ", "\n", 1), self)  # as narrow as the picture
        self._caption.setProperty("role", "muted")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(self.tr("Nearest normal image"))
        self.setToolTip(self.tr("The normal image whose shape is nearest to the drawing's, to compare with"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._caption)
        layout.addStretch()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_image(self, image: NDArray[np.uint8]) -> None:
        """Show a normal image, (height, width, channels) uint8."""
        picture = QPixmap.fromImage(image_from_levels(image.astype(np.float32) / np.float32(255)))
        size = QSize(_SIDE_PX, _SIDE_PX)
        self._picture.setPixmap(picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
        self.show()

    @Slot()
    def show_nothing(self) -> None:
        """Show nothing."""
        self.hide()
