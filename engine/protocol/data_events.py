"""The events about the training images that the engine sends to the window. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.datasets.image_dataset import Images
from engine.protocol.events import Event


@dataclass(frozen=True, eq=False)
class SuspiciousImages(Event):
    """The training images that look least like the other normal ones, the most suspicious first.

    Attributes:
        identity: of the data set that they are in.
        places: (k,) where they are among its training images, or rather among those of the whole data set if some are
            left out of it (`engine.datasets.left_out`).
        images: (k, height, width, channels) uint8.
        suspicions: (k,) falling; 0 is usual, beyond 2 is rare (`engine.detection.normals.suspicion`).
    """

    identity: str
    places: tuple[int, ...]
    images: Images
    suspicions: tuple[float, ...]
