"""The few images whose reconstructions are shown while a model learns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset

FIXED_SAMPLES = 16
_LOOKED_THROUGH = 10_000


def fixed_samples(dataset: ImageDataset) -> NDArray[np.float32]:
    """Return up to 16 images to show, (k, height, width, channels) float32 in 0..1, read-only.

    They are test images if there are any, otherwise training images; with labels, one of each class in turn.
    """
    images, labels = dataset.x_test, dataset.y_test
    if images is None:
        images, labels = dataset.x_train, dataset.y_train
    if labels is None:
        chosen = np.arange(min(FIXED_SAMPLES, len(images)))
    else:
        head = labels[:_LOOKED_THROUGH]
        turn = np.empty(len(head), np.int64)  # how many images of the same class come before each image
        for label in np.unique(head):
            turn[head == label] = np.arange(np.count_nonzero(head == label))
        chosen = np.lexsort((head, turn))[:FIXED_SAMPLES]
    samples: NDArray[np.float32] = images[chosen].astype(np.float32) / np.float32(255)
    samples.flags.writeable = False
    return samples
