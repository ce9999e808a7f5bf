"""What a small image itself says: its shape, light, sharpness, details, place and damage.

It depends on the normal images alone, so it is learnt once for them, before or beside a training, and kept.
"""

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
from engine.detection.evidence.collection import LABELS, Collection
from engine.detection.evidence.detail import log_patches
from engine.detection.evidence.neighbours import Neighbours
from engine.detection.evidence.views import Views
from engine.detection.image_evidence import ImageFinding
from engine.detection.small_images.fusion import COMPONENTS, DAMAGE_EXPLANATION, DAMAGE_LABEL, Fusion
from engine.protocol.results import EvidenceKind

Floats = NDArray[np.float32]

STRANGEST_PATCH = "strangest_patch"
"""The feature whose rarity colours the heat map; it is the largest value of a map."""


KINDS = tuple(EvidenceKind(name, *LABELS.get(name, (DAMAGE_LABEL, DAMAGE_EXPLANATION))) for name in COMPONENTS)


@dataclass(frozen=True, eq=False)
class SmallImageEvidence:
    """Everything learnt from normal images alone.

    Attributes:
        evidence: fitted to normal images.
        fusion: fitted to held-out features of normal images and of their damaged copies.
        rarities: one `Rarity` for each of `COMPONENTS`, fitted to held-out normals.
        patch: the rarity of an image's strangest patch, for the heat map.
        gallery: (g, height, width, channels) uint8, g >= 1: the first of the normal images that `evidence` knows.
    """

    evidence: Collection
    fusion: Fusion
    rarities: tuple[Rarity, ...]
    patch: Rarity
    gallery: Images

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        """One for each of `COMPONENTS`."""
        return KINDS

    def surprises(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Floats:
        """Return the surprises (-log10 p), (n, c) float32, a column for each of `COMPONENTS`.

        Args:
            views: the images.
            cancellation: ends the work, by `Cancelled`.
            poll: called often, on this thread.
        """
        return self.surprises_of(self.fusion.components(self.evidence.features(views, cancellation, poll)))

    def surprises_of(self, components: Floats) -> Floats:
        """Return the surprises of (n, c) float32 components, of the same shape."""
        assert components.shape[1] == len(COMPONENTS)
        return np.stack(
            [rarity(column) for rarity, column in zip(self.rarities, components.T, strict=True)], axis=1
        )

    def examine(self, views: Views, cancellation: Cancellation) -> ImageFinding:
        """Return what is found in one image."""
        return ImageFinding(self.surprises(views, cancellation), self.heat(views), self.nearest_normal(views))

    def heat(self, views: Views) -> Floats:
        """Return the surprise of the patch around each pixel of one image, (height, width) float32."""
        return self.patch(log_patches(self.evidence.detail.patch_map(views.brightness)[0]))

    def nearest_normal(self, views: Views) -> Images:
        """Return the normal image of the gallery whose shape is nearest to that of one image, (height, width, c)."""
        index, _ = self._shapes.nearest(self.evidence.shape.vectors(views), 1)
        image: Images = self.gallery[index[0, 0]]
        return image

    @cached_property
    def _shapes(self) -> Neighbours:
        return Neighbours(self.evidence.shape.neighbours.reference[: len(self.gallery)])

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the attributes as arrays, which `engine.detection.small_images.arrays` reads back."""
        parts: dict[str, Mapping[str, NDArray[Any]]] = {
            "shape": self.evidence.shape.arrays(),
            "detail": self.evidence.detail.arrays(),
            "fusion": self.fusion.arrays(),
            "rarity": {name: rarity.array() for name, rarity in zip(COMPONENTS, self.rarities, strict=True)},
            "heat": {"patch": self.patch.array()},
            "normal": {"gallery": self.gallery},
        }
        return {f"{part}_{name}": array for part, named in parts.items() for name, array in named.items()}
