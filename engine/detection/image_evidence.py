"""What an image itself says, whatever autoencoder was trained: one interface for small images and for pictures.

It depends on the normal images alone, so it is learnt once for them, before or beside a training, and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.evidence.views import Views
from engine.detection.normals.normal_images import ChosenNormals
from engine.protocol.results import EvidenceKind

Floats = NDArray[np.float32]


class ImageFinding(NamedTuple):
    """What is found in one image.

    Attributes:
        surprises: (1, k) float32, as `ImageEvidence.surprises` returns them.
        heat: (height, width) float32, at least 0: the surprise of each pixel's surroundings. A value s means that one
            normal image in 10^s has a value this high at any place.
        nearest_normal: (height, width, channels) uint8: the most similar of the normal images that are kept.
    """

    surprises: Floats
    heat: Floats
    nearest_normal: Images


class ImageEvidence(Protocol):
    """Everything learnt from normal images alone."""

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        """The kinds of evidence, in the order of the columns of surprises."""

    def surprises(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Floats:
        """Return the surprises (-log10 p), (n, k) float32, at least 0, a column for each of `kinds`.

        Args:
            views: the images.
            cancellation: ends the work, by `Cancelled`; checked often.
            poll: called often, on this thread.
        """

    def examine(self, views: Views, cancellation: Cancellation) -> ImageFinding:
        """Return what is found in one image.

        Args:
            views: of this one image.
            cancellation: ends the work, by `Cancelled`; checked often.
        """

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return what was learnt as arrays; the names consist of small letters and ``_``."""


@dataclass(frozen=True, eq=False)
class LearntImages:
    """What was learnt from normal images, and what it says of these images themselves.

    Attributes:
        evidence: what was learnt.
        surprises: (n, k) float32, a column for each kind: of the images, by parts that have not seen them.
        chosen: which images were used, in the order of the surprises.
    """

    evidence: ImageEvidence
    surprises: Floats
    chosen: ChosenNormals
