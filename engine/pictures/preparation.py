"""How a picture file becomes an image of the data: the same for training, scoring, the canvas and a dropped picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape
from engine.pictures import decoding

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SMALLEST_PX, USUAL_PX, LARGEST_PX, STEP_PX = 64, 256, 512, 64
"""Working sizes: from the smallest to the largest in steps."""
_MOST_WHITE = float(2**32)
_DRAFT_FACTOR = 2  # a JPEG is decoded at least so many times as large as needed: the better filter does the rest


class Fit(StrEnum):
    """How a picture that is no square becomes one."""

    PAD = auto()
    """All of it, with its proportions, and the colour of its border around it."""
    SQUASH = auto()
    """All of it, without its proportions."""
    CROP = auto()
    """The largest square in its middle."""


@dataclass(frozen=True)
class PicturePreparation:
    """How picture files become images of (size_px, size_px, 1 or 3) uint8.

    Attributes:
        size_px: the working size, a multiple of 64 from 64 to 512.
        fit: how a picture that is no square becomes one.
        is_colour: three channels, RGB; otherwise one, grey. Pictures of the other kind are converted.
        white: what is white in pictures of more than 8 bits: 65535, less where the set uses only the lower bits, as
            cameras of 10 or 12 bits do, or 1 where the pixels are fractions.

    Raises:
        ValueError: on creation, if a value is out of its bounds.
    """

    size_px: int = USUAL_PX
    fit: Fit = Fit.PAD
    is_colour: bool = False
    white: float = decoding.DEEP_WHITE

    def __post_init__(self) -> None:
        if not SMALLEST_PX <= self.size_px <= LARGEST_PX or self.size_px % STEP_PX:
            raise ValueError(f"{self.size_px} px is no working size")
        if not 0 < self.white <= _MOST_WHITE:
            raise ValueError(f"{self.white} cannot be white")

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of the images, in px."""
        return self.size_px, self.size_px, 3 if self.is_colour else 1

    def prepare(self, picture: Path | NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a picture as an image of the data, (size_px, size_px, channels) uint8.

        Args:
            picture: the path of a picture file; or pixels, uint8: (height, width) grey, or (height, width, channels)
                with 1, 3 (RGB) or 4 channels (RGBA with straight alpha). Pixels that are such an image already are
                returned unchanged.

        Raises:
            UserError: the file is missing, damaged, too large, or no picture.
        """
        if isinstance(picture, Path):
            shortest = _DRAFT_FACTOR * self.size_px
            flat = decoding.decoded(picture, shortest_px=shortest, is_colour=self.is_colour, white=self.white)
        else:
            from PIL import Image

            pixels = picture[:, :, 0] if picture.ndim == 3 and picture.shape[2] == 1 else picture
            flat = decoding.flattened(Image.fromarray(pixels), is_colour=self.is_colour)
        return self._placed(flat)

    def box(self, width_px: int, height_px: int) -> tuple[int, int, int, int]:
        """Return where a whole picture of this size lies in the image: left, top, width and height in px.

        If it is cropped, that is more than the image.
        """
        side = self.size_px
        if self.fit is Fit.SQUASH:
            return 0, 0, side, side
        longest = max(width_px, height_px) if self.fit is Fit.PAD else min(width_px, height_px)
        width, height = (max(1, round(length * side / longest)) for length in (width_px, height_px))
        return (side - width) // 2, (side - height) // 2, width, height

    def to_facts(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {"size_px": self.size_px, "fit": self.fit.value, "is_colour": self.is_colour, "white": self.white}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> PicturePreparation:
        """Return what `to_facts` gave; the data may come from anywhere.

        Raises:
            ValueError: they are not what `to_facts` gives.
        """
        if set(facts) != {"size_px", "fit", "is_colour", "white"}:
            raise ValueError("the preparation of the pictures has wrong or missing keys")
        size_px, is_colour, white = facts["size_px"], facts["is_colour"], facts["white"]
        if not isinstance(size_px, int) or isinstance(size_px, bool) or not isinstance(is_colour, bool):
            raise ValueError("the preparation of the pictures holds something else where a number belongs")
        if not isinstance(white, int | float) or isinstance(white, bool):
            raise ValueError("the preparation of the pictures holds something else where a number belongs")
        return cls(size_px, Fit(facts["fit"]), is_colour, float(white))

    def _placed(self, picture: Picture) -> NDArray[np.uint8]:
        left, top, width, height = self.box(*picture.size)
        scaled = np.atleast_3d(np.asarray(_scaled(picture, width, height)))
        side = self.size_px
        if self.fit is Fit.CROP:
            return np.ascontiguousarray(scaled[-top : side - top, -left : side - left])
        if scaled.shape[:2] == (side, side):
            return np.ascontiguousarray(scaled)
        image = np.empty(self.image_shape, np.uint8)
        image[:] = _colour_of_border(scaled)
        image[top : top + height, left : left + width] = scaled
        return image


def _scaled(picture: Picture, width: int, height: int) -> Picture:
    """Return the picture in another size.

    By a Lanczos filter: a mean over areas would take away the grain and the sharpness. It goes down in two steps where
    it is much larger, which takes a fraction of the time.
    """
    from PIL import Image

    if picture.size == (width, height):
        return picture
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _colour_of_border(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the median of the outermost pixels, (channels,) uint8."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return np.asarray(np.rint(np.median(border, axis=0)), np.uint8)
