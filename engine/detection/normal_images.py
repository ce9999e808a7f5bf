"""Which normal images a detector can learn from, and how many."""

from __future__ import annotations

from engine.datasets.image_dataset import Images
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
