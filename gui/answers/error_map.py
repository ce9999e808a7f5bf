"""Where the model errs, on one fixed scale of colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.imaging.colour_scale import ColourScale, ScaleTick
from gui.imaging.image_view import ImageView
from gui.look import theme
from gui.look.pixels import image_from_rgb


class ErrorMap(ImageView):
    """Shows absolute errors in a perceptually uniform colour map.

    The scale is always 0 to 1, the largest error there can be, for every image and every model, so that two maps
    can be compared: the same colour is the same error. `ErrorScale` is its legend.
    """

    def show_error(self, error_map: NDArray[np.float32]) -> None:
        """Show errors.

        Args:
            error_map: (height, width) float32, 0..1.
        """
        self.show_levels(error_map[:, :, None])

    def image_of(self, levels: NDArray[np.float32]) -> QImage:
        """Return the errors' colours."""
        index = np.rint(np.clip(levels[:, :, 0], 0.0, 1.0) * 255.0).astype(np.uint8)
        return image_from_rgb(theme.error_colour_map()[index])

    def describe(self, level: NDArray[np.float32]) -> str:
        """Return the error of one pixel."""
        return self.tr("error {error}").format(error=f"{level[0]:.3f}")


class ErrorScale(ColourScale):
    """The legend of `ErrorMap`: its colours from 0 to 1, with ticks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        places = (0.0, 0.25, 0.5, 0.75, 1.0)
        ticks = [ScaleTick(place, f"{place:g}", is_main=index % 2 == 0) for index, place in enumerate(places)]
        super().__init__(theme.error_colour_map(), ticks, parent)
        self.setAccessibleName(self.tr("Colours of the error, from 0 to 1"))
        self.setToolTip(self.tr("Absolute error of each pixel: 0 is exact, 1 is white for black."))
