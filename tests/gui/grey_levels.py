"""The grey levels of a widget's picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gui.look.pixels import rgba_from_image


def grey_from_image(image: QImage) -> NDArray[np.uint8]:
    """Return an image's grey levels, (height, width) uint8; those of a grey image exactly."""
    return rgba_from_image(image.convertToFormat(QImage.Format.Format_Grayscale8))[:, :, 0]
