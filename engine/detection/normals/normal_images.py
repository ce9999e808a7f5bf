"""Which normal images a detector can learn from, and how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.evidence.views import images_at_once, is_picture, shrunk
from engine.detection.normals.findings import Findings
from engine.detection.normals.twins import exact_originals, near_originals
from engine.errors import UserError

FEWEST_NORMALS, FEWEST_PICTURES = 30, 10
MOST_NORMALS, MOST_PICTURES = 10_000, 600
"""With more normal images than this a detector is slower and not noticeably better, so a random choice is used."""

_IMAGES_AT_ONCE = 2_000


def fewest_normals(image_shape: tuple[int, ...]) -> int:
    """Return how many different images of this shape, (height, width, channels) in px, a detector needs at least."""
    return FEWEST_PICTURES if is_picture(image_shape) else FEWEST_NORMALS


def most_normals(image_shape: tuple[int, ...]) -> int:
    """Return how many images of this shape, (height, width, channels) in px, a detector learns from at most."""
    return MOST_PICTURES if is_picture(image_shape) else MOST_NORMALS


def require_usable(images: Images, cancellation: Cancellation | None = None, poll: Poll = poll_nothing) -> None:
    """Check that a detector can learn from (n, height, width, channels) uint8 normal images.

    Args:
        images: the images.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        UserError: there are none or too few, all are the same, or all are blank.
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    fewest = fewest_normals(images.shape[1:])
    if len(images) == 0:
        raise UserError(
            "There are no normal images to learn verdicts from; choose at least one class that the data has."
        )
    if len(images) < fewest:
        raise UserError(
            "Verdicts need at least {fewest} normal images and there are {count}; add images or choose more "
            "classes.",
            fewest=fewest,
            count=len(images),
        )
    is_same = is_blank = True
    for start in range(0, len(images), at_once := _images_at_once(images)):
        poll()
        cancellation.raise_if_cancelled()
        part = images[start : start + at_once]
        is_same = is_same and bool((part == images[:1]).all())
        flat = part.reshape(len(part), -1)
        is_blank = is_blank and bool((flat.max(axis=1) == flat.min(axis=1)).all())
        if not (is_same or is_blank):
            return
    if is_same:
        raise UserError(
            "All {count} normal images are the same, so nothing shows how normal images differ; choose others.",
            count=len(images),
        )
    raise UserError(
        "Each of the {count} normal images is of one plain brightness, so there is no shape to learn; choose "
        "others.",
        count=len(images),
    )


def _images_at_once(images: Images) -> int:
    return min(_IMAGES_AT_ONCE, images_at_once(images))


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
        most: the most images to choose; at least `fewest_normals` are.
        random: chooses.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        UserError: there are no images or too few different ones, all are the same, or all are blank.
        Cancelled: `cancellation` was requested.
    """
    fewest = fewest_normals(images.shape[1:])
    require_usable(images, cancellation, poll)
    # Also if all are taken: images sorted, e.g. by class, must not be split into folds in that order.
    order = random.permutation(len(images))
    exact = exact_originals(images, cancellation, poll)
    places = order[exact[order] == order][: max(most, fewest)]
    near = near_originals(_compared(images, places, cancellation, poll), cancellation, poll)
    nearly = np.arange(len(images))
    nearly[places] = places[near]
    is_original = near == np.arange(len(places))
    different = int(is_original.sum())
    copies = len(images) - int((exact == np.arange(len(images))).sum()) + len(places) - different
    if different < fewest:
        raise UserError(
            "Of {count} normal images only {different} are different, the others are copies of them; verdicts need "
            "at least {fewest} different ones. Add images or choose more classes.",
            count=len(images),
            different=different,
            fewest=fewest,
        )
    return ChosenNormals(places[is_original], nearly[exact], Findings(copies))


def _compared(images: Images, places: NDArray[np.intp], cancellation: Cancellation, poll: Poll) -> Images:
    """Return some of the images, pictures averaged down to at most 64 px a side: twins are still the same then."""
    if not is_picture(images.shape[1:]):
        return images[places]
    parts = []
    for start in range(0, len(places), at_once := _images_at_once(images)):
        poll()
        cancellation.raise_if_cancelled()
        parts.append(shrunk(images[places[start : start + at_once]]))
    return np.concatenate(parts)
