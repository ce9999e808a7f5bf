"""What the tests of the files share: small data sets, IDX bytes, and opening without anyone who waits."""

import struct
from pathlib import Path

import numpy as np
import pytest

from engine.cancellation import Cancellation
from engine.datasets.files.image_files import open_images
from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError

IDX_TYPES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def images(count: int = 5, height: int = 12, width: int = 9, seed: int = 0) -> np.ndarray:
    """Return (count, height, width) uint8 noise, so that any mixed-up axis shows."""
    return np.random.default_rng(seed).integers(0, 256, (count, height, width), np.uint8)


def idx(array: np.ndarray) -> bytes:
    """Return an array as an IDX file."""
    code = IDX_TYPES[array.dtype.str[1:]]
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, code, array.ndim]) + sizes + array.astype(array.dtype.newbyteorder(">")).tobytes()


def opened(path: Path) -> ImageDataset:
    """Open a file."""
    return open_images(path, lambda template, fraction, **values: None, Cancellation())


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(UserError) as caught:
        opened(path)
    return str(caught.value)


def pixels(dataset: ImageDataset) -> np.ndarray:
    """Return the training images as (n, h, w)."""
    return dataset.x_train[..., 0]
