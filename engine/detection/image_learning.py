"""Learning from normal images alone, of either size."""

from __future__ import annotations

from collections.abc import Collection

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection.evidence.views import is_picture
from engine.detection.image_evidence import LearntImages
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.detection.pictures.learning import learn_pictures
from engine.detection.small_images.learning import learn_small_images
from engine.progress import Report, report_nothing


def learn_images(
    images: Images,
    *,
    seed: int = 0,
    most_normals: int = MOST_NORMALS,
    without: Collection[str] = (),
    report: Report = report_nothing,
    cancellation: Cancellation | None = None,
    poll: Poll = poll_nothing,
) -> LearntImages:
    """Learn what normal images are like. It may run on any thread.

    Args:
        images: (n, height, width, channels) uint8, normal ones only; pictures are those with a side of more than 64 px.
        seed: the same seed on the same images gives the same result.
        most_normals: the most images to learn from; with more, a random choice is taken.
        without: families of faults of which no damaged copies are made, for tests; pictures need no damaged copies.
        report: receives what is being done and the progress, 0..1.
        cancellation: checked often.
        poll: called often, on this thread.

    Raises:
        UserError: there are no images or too few, all are the same, or all are blank.
        Cancelled: `cancellation` was requested.
    """
    cancellation = cancellation or Cancellation()
    if is_picture(images.shape[1:]):
        return learn_pictures(
            images, seed=seed, most_normals=most_normals, report=report, cancellation=cancellation, poll=poll
        )
    return learn_small_images(
        images,
        seed=seed,
        most_normals=most_normals,
        without=without,
        report=report,
        cancellation=cancellation,
        poll=poll,
    )
