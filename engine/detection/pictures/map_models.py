"""All kinds of evidence that give a map of a picture, fitted together to the same normal pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.array_checks import part_of
from engine.detection.pictures.map_autoencoder import MapAutoencoder
from engine.detection.pictures.near_cells import NearCells
from engine.detection.pictures.place_gaussians import PlaceGaussians
from engine.detection.pictures.whitening import Whitening
from engine.protocol.results import EvidenceKind

Floats = NDArray[np.float32]

KINDS_OF_MAPS = (
    EvidenceKind(
        "map_autoencoder",
        "Parts against the whole",
        "Which parts a linear autoencoder, learnt beside yours from edges, colours and fine detail, cannot rebuild.",
    ),
    EvidenceKind(
        "place_gaussians",
        "Parts at their place",
        "Which parts are unlike what normal pictures show at the same place.",
    ),
    EvidenceKind(
        "near_cells",
        "Parts never seen",
        "Which parts are unlike every part that was seen in normal pictures around that place.",
    ),
)

WEIGHTS = (1.0, 0.1, 0.15)
"""How much each of them counts: the first is the best on most sets of pictures, and the others help it a little."""


@dataclass(frozen=True, eq=False)
class MapModels:
    """Every model, fitted to the same normal pictures.

    Attributes:
        whitening: of the descriptors.
        autoencoder, places, near: a model for each of `KINDS_OF_MAPS`.
    """

    whitening: Whitening
    autoencoder: MapAutoencoder
    places: PlaceGaussians
    near: NearCells

    @classmethod
    def fit(cls, maps: Floats, groups: NDArray[np.intp], cancellation: Cancellation) -> MapModels:
        """Learn from descriptor maps of normal pictures.

        Args:
            maps: (n, 32, 32, d) float32.
            groups: (n,) the number of each picture's group (see `groups_of`).
            cancellation: checked often.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        whitening = Whitening.fit(maps)
        white = whitening(maps)
        cancellation.raise_if_cancelled()
        autoencoder = MapAutoencoder.fit(white, groups, cancellation)
        cancellation.raise_if_cancelled()
        return cls(whitening, autoencoder, PlaceGaussians.fit(white, cancellation), NearCells.fit(white))

    def distances(self, maps: Floats) -> Floats:
        """Return how unusual each cell is, (n, k, 32, 32) float32, at least 0, for each of `KINDS_OF_MAPS`."""
        white = self.whitening(maps)
        models = (self.autoencoder, self.places, self.near)
        return np.stack([model.distances(white) for model in models], axis=1)

    def arrays(self) -> dict[str, Floats]:
        """Return the attributes as arrays."""
        parts = {
            "whitening": self.whitening.arrays(),
            "autoencoder": self.autoencoder.arrays(),
            "places": self.places.arrays(),
            "near": self.near.arrays(),
        }
        return {f"{part}_{name}": array for part, named in parts.items() for name, array in named.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Floats]) -> MapModels:
        """Rebuild the object from `arrays`; their shapes have been validated."""
        return cls(
            Whitening.from_arrays(part_of(arrays, "whitening")),
            MapAutoencoder.from_arrays(part_of(arrays, "autoencoder")),
            PlaceGaussians.from_arrays(part_of(arrays, "places")),
            NearCells.from_arrays(part_of(arrays, "near")),
        )
