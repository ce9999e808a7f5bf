"""Learning beside a training, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.cancellation import Cancellation, poll_nothing
from engine.detection.image_evidence import LearntImages
from engine.detection.image_knowledge import ImageKnowledge, Subject
from engine.detection.image_learning import learn_images
from engine.errors import Cancelled, UserError
from engine.progress import report_nothing
from tests.engine.detection.detector_examples import Images, bars

IMAGES = bars(40, height=9, width=9)
SUBJECT = Subject("data", None, None, 0, 10_000)


@pytest.fixture
def knowledge() -> Iterator[ImageKnowledge]:
    knowledge = ImageKnowledge(Cancellation())
    yield knowledge
    knowledge.stop(30)


def wait_for(
    knowledge: ImageKnowledge,
    subject: Subject = SUBJECT,
    images: Images = IMAGES,
    cancellation: Cancellation | None = None,
) -> LearntImages:
    cancellation = cancellation or Cancellation()
    return knowledge.wait_for(subject, lambda: images, report_nothing, cancellation, poll_nothing)


@pytest.mark.slow
def test_what_is_learnt_beside_is_what_would_be_learnt_here_and_is_kept(knowledge: ImageKnowledge) -> None:
    knowledge.begin(SUBJECT, lambda: IMAGES)
    learnt = wait_for(knowledge)
    np.testing.assert_array_equal(learnt.surprises, learn_images(IMAGES, seed=0).surprises)
    assert wait_for(knowledge) is learnt


@pytest.mark.slow
def test_another_subject_is_learnt_anew(knowledge: ImageKnowledge) -> None:
    learnt = wait_for(knowledge)
    other = wait_for(knowledge, replace(SUBJECT, seed=1))
    assert (other.chosen.places != learnt.chosen.places).any()


@pytest.mark.slow
def test_images_that_teach_nothing_are_said_to_whoever_waits_and_tried_again(knowledge: ImageKnowledge) -> None:
    for _ in range(2):
        with pytest.raises(UserError, match="at least 30 normal images"):
            wait_for(knowledge, images=IMAGES[:5])
    assert len(wait_for(knowledge).surprises) > 30


def test_a_fault_of_ours_ends_the_waiting_too(knowledge: ImageKnowledge) -> None:
    def broken() -> Images:
        raise RuntimeError("no images")

    with pytest.raises(RuntimeError, match="no images"):
        knowledge.wait_for(SUBJECT, broken, report_nothing, Cancellation(), poll_nothing)


@pytest.mark.slow
def test_who_gives_up_waiting_leaves_the_learning_to_go_on(knowledge: ImageKnowledge) -> None:
    given_up = Cancellation()
    given_up.cancel()
    released = threading.Event()

    def late() -> Images:
        released.wait(30)
        return IMAGES

    with pytest.raises(Cancelled):
        knowledge.wait_for(SUBJECT, late, report_nothing, given_up, poll_nothing)
    released.set()
    assert len(wait_for(knowledge).surprises) > 30


def test_closing_ends_the_learning_within_a_bounded_time() -> None:
    ending = Cancellation()
    knowledge = ImageKnowledge(ending)
    knowledge.begin(SUBJECT, lambda: bars(2_000))
    ending.cancel()
    with pytest.raises(Cancelled):
        wait_for(knowledge, images=bars(2_000), cancellation=ending)
    knowledge.stop(30)
    assert not [
        thread for thread in threading.enumerate() if thread.name == "image-knowledge" and thread.is_alive()
    ]
