"""Images as the model has them, pixel by pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QHelpEvent, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.image_shape import USUAL_SHAPE, ImageShape
from gui.imaging.picture_exchange import PictureExchange
from gui.look import theme
from gui.look.pixels import draw_crisp, fitted, image_from_levels, outlined


class ImageView(QWidget):
    """Shows an image enlarged by nearest neighbour, with its aspect kept, or a placeholder.

    A tool tip describes the pixel under the mouse; the context menu copies or saves the image in its own size.

    Args:
        name: the object name, e.g. "modelInputView".
        title: what is shown, for screen readers and as the suggested file name.
        placeholder: the text while there is no image.

    Signals:
        failed (UserError): the image could not be saved, and why.
    """

    failed = Signal(object)

    def __init__(self, name: str, title: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # else the window's background is painted below it first
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._placeholder = placeholder
        self._aspect = QSize(USUAL_SHAPE[1], USUAL_SHAPE[0])
        self._levels: NDArray[np.float32] | None = None
        self._image = QImage()
        self._pictures = PictureExchange(self)
        self._pictures.failed.connect(self.failed)
        self._copying = QAction(theme.icon("copy"), self.tr("Copy the image"), self)
        self._copying.triggered.connect(self._copy)
        self._saving = QAction(theme.icon("save"), self.tr("Save the image…"), self)
        self._saving.triggered.connect(self._ask_to_save)
        self.addActions([self._copying, self._saving])
        self.show_nothing()

    @property
    def image(self) -> QImage:
        """What is shown, in its own size; null while there is nothing."""
        return QImage(self._image)

    @property
    def levels(self) -> NDArray[np.float32] | None:
        """(height, width, channels) float32: what is shown, as it was given; None while there is nothing."""
        return self._levels

    def set_image_shape(self, image_shape: ImageShape) -> None:
        """Take the aspect of images of this shape, (height, width, channels)."""
        self._aspect = QSize(image_shape[1], image_shape[0])
        self.updateGeometry()
        self.update()

    def show_levels(self, levels: NDArray[np.float32]) -> None:
        """Show an image.

        Args:
            levels: (height, width, channels) float32, 0..1.
        """
        self._levels = levels
        self._image = self.image_of(levels)
        self._aspect = self._image.size()
        self._refresh()

    def show_nothing(self) -> None:
        """Show the placeholder."""
        self._levels = None
        self._image = QImage()
        self._refresh()

    def image_of(self, levels: NDArray[np.float32]) -> QImage:
        """Return the picture of such an image, one pixel for each of its own."""
        return image_from_levels(levels)

    def describe(self, level: NDArray[np.float32]) -> str:
        """Return a text about one pixel, (channels,), for the tool tip."""
        return self.tr("brightness {level}").format(level=" ".join(f"{channel:.3f}" for channel in level))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return self._aspect.scaled(240, 240, Qt.AspectRatioMode.KeepAspectRatio)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which something can be seen."""
        return self._aspect.scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the image on whole pixels of the screen, or the placeholder."""
        painter = QPainter(self)
        area = fitted(QRectF(self.rect()), self._aspect)
        palette = self.palette()
        if area != QRectF(self.rect()):
            painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Window))
        if self._image.isNull():
            painter.fillRect(area, palette.color(QPalette.ColorRole.Base))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(10, 10, -10, -10), flags, self._placeholder)
        else:
            draw_crisp(painter, area, self._image)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        outlined(painter, area)

    def event(self, event: QEvent) -> bool:
        """Describe the pixel under the mouse in a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self._pixel_text(event.pos())
            QToolTip.showText(event.globalPos(), text, self)
            event.setAccepted(bool(text))
            return True
        return super().event(event)

    def _pixel_text(self, position: QPoint) -> str:
        area = fitted(QRectF(self.rect()), self._aspect)
        if self._levels is None or not area.contains(QPointF(position)):
            return ""
        height, width = self._levels.shape[:2]
        row = min(int((position.y() - area.top()) / area.height() * height), height - 1)
        column = min(int((position.x() - area.left()) / area.width() * width), width - 1)
        place = self.tr("{width} × {height} px\nrow {row}, column {column}: ").format(
            width=width, height=height, row=row, column=column
        )
        return place + self.describe(self._levels[row, column])

    def _refresh(self) -> None:
        for action in (self._copying, self._saving):
            action.setEnabled(not self._image.isNull())
        self.update()

    def _copy(self) -> None:
        self._pictures.copy(self._image)

    def _ask_to_save(self) -> None:
        self._pictures.ask_to_save(self._image, f"{self.accessibleName()}.png")
