"""The real MNIST, from a file beside the repository, for the benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PATH = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist.npz"


def load() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the training and the test images, (n, 28, 28, 1) uint8; if missing, print why and exit with 1."""
    if not PATH.is_file():
        sys.exit("This benchmark needs the real MNIST, which is not at ../shared/data/mnist.npz.")
    with np.load(PATH) as mnist:
        return mnist["x_train"][..., None], mnist["x_test"][..., None]
