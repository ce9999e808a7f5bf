"""From a picture's grey pixels to what the canvas shows and the model's preparation takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape
from engine.images.picture_ink import ink_of
from engine.images.preparation import prepare


def read_picture(grey: NDArray[np.uint8], image_shape: ImageShape, is_centred: bool) -> NDArray[np.uint8]:
    """Return a picture as the model's data would have it, before it is prepared.

    Args:
        grey: (height, width) uint8.
        image_shape: (height, width, channels) of the model's images, in px.
        is_centred: the model's images are centred ink, `ModelInfo.is_centred`.

    Returns:
        An image of the model's size if the picture is one, or one that was enlarged by a whole factor; it is in no need
        of preparation. Otherwise the ink of the picture, bright on black, if the model's images are centred ink. If
        they are not, the picture with the light that it has, shrunk to the model's size if it is larger.
    """
    if is_enlarged_image(grey, image_shape):
        factor = len(grey) // image_shape[0]
        return grey[::factor, ::factor]
    return ink_of(grey) if is_centred else _shrunk(grey, image_shape)


def prepare_picture(grey: NDArray[np.uint8], image_shape: ImageShape, is_centred: bool) -> NDArray[np.float32]:
    """Return the model's input for a picture, (height, width, channels) float32, 0..1; see `read_picture`."""
    picture = read_picture(grey, image_shape, is_centred)
    return prepare(picture, image_shape, is_centred and picture.shape != image_shape[:2])


def is_enlarged_image(pixels: NDArray[np.uint8], image_shape: ImageShape) -> bool:
    """Return whether this is an image of the model's size, or one whose pixels were enlarged by a whole factor.

    It is then an image of the data, and not a drawing. An enlarged one of a single grey says nothing.
    """
    factor, rest = divmod(pixels.shape[0], image_shape[0])
    if factor == 0 or rest or pixels.shape[1] != factor * image_shape[1]:
        return False
    blocks = pixels.reshape(image_shape[0], factor, image_shape[1], factor)
    is_plain = factor > 1 and bool((pixels == pixels[0, 0]).all())
    return not is_plain and bool((blocks == blocks[:, :1, :, :1]).all())


def _shrunk(grey: NDArray[np.uint8], image_shape: ImageShape) -> NDArray[np.uint8]:
    """Return the picture so small that it just fits into the image, with its aspect kept.

    By a Lanczos filter: a mean over areas would take away the grain and the sharpness that the data have.
    """
    from PIL import Image

    step = max(grey.shape[0] / image_shape[0], grey.shape[1] / image_shape[1])
    if step <= 1:
        return grey
    height, width = (max(1, round(side / step)) for side in grey.shape)
    return np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.LANCZOS))
