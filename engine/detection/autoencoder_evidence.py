"""What the trained autoencoder says of an image: how well it rebuilds it, and where its code lies.

It is learnt after each training, within a second or two; what the images themselves say
(`engine.detection.image_evidence`) does not depend on the training.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.detection.calibration import Rarity
from engine.detection.evidence import code, reconstruction
from engine.detection.evidence.code import Codes
from engine.detection.evidence.views import Views, images_at_once, to_float32, views_of

Floats = NDArray[np.float32]
Reconstruct = Callable[[Floats], Floats]
Encode = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Autoencoder:
    """A trained autoencoder, as the detector asks it.

    Attributes:
        reconstruct: (n, height, width, channels) float32 in 0..1 to the same.
        encode: the same images to their codes, (n, d) float32.
    """

    reconstruct: Reconstruct
    encode: Encode


KINDS: tuple[str, ...] = (reconstruction.NAME, code.NAME)

FEWEST_UNSEEN = 8  # images that the autoencoder did not train on, to estimate how much it overfits the others
_IMAGES_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class AutoencoderEvidence:
    """Learnt from normal images and one trained autoencoder.

    Attributes:
        rarities: one `Rarity` for each of `KINDS`.
        spot: the rarity of the worst spot of an image, for the heat map.
        codes: of the normal images.
        explained: how much of what differs between normal images the autoencoder rebuilds: 1 is everything, 0 is no
            more than their mean image would, and it may be negative.
    """

    rarities: tuple[Rarity, ...]
    spot: Rarity
    codes: Codes
    explained: float

    @classmethod
    def fit(
        cls,
        images: Images,
        places: NDArray[np.intp],
        autoencoder: Autoencoder,
        is_unseen: NDArray[np.bool_],
        cancellation: Cancellation,
        poll: Poll,
    ) -> tuple[AutoencoderEvidence, Floats]:
        """Learn from the autoencoder's answers to normal images.

        Args:
            images: (m, height, width, channels) uint8, normal ones only.
            places: (n,) which of them to learn from.
            autoencoder: the trained one; it is called on this thread.
            is_unseen: (n,) bool: the images that the autoencoder did not train on, at least `FEWEST_UNSEEN`.
                Images that it trained on get smaller errors than new ones would, which these show and correct.
            cancellation: checked often.
            poll: called often, on this thread.

        Returns:
            What was learnt, and the surprise of each of these images, (n, 2) float32, as if it were new.

        Raises:
            Cancelled: `cancellation` was requested.
        """
        at_once = max(images_at_once(images), 1)
        features, codes, kept = [], [], []
        for start in range(0, len(places), at_once):
            views, of_part = answers(images[places[start : start + at_once]], autoencoder, cancellation, poll)
            features.append(reconstruction.features(views))
            codes.append(of_part)
            kept.append(views.shrunk())
        learnt, distances = Codes.fit(np.concatenate(codes))
        values = np.column_stack([np.concatenate(features), distances])  # error, worst spot, code
        if not is_unseen.all():
            values[~is_unseen] += _training_bias(values, is_unseen)
        rarities = tuple(Rarity.fit(values[:, column]) for column in (0, 2))
        surprises = np.column_stack(
            [rarity(values[:, column]) for rarity, column in zip(rarities, (0, 2), strict=True)]
        )
        explained = _explained(kept[0] if len(kept) == 1 else Views.concatenated(kept), is_unseen)
        return cls(rarities, Rarity.fit(values[:, 1]), learnt, explained), np.asarray(surprises, np.float32)

    def surprises(self, views: Views, codes: Floats) -> Floats:
        """Return the surprises (-log10 p), (n, 2) float32, a column for each of `KINDS`."""
        error = self.rarities[0](reconstruction.features(views)[:, 0])
        return np.stack([error, self.rarities[1](self.codes.distances(codes))], axis=1)

    def heat(self, views: Views) -> Floats:
        """Return the surprise of each pixel's surroundings in one image, (height, width) float32."""
        return self.spot(reconstruction.spot_map(views))


def answers(
    images: Images | Floats, autoencoder: Autoencoder, cancellation: Cancellation, poll: Poll
) -> tuple[Views, Floats]:
    """Return the views of images with their reconstructions, and their codes, (n, d) float32.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    parts, codes = [], []
    for start in range(0, max(1, len(images)), _IMAGES_AT_ONCE):
        poll()
        cancellation.raise_if_cancelled()
        light = to_float32(images[start : start + _IMAGES_AT_ONCE])
        parts.append(views_of(light, autoencoder.reconstruct(light)))
        codes.append(autoencoder.encode(light))
    return (parts[0] if len(parts) == 1 else Views.concatenated(parts)), np.concatenate(codes)


def _training_bias(values: Floats, is_unseen: NDArray[np.bool_]) -> Floats:
    """Return by how much the mean of unseen normals exceeds that of trained ones, (k,) float32, at least 0."""
    difference = values[is_unseen].mean(axis=0) - values[~is_unseen].mean(axis=0)
    return np.asarray(np.maximum(difference, 0), np.float32)


def _explained(views: Views, is_unseen: NDArray[np.bool_]) -> float:
    assert views.squared_error is not None
    light = views.brightness[is_unseen]
    spread = float(np.square(light - views.brightness.mean(axis=0)).mean())
    error = float(views.squared_error[is_unseen].mean())
    return 1.0 - error / max(spread, 1e-9)
