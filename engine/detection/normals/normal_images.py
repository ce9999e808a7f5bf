"""Which normal images a detector can learn from, and how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.detection.normals.findings import Findings
from engine.detection.normals.twins import exact_originals, near_originals
from engine.errors import UserError

FEWEST_NORMALS = 30
MOST_NORMALS = 10_000
"""With more normal images than this a detector is slower and not noticeably better, so a random choice is used."""

_IMAGES_AT_ONCE = 2_000


def require_usable(images: Images) -> None:
    """Check that a detector can learn from (n, height, width, channels) uint8 normal images.

    Raises:
        UserError: there are none or too few, all are the same, or all are blank.
    """
    if len(images) == 0:
        raise UserError(
            "There are no normal images to learn verdicts from; choose at least one class that the data has."
        )
    if len(images) < FEWEST_NORMALS:
        raise UserError(
            "Verdicts need at least {fewest} normal images and there are {count}; add images or choose more "
            "classes.",
            fewest=FEWEST_NORMALS,
            count=len(images),
        )
    first = images[:1]
    if all(
        (images[start : start + _IMAGES_AT_ONCE] == first).all()
        for start in range(0, len(images), _IMAGES_AT_ONCE)
    ):
        raise UserError(
            "All {count} normal images are the same, so nothing shows how normal images differ; choose others.",
            count=len(images),
        )
    flat = images.reshape(len(images), -1)
    if (flat.max(axis=1) == flat.min(axis=1)).all():
        raise UserError(
            "Each of the {count} normal images is of one plain brightness, so there is no shape to learn; choose "
            "others.",
            count=len(images),
        )


@dataclass(frozen=True, eq=False)
class ChosenNormals:
    """The normal images that a detector learns from: different ones, in random order.

    Attributes:
        places: (k,) their indices among the n images.
        originals: (n,) the index of the image that each is a copy of; its own if of none.
        findings: how many images are left out as copies of others.
    """

    places: NDArray[np.intp]
    originals: NDArray[np.intp]
    findings: Findings

    def unseen(self, is_unseen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return of which chosen images an autoencoder has trained neither on the image nor on a copy, (k,) bool.

        Args:
            is_unseen: (n,) bool: the images that it did not train on.
        """
        unseen = is_unseen.copy()
        np.logical_and.at(unseen, self.originals, is_unseen)
        return unseen[self.places]


def choose_normals(
    images: Images,
    most: int,
    random: np.random.Generator,
    cancellation: Cancellation,
    poll: Poll,
) -> ChosenNormals:
    """Choose at most so many different images, at random.

    Of copies only one is taken, since a promise can only be made from different images, and since an image whose copy
    is learnt from looks more normal than a new one.

    Args:
        images: (n, height, width, channels) uint8.
        most: the most images to choose; at least `FEWEST_NORMALS` are.
        random: chooses.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        UserError: there are no images or too few different ones, all are the same, or all are blank.
        Cancelled: `cancellation` was requested.
    """
    require_usable(images)
    # Also if all are taken: images sorted, e.g. by class, must not be split into folds in that order.
    order = random.permutation(len(images))
    exact = exact_originals(images)
    places = order[exact[order] == order][: max(most, FEWEST_NORMALS)]
    near = near_originals(images[places], cancellation, poll)
    nearly = np.arange(len(images))
    nearly[places] = places[near]
    is_original = near == np.arange(len(places))
    different = int(is_original.sum())
    copies = len(images) - int((exact == np.arange(len(images))).sum()) + len(places) - different
    if different < FEWEST_NORMALS:
        raise UserError(
            "Of {count} normal images only {different} are different, the others are copies of them; verdicts need "
            "at least {fewest} different ones. Add images or choose more classes.",
            count=len(images),
            different=different,
            fewest=FEWEST_NORMALS,
        )
    return ChosenNormals(places[is_original], nearly[exact], Findings(copies))
