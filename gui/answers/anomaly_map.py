"""Where an image is surprising, in colours whose middle is the threshold, whatever it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.imaging.colour_scale import ColourScale, ScaleTick
from gui.imaging.image_view import ImageView
from gui.look.colormaps import anomaly_colour_map
from gui.look.numbers import rarity
from gui.look.pixels import fitted, image_from_rgb
from gui.verdict.threshold import Threshold


class AnomalyMap(ImageView):
    """Shows the surprise of each pixel's neighbourhood from 0 to twice the threshold, and follows the threshold.

    A white line is drawn around all that is at the threshold or beyond it, so that it can be seen without colours.
    Where the verdict is normal nothing is outlined or warm: one place of a normal image is beyond the threshold now and
    then, and the verdict has weighed that. The tool tip tells each place as it is.

    Args:
        name: the object name.
        title: what is shown, for screen readers and as the file name to suggest.
        placeholder: the text while there is no map.
        threshold: the middle of the scale.
    """

    def __init__(
        self, name: str, title: str, placeholder: str, threshold: Threshold, parent: QWidget | None = None
    ) -> None:
        self._threshold = threshold
        self._borders: list[tuple[float, float, float, float]] = []
        self._is_normal = False
        super().__init__(name, title, placeholder, parent)
        threshold.changed.connect(self._follow)

    def show_surprise(self, surprise: NDArray[np.float32], *, is_normal: bool = False) -> None:
        """Show a map.

        Args:
            surprise: (height, width) float32, 0 and more.
            is_normal: the image is judged normal.
        """
        self._is_normal = is_normal
        self._borders = borders_of(self._is_marked(surprise))
        self.show_levels(surprise[:, :, None])

    def show_nothing(self) -> None:
        """Show the placeholder."""
        self._borders = []
        super().show_nothing()

    def image_of(self, levels: NDArray[np.float32]) -> QImage:
        """Return the map's colours."""
        surprise = levels[:, :, 0]
        index = colour_index(surprise, self._threshold.surprise)
        index = np.where(self._is_marked(surprise), np.maximum(index, 128), np.minimum(index, 127))
        return image_from_rgb(anomaly_colour_map()[index])

    def _is_marked(self, surprise: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Return which places are outlined and warm."""
        if self._is_normal:
            return np.zeros(surprise.shape, np.bool_)
        return self._threshold.is_surprising(surprise)

    def describe(self, level: NDArray[np.float32]) -> str:
        """Return how rare one pixel's neighbourhood is."""
        return self.tr("about 1 normal image in {rarity} is so unusual here").format(
            rarity=rarity(float(level[0]), self._threshold.normals)
        )

    @property
    def borders(self) -> list[tuple[float, float, float, float]]:
        """The line around what is beyond the threshold: pieces (x1, y1, x2, y2) in pixels of the map."""
        return self._borders

    @Slot()
    def _follow(self) -> None:
        if self._levels is not None:
            self.show_surprise(self._levels[:, :, 0], is_normal=self._is_normal)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, and the line around what is beyond the threshold."""
        super().paintEvent(event)
        if not self._borders:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = fitted(QRectF(self.rect()), self._aspect)
        zoom = area.width() / self._aspect.width()
        lines = [
            QLineF(
                area.left() + zoom * x1, area.top() + zoom * y1, area.left() + zoom * x2, area.top() + zoom * y2
            )
            for x1, y1, x2, y2 in self._borders
        ]
        for colour, width in (("#000000", 3.0), ("#ffffff", 1.25)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLines(lines)
        painter.end()


class AnomalyScale(ColourScale):
    """The legend of `AnomalyMap`; its numbers follow the threshold.

    Args:
        threshold: the middle of the scale.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(anomaly_colour_map(), (), parent)
        self._threshold = threshold
        self.setAccessibleName(self.tr("Colours of surprise"))
        self.setToolTip(
            self.tr(
                "How rare such a place is among normal images. The middle is the threshold; beyond it is warm."
            )
        )
        threshold.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        middle = self._threshold.surprise
        self.set_ticks(
            [
                ScaleTick(0.0, self.tr("ordinary"), is_main=False),
                ScaleTick(0.5, self.tr("1 in {n:,}").format(n=self._threshold.one_in)),
                ScaleTick(
                    1.0, self.tr("1 in {n}").format(n=rarity(2 * middle, self._threshold.normals)), is_main=False
                ),
            ]
        )
        self.setAccessibleDescription(", ".join(self.texts))


def colour_index(surprise: NDArray[np.float32], threshold: float) -> NDArray[np.uint8]:
    """Return where surprise stands among 256 colours: 0 for none, 128 at the threshold, 255 from twice it on."""
    index: NDArray[np.uint8] = np.clip(surprise * (128.0 / threshold), 0.0, 255.0).astype(np.uint8)
    return index


def borders_of(mask: NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """Return the outline of a (height, width) bool mask: pieces (x1, y1, x2, y2), one pixel long each."""
    padded = np.pad(mask, 1)
    upright = [(x, y, x, y + 1) for y, x in np.argwhere(padded[1:-1, 1:] != padded[1:-1, :-1]).tolist()]
    level = [(x, y, x + 1, y) for y, x in np.argwhere(padded[1:, 1:-1] != padded[:-1, 1:-1]).tolist()]
    return [(float(x1), float(y1), float(x2), float(y2)) for x1, y1, x2, y2 in upright + level]
