"""The user's own pictures, from a file or from memory, as grey pixels.

Pillow is imported when the first picture is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.file_problems import shown
from engine.image_shape import LONGEST_PICTURE_SIDE_PX
from engine.pictures import decoding

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
MOST_PIXELS = 64_000_000
"""The largest picture that is decoded, in px: a photograph of 64 megapixels takes 256 MB while it is read."""

_NAMELESS = "The picture"


def grey_from_picture(picture: Path | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture as grey pixels, as light or dark as it is.

    Args:
        picture: the path of a PNG, JPEG, BMP, GIF, TIFF or WebP file, of which the first frame is taken and turned
            as its EXIF says; or pixels, uint8, (height, width) grey, (height, width, 3) RGB or (height, width, 4)
            RGBA with straight alpha.

    Returns:
        (height, width) uint8, 0..255, no side longer than `LONGEST_PICTURE_SIDE_PX`.

    Raises:
        UserError: the file is missing, damaged, too large, not in one of these formats, or cannot be converted to
            grey.
    """
    from PIL import Image

    return _read(picture) if isinstance(picture, Path) else _grey(Image.fromarray(picture), _NAMELESS)


def _read(path: Path) -> NDArray[np.uint8]:
    from PIL import ImageOps

    with decoding.opened(path, MOST_PIXELS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise UserError(
                "{name} is larger than {limit} million pixels; make a smaller copy of it.",
                name=shown(path),
                limit=MOST_PIXELS // 1_000_000,
            )
        # A JPEG is decoded no larger than needed.
        image.draft(None, (LONGEST_PICTURE_SIDE_PX, LONGEST_PICTURE_SIDE_PX))
        return _grey(ImageOps.exif_transpose(image), shown(path))


def _grey(image: Picture, name: str) -> NDArray[np.uint8]:
    from PIL import Image

    if image.mode == "F":
        raise UserError("{name} has fractional pixels; save it with 8 or 16 bits a pixel.", name=name)
    if image.mode.startswith("I"):  # 16 bits a pixel, which Pillow's own conversion would clip at 255
        image = Image.fromarray(np.clip(np.asarray(image) // 257, 0, 255).astype(np.uint8))
    if image.has_transparency_data:
        return _on_paper(np.asarray(_no_larger(image.convert("RGBA"))))
    return np.asarray(_no_larger(image.convert("L")))


def _no_larger(image: Picture) -> Picture:
    from PIL import Image

    scale = LONGEST_PICTURE_SIDE_PX / max(image.size)
    if scale >= 1:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BOX)


def _on_paper(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (height, width, 4) RGBA pixels as grey, on a readable background: black behind bright ink."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as Pillow's own conversion
    grey = pixels[:, :, :3].astype(np.float32) @ weights
    alpha = pixels[:, :, 3].astype(np.float32) / 255.0
    is_bright = float((grey * alpha).sum()) > 127.0 * float(alpha.sum())
    paper = 0.0 if is_bright else 255.0
    flat: NDArray[np.uint8] = np.clip(np.rint(grey * alpha + paper * (1.0 - alpha)), 0, 255).astype(np.uint8)
    return flat
