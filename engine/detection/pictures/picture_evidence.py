"""What a picture itself says: which of its parts are unlike those of normal ones, and how unusual it is as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.calibration import Rarity
from engine.detection.evidence.enlarging import enlarged
from engine.detection.evidence.neighbours import Neighbours
from engine.detection.evidence.views import Views, shrunk, to_float32
from engine.detection.image_evidence import ImageFinding
from engine.detection.pictures import whole_picture
from engine.detection.pictures.descriptors import averages_of, describe
from engine.detection.pictures.fine_light import FineLight, fine_light
from engine.detection.pictures.map_models import KINDS_OF_MAPS, MapModels
from engine.detection.pictures.surprise_map import blurred, top_cells
from engine.detection.pictures.whole_picture import WholePicture
from engine.protocol.results import EvidenceKind

Floats = NDArray[np.float32]

KINDS = (*KINDS_OF_MAPS, EvidenceKind(whole_picture.NAME, whole_picture.LABEL, whole_picture.EXPLANATION))

_LEAST_PART = 1e-3
_COST_OF_ERRORS = 1.7  # -log10 of the error's share
_FAINT = np.float32(0.1)  # the heat of the least unusual of all normal pictures, at its most unusual place


@dataclass(frozen=True, eq=False)
class PictureEvidence:
    """Everything learnt from normal pictures alone.

    Attributes:
        models: of the maps of a picture, fitted to normal pictures.
        usual: (k, 32, 32) float32, positive, from `usual_of`: by what each model's map is divided.
        whole: of the picture as a whole.
        fine: of its light, pixel by pixel, for the heat map.
        rarity: of the score of the maps, fitted to held-out normal pictures.
        rarity_of_whole: of the distance of the whole picture, likewise.
        spot: of the logarithm of a picture's hottest pixel (see `heat_of`), likewise.
        gallery: (g, height, width, channels) uint8, g >= 1: some of the normal pictures.
    """

    models: MapModels
    usual: Floats
    whole: WholePicture
    fine: FineLight
    rarity: Rarity
    rarity_of_whole: Rarity
    spot: Rarity
    gallery: Images

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        """Those of maps, and that of the whole picture."""
        return KINDS

    def surprises(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Floats:
        """Return the surprises (-log10 p), (n, k) float32, at least 0, a column for each of `kinds`.

        Args:
            views: the pictures.
            cancellation: ends the work, by `Cancelled`; checked before each picture.
            poll: called before each picture, on this thread.
        """
        assert views.light is not None
        rows = [np.empty((0, len(KINDS)), np.float32)]
        for light in views.light:
            poll()
            cancellation.raise_if_cancelled()
            cells = describe(light)[None]
            rows.append(self._surprises(self.models.distances(cells) / self.usual, cells))
        return np.concatenate(rows)

    def examine(self, views: Views, cancellation: Cancellation) -> ImageFinding:
        """Return what is found in one picture."""
        assert views.light is not None
        cells = describe(views.light[0])[None]
        cancellation.raise_if_cancelled()
        maps = self.models.distances(cells) / self.usual
        cancellation.raise_if_cancelled()
        factors = self.fine.factors(fine_light(views.light[0])[None])[0]
        heat = self._heat(heat_of(maps[0], factors), views.brightness.shape[1:])
        return ImageFinding(self._surprises(maps, cells), heat, self._nearest_normal(views))

    def with_errors(self, heat: Floats, of_errors: Floats) -> Floats:
        """Return the heat map by all evidence.

        A reconstruction error counts where it is far more unusual than the part of the picture is, by what its small
        share in the score costs: the autoencoder sees pictures shrunk, and errs along every edge.
        """
        return np.asarray(np.maximum(heat, of_errors - np.float32(_COST_OF_ERRORS)), np.float32)

    def _surprises(self, maps: Floats, cells: Floats) -> Floats:
        return surprises_of(
            top_cells(maps), self.whole.distances(averages_of(cells)), self.rarity, self.rarity_of_whole
        )

    def _heat(self, heat: Floats, shape: tuple[int, ...]) -> Floats:
        """Return the surprise of what `heat_of` returns, (height, width) float32.

        From one in ten on it is the surprise. Below, where that is flat or zero, it is raised a little, so that of two
        places the more unusual one is always the hotter.
        """
        values = np.log(enlarged(heat, shape))
        surprise = self.spot(values)
        surprise += _FAINT * np.square(np.maximum(1 - surprise, 0))
        below = np.exp(np.minimum(values - np.float32(self.spot.values[0]), 0))
        return np.asarray(surprise * below, np.float32)

    def _nearest_normal(self, views: Views) -> Images:
        index, _ = self._small_gallery.nearest(_small(views.light), 1)
        image: Images = self.gallery[index[0, 0]]
        return image

    @cached_property
    def _small_gallery(self) -> Neighbours:
        return Neighbours(_small(to_float32(self.gallery)))

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the attributes as arrays, which `engine.detection.pictures.arrays` reads back."""
        return {
            **{f"maps_{name}": array for name, array in self.models.arrays().items()},
            "usual": self.usual,
            **{f"whole_{name}": array for name, array in self.whole.arrays().items()},
            **{f"fine_{name}": array for name, array in self.fine.arrays().items()},
            "rarity_maps": self.rarity.array(),
            "rarity_whole": self.rarity_of_whole.array(),
            "rarity_spot": self.spot.array(),
            "normal_gallery": self.gallery,
        }


def heat_of(maps: Floats, factors: Floats) -> Floats:
    """Return how unusual each pixel's surroundings are, (rows, columns) float32, positive.

    Args:
        maps: (k, 32, 32) float32, divided by what is usual.
        factors: (rows, columns) float32, from `FineLight.factors`.
    """
    cells = enlarged(blurred(maps.sum(axis=0)), factors.shape)
    return np.asarray(np.maximum(cells * factors, 1e-6), np.float32)


def surprises_of(parts: Floats, distances: Floats, rarity: Rarity, rarity_of_whole: Rarity) -> Floats:
    """Return the surprises of n pictures, (n, k) float32, at least 0, a column for each of `KINDS`.

    The kinds that give maps are judged together, since they are strongest where they agree. Each one's surprise is
    theirs, raised or lowered by its part in the sum; so combined (see `engine.detection.judging`), all of them have
    the surprise of the sum, and each contributes its part of it.

    Args:
        parts: (n, k - 1) float32, from `top_cells`.
        distances: (n,) float32, of the whole pictures.
        rarity: of the logarithm of the sum of the parts.
        rarity_of_whole: of the distances.
    """
    total = parts.sum(axis=1)
    together = rarity(np.log(total))
    shares = np.maximum(parts / total[:, None], np.float32(_LEAST_PART)) * np.float32(parts.shape[1])
    of_maps = np.maximum(together[:, None] + np.log10(shares), 0)
    return np.column_stack([of_maps, rarity_of_whole(distances)]).astype(np.float32)


def _small(light: Floats | None) -> Floats:
    """Return pictures averaged down to at most 16 px a side and flat, (n, v) float32, less each one's mean."""
    assert light is not None
    small = shrunk(light, 16)
    flat = small.reshape(len(small), -1)
    return np.asarray(flat - flat.mean(axis=1, keepdims=True), np.float32)
