"""Images as tiles to click, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPen, QShortcut, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.datasets.image_dataset import Images, Labels
from gui.look.pixels import image_from_grey, image_from_rgb
from gui.look.theme import colours
from gui.state.class_names import class_text

TILE_PX = 56
GAP_PX = 6
_FOCUS = QStyle.StateFlag.State_HasFocus
_Index = QModelIndex | QPersistentModelIndex


class TileModel(QStandardItemModel):
    """Some images as a list, which makes a picture only of those that are looked at.

    It holds no items. It is this class only because Qt counts its rows in C++: the view asks for the count
    once an image, and 60,000 calls of Python take 0.4 s.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: Images = np.zeros((0, 1, 1, 1), np.uint8)
        self._labels: Labels | None = None
        self._describe: Callable[[int], str] | None = None
        self._names: Mapping[int, str] = {}
        self._shown: NDArray[np.intp] = np.zeros(0, np.intp)

    def show_images(
        self,
        images: Images,
        labels: Labels | None,
        shown: NDArray[np.intp],
        describe: Callable[[int], str] | None = None,
        names: Mapping[int, str] | None = None,
    ) -> None:
        """Show some of these images.

        Args:
            images: (n, height, width, channels) uint8.
            labels: (n,) int64, or None where there are none.
            shown: (k,) which of them, in their order.
            describe: returns more text for an image, by its number from 0.
            names: what classes are called, where that is more than a number.
        """
        self.clear()
        self._images, self._labels, self._shown, self._describe = images, labels, shown, describe
        self._names = names or {}
        self.setColumnCount(1)
        self.setRowCount(len(shown))

    def image(self, index: _Index) -> Images:
        """Return one image, (height, width, channels) uint8."""
        image: Images = self._images[self._shown[index.row()]]
        return image

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an image's picture, or its tool tip."""
        if role == Qt.ItemDataRole.DecorationRole:
            image = self.image(index)
            return image_from_rgb(image) if image.shape[2] == 3 else image_from_grey(image[:, :, 0])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            number = int(self._shown[index.row()])
            text = self.tr("Image {number:,}").format(number=number + 1)
            if self._labels is not None:
                text += self.tr(", class {label}").format(label=class_text(int(self._labels[number]), self._names))
            return text if self._describe is None else f"{text}\n{self._describe(number)}"
        return None


class ImageTiles(QListView):
    """Shows a `TileModel`; a click on an image or Return chooses it.

    Signals:
        sample_chosen: the user wants this image on the canvas: (height, width, channels) uint8.

    Args:
        name: the object name.
        is_markable: a click or Space marks an image, any number of them, and only Return chooses one.
    """

    sample_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, is_markable: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Images"))
        self.tiles = TileModel(self)
        self.setModel(self.tiles)
        self.setItemDelegate(_TileDelegate(self))
        # A wrapped list of equal items lays out 60,000 of them at once in C++; the icon view needs a second.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_markable:
            self.setSelectionMode(QListView.SelectionMode.MultiSelection)
        else:
            self.clicked.connect(self._choose)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # `activated` would also come with a double click
            enter = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._choose_current)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.sample_chosen.emit(self.tiles.image(index))

    @Slot()
    def _choose_current(self) -> None:
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())


class _TileDelegate(QStyledItemDelegate):
    """Paints one image as a tile with a ring around the one under the mouse or the keyboard's mark."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(TILE_PX + GAP_PX, TILE_PX + GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        image = cast(QImage, index.data(Qt.ItemDataRole.DecorationRole))
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        size = image.size().scaled(TILE_PX, TILE_PX, Qt.AspectRatioMode.KeepAspectRatio)
        tile = QRect(cell.left(), cell.top(), size.width(), size.height())
        tile.moveCenter(cell.center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(tile, image)
        view = cast(ImageTiles, self.parent())
        if (
            view.selectionMode() == QListView.SelectionMode.MultiSelection
            and state & QStyle.StateFlag.State_Selected
        ):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours().error), 3))
            painter.drawRect(tile)
            painter.drawLine(tile.topLeft(), tile.bottomRight())
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected | _FOCUS):
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(tile)
        painter.restore()
