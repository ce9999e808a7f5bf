"""Reading picture files: their headers, and their pixels as grey or colour with 8 bits.

Pillow is imported when the first picture is read.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.file_problems import damaged, file_size, reading, shown

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

FORMATS = ("PNG", "JPEG", "BMP", "DIB", "GIF", "TIFF", "WEBP", "PPM")
"""The formats that Pillow may decode. It checks the content, so a PostScript file called .png is refused."""
LONGEST_SIDE_PX, MOST_PIXELS = 30_000, 160_000_000
"""The largest picture of a folder. One of 160 million pixels in colour takes 0.5 GB while it is read, if it is no JPEG,
which is shrunk while it is decoded."""
DEEP_WHITE = 65_535.0
"""What is white in a picture of 16 bits, if nothing else is known."""

_ORIENTATION = 0x0112  # EXIF; 5 to 8 exchange height and width
_LARGE_PIXELS = 32_000_000
_one_large_at_a_time = threading.Lock()
# Beyond what `reading` handles: what damaged pictures raised (fuzzed) and what Pillow expects of its own decoders
# (ImageFile.__init__).
DECODING_ERRORS = (SyntaxError, TypeError, LookupError)


class Header(NamedTuple):
    """What a picture file says before it is decoded.

    Attributes:
        width_px: after the rotation that its EXIF asks for, as `height_px`.
        height_px: see `width_px`.
        mode: Pillow's, e.g. "L", "RGB" or "I;16".
        pages: 1, or more in a TIFF or an animation, of which the first is used.
    """

    width_px: int
    height_px: int
    mode: str
    pages: int


def read_header(path: Path) -> Header:
    """Return what a picture file says before it is decoded.

    Raises:
        UserError: it cannot be read, or is no picture; it may be of any size.
    """
    with opened(path) as image:
        width, height = image.size
        if _is_turned(image):
            width, height = height, width
        pages = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # phones hide previews in an MPO
        return Header(width, height, image.mode, pages)


def is_deep(mode: str) -> bool:
    """Return whether pictures of this mode of Pillow's have more than 8 bits, so that `white` matters."""
    return mode.startswith(("I", "F"))


def deep_values(path: Path) -> NDArray[np.float64]:
    """Return the pixels of a picture of more than 8 bits, (height, width) float64, as they are in the file.

    Raises:
        UserError: it cannot be read.
    """
    with opened(path) as image:
        return np.asarray(image).astype(np.float64)


def decoded(path: Path, *, shortest_px: int, is_colour: bool, white: float = DEEP_WHITE) -> Picture:
    """Return the first page of a picture, turned as its EXIF says, in Pillow's mode "L" or "RGB".

    Args:
        path: the file.
        shortest_px: a JPEG is shrunk while it is decoded, by 2, 4 or 8, as long as both sides stay at least so long.
        is_colour: "RGB"; otherwise "L".
        white: what is white in pictures of more than 8 bits.

    Raises:
        UserError: the file is missing, damaged, too large, or no picture.
    """
    from PIL import ImageOps

    with opened(path) as image:
        width, height = image.size
        if max(width, height) > LONGEST_SIDE_PX or width * height > MOST_PIXELS:
            raise too_large(path, width, height)
        is_large = image.format not in ("JPEG", "MPO") and width * height > _LARGE_PIXELS
        with _one_large_at_a_time if is_large else nullcontext():
            image.draft("RGB" if is_colour else "L", (shortest_px, shortest_px))
            return ImageOps.exif_transpose(flattened(image, is_colour=is_colour, white=white))


def too_large(path: Path, width_px: int, height_px: int) -> UserError:
    """Return the error for a picture that is larger than any that is decoded."""
    return UserError(
        "{name} is {width} × {height} px, more than {side} px along a side or {most} million in all; make a smaller "
        "copy of it.",
        name=shown(path),
        width=width_px,
        height=height_px,
        side=LONGEST_SIDE_PX,
        most=MOST_PIXELS // 1_000_000,
    )


def flattened(image: Picture, *, is_colour: bool, white: float = DEEP_WHITE) -> Picture:
    """Return a picture of any mode in mode "RGB" or "L"; what is transparent becomes white.

    Args:
        image: is not changed, but may be loaded.
        is_colour: "RGB"; otherwise "L".
        white: what is white in pictures of more than 8 bits.
    """
    from PIL import Image

    exif = image.getexif()
    mode = "RGB" if is_colour else "L"
    if is_deep(image.mode):
        scale = np.float32(255 / white)
        levels = np.nan_to_num(np.asarray(image).astype(np.float32) * scale, posinf=255, neginf=0)
        flat = Image.fromarray(np.rint(np.clip(levels, 0, 255)).astype(np.uint8)).convert(mode)
    elif image.has_transparency_data:
        layer = image.convert("RGBA")
        flat = Image.new("RGBA", layer.size, "white")
        flat.alpha_composite(layer)
        flat = flat.convert(mode)
    else:
        flat = image.convert(mode)
    if _ORIENTATION in exif:  # a new picture has lost it
        flat.getexif()[_ORIENTATION] = exif[_ORIENTATION]
    return flat


@contextmanager
def opened(path: Path, most_pixels: int = MOST_PIXELS) -> Iterator[Picture]:
    """Open a picture, and turn every exception into a `UserError` that names it.

    Args:
        path: the file.
        most_pixels: what a sentence about a larger picture says.

    Raises:
        UserError: as for `decoded`.
    """
    from PIL import Image, UnidentifiedImageError

    file_size(path)  # refuses what is empty, and a pipe, which would block
    with reading(path), warnings.catch_warnings(action="ignore"):  # keep warnings about metadata off the terminal
        try:
            with Image.open(path, formats=FORMATS) as image:
                yield image
        except Image.DecompressionBombError as error:  # Pillow's own limit, checked on opening
            raise UserError(
                "{name} is larger than {limit} million pixels; make a smaller copy of it.",
                name=shown(path),
                limit=most_pixels // 1_000_000,
                details=str(error),
            ) from error
        except UnidentifiedImageError as error:
            raise UserError(
                "{name} is no picture that can be read; choose a PNG, JPEG, BMP, GIF, TIFF or WebP file.",
                details=str(error),
                name=shown(path),
            ) from error
        except DECODING_ERRORS as error:
            raise damaged(path, f"{type(error).__name__}: {error}") from error


def _is_turned(image: Picture) -> bool:
    return image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
