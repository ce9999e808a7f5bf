"""What was learnt from normal images alone: beside a training, on a thread of its own, and kept for the next one."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from engine.cancellation import Cancellation, Poll
from engine.datasets.image_dataset import Images
from engine.detection.image_evidence import LearntImages
from engine.detection.image_learning import learn_images
from engine.progress import Report

_KINDNESS = 10
_POLLING_PERIOD_S = 0.01

_Progress = tuple[str, float | None, dict[str, object]]


@dataclass(frozen=True)
class Subject:
    """Which images, and how they are learnt from: what is learnt depends on nothing else.

    Attributes:
        data_identity: of the data set.
        normal: the labels that count as normal; None means all.
        samples: how many of them; None means all.
        seed: of the learning.
        most: the most images to learn from.
    """

    data_identity: str
    normal: tuple[int, ...] | None
    samples: int | None
    seed: int
    most: int


class ImageKnowledge:
    """Learns in the background, and keeps what was learnt last.

    Args:
        ending: cancelled when the window closes.
    """

    def __init__(self, ending: Cancellation) -> None:
        self._ending = ending
        self._work: _Work | None = None

    def begin(self, subject: Subject, images: Callable[[], Images]) -> None:
        """Begin to learn, unless it is known or being learnt; other learning ends."""
        if self._work is not None and self._work.subject == subject and not self._work.has_failed:
            return
        self.stop()
        self._work = _Work(subject, images, Cancellation(self._ending))

    def stop(self, timeout_s: float = 0.0) -> None:
        """End the learning that is under way, if any, and wait up to so many seconds until it has ended."""
        if self._work is not None and not self._work.is_done:
            self._work.cancellation.cancel()
            self._work.done.wait(timeout_s)
            self._work = None

    def wait_for(
        self,
        subject: Subject,
        images: Callable[[], Images],
        report: Report,
        cancellation: Cancellation,
        poll: Poll,
    ) -> LearntImages:
        """Return what is learnt, as soon as it is.

        Args:
            subject: what it depends on.
            images: the normal images, (n, height, width, channels) uint8.
            report: receives the progress, on this thread.
            cancellation: ends the waiting; the learning goes on for the next time.
            poll: called often, on this thread.

        Raises:
            UserError: the images cannot be learnt from.
            Cancelled: `cancellation` was requested.
        """
        self.begin(subject, images)
        assert self._work is not None
        work = self._work
        reported: _Progress | None = None
        while not work.done.wait(_POLLING_PERIOD_S):
            poll()
            cancellation.raise_if_cancelled()
            if work.progress != reported and work.progress is not None:
                reported = work.progress
                template, fraction, values = reported
                report(template, fraction, **values)
        return work.result()


class _Work:
    """One learning, on a thread of its own that gives way to the training's."""

    def __init__(self, subject: Subject, images: Callable[[], Images], cancellation: Cancellation) -> None:
        self.subject = subject
        self.cancellation = cancellation
        self.done = threading.Event()
        self.progress: _Progress | None = None
        self._images = images
        self._learnt: LearntImages | None = None
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="image-knowledge", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        return self.done.is_set()

    @property
    def has_failed(self) -> bool:
        return self._problem is not None

    def result(self) -> LearntImages:
        if self._problem is not None:
            raise self._problem
        assert self._learnt is not None
        return self._learnt

    def _run(self) -> None:
        try:
            _give_way()
            self._learnt = learn_images(
                self._images(),
                seed=self.subject.seed,
                most_normals=self.subject.most,
                report=self._note,
                cancellation=self.cancellation,
            )
        except BaseException as problem:
            self._problem = problem
        finally:
            self.done.set()

    def _note(self, template: str, fraction: float | None, /, **values: object) -> None:
        self.progress = (template, fraction, values)


def _give_way() -> None:
    """Let the scheduler prefer other threads to this one and those that it starts, where it tells them apart."""
    if sys.platform == "linux":
        with suppress(OSError):  # where that is forbidden, they share as equals
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _KINDNESS)
