"""Images and a stand-in for the trained autoencoder, for all tests of the detector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.scores import Scores

Images = NDArray[np.uint8]
Floats = NDArray[np.float32]


def bars(count: int, seed: int = 0, height: int = 14, width: int = 12, channels: int = 1) -> Images:
    """Return slightly blurred, slightly slanted upright bars near the middle, (count, height, width, channels)."""
    return _strokes(count, seed, height, width, channels, is_upright=True)


def lying_bars(count: int, seed: int = 0, height: int = 14, width: int = 12) -> Images:
    """Return the same lying: of another shape, but whole."""
    return _strokes(count, seed, height, width, 1, is_upright=False)


def _strokes(count: int, seed: int, height: int, width: int, channels: int, *, is_upright: bool) -> Images:
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    along, across = (rows - (height - 1) / 2, columns - (width - 1) / 2)
    if not is_upright:
        along, across = across, along
    slant = random.uniform(-0.2, 0.2, (count, 1, 1))
    place = random.uniform(-0.7, 0.7, (count, 1, 1))
    thick = random.uniform(0.8, 1.4, (count, 1, 1))
    length = random.uniform(3.4, 4.4, (count, 1, 1))
    light = np.clip(thick + 0.5 - np.abs(across - place - slant * along), 0, 1)
    light = light * np.clip(length + 0.5 - np.abs(along), 0, 1) * random.uniform(0.9, 1.0, (count, 1, 1))
    return np.repeat(np.rint(light * 255).astype(np.uint8)[..., None], channels, axis=3)


class MeanImage:
    """An autoencoder with the shortest code there is: it gives every image back as the mean of those it learnt."""

    def __init__(self, images: Images) -> None:
        self.mean = (images.mean(axis=0) / 255).astype(np.float32)
        self.calls = 0

    def __call__(self, light: Floats) -> Floats:
        self.calls += 1
        assert light.dtype == np.float32
        return np.broadcast_to(self.mean, light.shape).copy()


def coarse(light: Floats) -> Floats:
    """Return every third pixel of each third row as a code, (n, d) float32."""
    part = light[:, ::3, ::3]
    return part.reshape(len(part), int(np.prod(part.shape[1:]))).astype(np.float32)


def mean_autoencoder(images: Images) -> Autoencoder:
    """Return an autoencoder that rebuilds the mean of these images, and whose codes are `coarse`."""
    return Autoencoder(MeanImage(images), coarse)


def surprise_of(detector: Detector, found: Scores, kind: str) -> Floats:
    """Return the surprise of one kind of evidence, (n,) float32."""
    return found.surprises[:, [known.name for known in detector.kinds].index(kind)]
