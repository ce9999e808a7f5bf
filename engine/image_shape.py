"""The shape of an image in pixels: what it may be, and what it is where nobody has chosen yet."""

from __future__ import annotations

ImageShape = tuple[int, int, int]
"""Height, width and channels of one image; the sides in px."""

USUAL_SHAPE: ImageShape = (28, 28, 1)
"""MNIST's, and so that of the pen digits and of everything before there is a model."""

SHORTEST_SIDE_PX, LONGEST_SIDE_PX = 8, 64
"""Of images to train on."""

MOST_CHANNELS = 4
"""Of a model: red, green, blue and opacity."""

CANVAS_SIDE_PX = 280
"""The longest side of what is drawn on is the smallest whole multiple of the model's that reaches this."""

LONGEST_PICTURE_SIDE_PX = 4 * CANVAS_SIDE_PX
"""Larger pictures are shrunk to this: more than any model sees."""
