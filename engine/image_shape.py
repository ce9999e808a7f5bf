"""The shape of an image in pixels: its bounds and its default."""

from __future__ import annotations

import math

ImageShape = tuple[int, int, int]
"""Height, width and channels of one image; the sides in px."""

USUAL_SHAPE: ImageShape = (28, 28, 1)
"""The shape of MNIST and of the pen digits; the default before there is a model."""

SHORTEST_SIDE_PX, LONGEST_SIDE_PX = 8, 512
"""Bounds of the sides of training images."""

LONGEST_NETWORK_SIDE_PX = 64
"""The longest side that a network sees; the trainer shrinks longer images for it and enlarges what it gives."""

MOST_CHANNELS = 4
"""The most channels that a model can have: red, green, blue and opacity."""

CANVAS_SIDE_PX = 280
"""The canvas's longest side is the smallest multiple of the model's longest side that is at least this, in px."""

LONGEST_PICTURE_SIDE_PX = 4 * CANVAS_SIDE_PX
"""Pictures with a longer side are shrunk to this, in px; it is more than any model uses."""


def network_shape(image_shape: ImageShape) -> ImageShape:
    """Return the shape in which a network sees images of a shape: the same up to 64 px, and else a whole part of it.

    An image of 256 x 256 px is seen as 64 x 64 px, one of 100 x 80 as 50 x 40.
    """
    height, width, channels = image_shape
    parts = math.ceil(max(height, width) / LONGEST_NETWORK_SIDE_PX)
    return math.ceil(height / parts), math.ceil(width / parts), channels
