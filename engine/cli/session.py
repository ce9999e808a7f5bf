"""A session without a window: missing files are reported early, and Ctrl-C ends long work cleanly."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from engine.cli.terminal import ProgressLine
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.picture_source import folder_of, prepared_like
from engine.detection.calibration import promise
from engine.errors import UserError
from engine.file_problems import is_folder
from engine.model_file import project_file
from engine.protocol.events import Event
from engine.protocol.model_info import Normal
from engine.protocol.results import JudgeBy
from engine.startup.tensorflow_loading import import_session

if TYPE_CHECKING:
    from engine.detection.detector import Detector  # which imports scikit-learn
    from engine.session.session import Session

INTERRUPTED = 130
"""The exit status, as a shell reports a process that Ctrl-C has ended."""


def open_session(
    progress: ProgressLine,
    *,
    model: Path | None = None,
    data: str | None = None,
    publish: Callable[[Event], None] | None = None,
) -> Session:
    """Return a session with a model, a data set, or both.

    Missing files are reported before Keras is imported, which takes seconds.

    Args:
        progress: shows what is being done.
        model: a model file.
        data: a source that `engine.datasets.catalogue` can load.
        publish: receives every event; None shows them by `progress`.

    Raises:
        UserError: the model or the data cannot be loaded.
    """
    if model is not None:
        preparation = project_file.open_project(model).info.preparation
        if data is not None and preparation is not None and is_folder(folder_of(data)):
            data = prepared_like(data, preparation)  # as what it was trained on
    if data is not None and data not in catalogue.SOURCES:
        catalogue.require_file(data)
    progress.show("Starting TensorFlow")
    import_session()
    from engine.session.session import Session

    session = Session(publish or progress.publish)
    if model is not None:
        session.open(model)
    if data is not None:
        session.load_dataset(data, stand_in=False)
    return session


def normal_of(normal: Normal, dataset: ImageDataset) -> Normal:
    """Return the classes that count as normal; where none are chosen, those that are usual for the data set."""
    return dataset.usual_normal if normal is None else normal


def can_promise(false_alarms: float, detector: Detector, progress: ProgressLine) -> bool:
    """Return whether the detector can promise a rate of false alarms; print the reason if not."""
    try:
        promise(false_alarms, detector.normal_count)
    except UserError as error:
        progress.keep(f"No verdicts: {error}")
        return False
    return True


def known_choice(judge_by: JudgeBy, detector: Detector, progress: ProgressLine) -> JudgeBy:
    """Return what to judge by: what was asked for, or, with a sentence, all evidence if the detector has no other."""
    if judge_by in detector.choices:
        return judge_by
    progress.keep(
        f"This model cannot judge by {judge_by.value}, since too few images were held out from its training; all "
        "evidence is used."
    )
    return JudgeBy.ALL


@contextmanager
def stopping_on_interrupt(stop: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl-C call `stop`, for long work that checks often whether to end; a second one interrupts it."""
    before = signal.getsignal(signal.SIGINT)

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    signal.signal(signal.SIGINT, ask_to_stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
