"""The shape of an image in pixels: its bounds and its default."""

from __future__ import annotations

ImageShape = tuple[int, int, int]
"""Height, width and channels of one image; the sides in px."""

USUAL_SHAPE: ImageShape = (28, 28, 1)
"""The shape of MNIST and of the pen digits; the default before there is a model."""

SHORTEST_SIDE_PX, LONGEST_SIDE_PX = 8, 64
"""Bounds of the sides of training images."""

MOST_CHANNELS = 4
"""The most channels that a model can have: red, green, blue and opacity."""

CANVAS_SIDE_PX = 280
"""The canvas's longest side is the smallest multiple of the model's longest side that is at least this, in px."""

LONGEST_PICTURE_SIDE_PX = 4 * CANVAS_SIDE_PX
"""Pictures with a longer side are shrunk to this, in px; it is more than any model uses."""
