"""All that is done with verdicts: learning what is normal, judging a test set, the study and the fault panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sklearn.covariance
import sklearn.ensemble
import sklearn.metrics  # noqa: F401

from engine.cancellation import Cancellation
from engine.detection.detector import Detector
from engine.detection.normal_images import MOST_NORMALS
from engine.protocol.events import FaultAdvanced, Judged, StudyAdvanced, Working
from engine.protocol.model_info import Normal
from engine.protocol.results import FaultRow, StudyRow
from engine.session.fault_panel import ROWS, measure_faults
from engine.session.study import study
from engine.session.study_training import StudyTraining
from engine.session.workspace import Current
from engine.settings import TrainingSettings, validated
from engine.training.trainer import training_count


class VerdictWork:
    """Learns and gives verdicts on what is current.

    Args:
        current: the data and the model.
    """

    def __init__(self, current: Current) -> None:
        self._current = current
        self._study_training = StudyTraining()

    def learn_normal(self, cancellation: Cancellation | None = None, *, most: int = MOST_NORMALS) -> None:
        """Learn from the model's own normal classes of the data set what their scores are.

        Args:
            cancellation: gives up.
            most: learn from so many images at most.

        Raises:
            UserError: the images do not fit the model, or are too few.
            Cancelled: as it says; the model then gives no verdicts.
        """
        current = self._current
        info, dataset = current.model_info, current.dataset
        current.require_shape(dataset.image_shape)
        is_own = dataset.name == info.trained_on
        images = dataset.normal_train(info.normal if dataset.labels else None, info.settings.samples)
        is_unseen = None
        if is_own:  # what it has learnt from, it reconstructs too well
            is_unseen = np.arange(len(images)) >= training_count(len(images), info.settings.validation_split)
        current.judge.take(
            Detector.fit(
                images,
                current.trainer.reconstruct,
                is_unseen=is_unseen,
                seed=info.settings.seed,
                most_normals=most,
                report=current.report,
                cancellation=current.ending_with_window(cancellation),
                poll=current.live.serve,
            )
        )

    def judge_test_set(self, normal: Normal, cancellation: Cancellation | None = None) -> Judged:
        """Score the whole test set, and publish the verdicts.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model.
        """
        current = self._current
        images = current.test_images
        current.publish(Working("Scoring the test set"))
        ending = current.ending_with_window(cancellation)
        errors = current.errors_of(images, ending)["mse"]
        return current.judge.judge(current.dataset, normal, errors, ending, current.live.serve)

    def study(
        self,
        settings: TrainingSettings,
        choices: Sequence[tuple[int, ...]],
        cancellation: Cancellation | None = None,
    ) -> list[StudyRow]:
        """Train and judge once for each choice of normal classes, and publish each row. The model stays as it is.

        Raises:
            UserError: the data or a choice do not allow it.
            Cancelled: as it says; the rows so far have been published.
        """
        validated(settings)
        current = self._current
        ending, poll = current.ending_with_window(cancellation), current.live.serve
        current.require_samples(settings.samples, ending)
        train = self._study_training.for_settings(settings, current.dataset.image_shape, ending, poll)
        current.publish(StudyAdvanced(None, 0, len(choices)))
        rows: list[StudyRow] = []
        for row in study(
            current.dataset,
            choices,
            train,
            seed=settings.seed,
            samples=settings.samples,
            report=current.report,
            cancellation=ending,
            poll=poll,
        ):
            rows.append(row)
            current.publish(StudyAdvanced(row, len(rows), len(choices)))
        return rows

    def measure_faults(self, normal: Normal, cancellation: Cancellation | None = None) -> list[FaultRow]:
        """Measure how well every fault is told from whole test images of the normal classes; publish each row.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model or are too few.
            Cancelled: as it says.
        """
        current = self._current
        images = current.test_images
        current.require_shape(images.shape[1:])
        if normal is not None:
            images = images[current.dataset.is_normal(current.dataset.y_test, normal)]
        detector = current.judge.detector
        current.publish(FaultAdvanced(None, 0, len(ROWS)))
        rows: list[FaultRow] = []
        for row in measure_faults(
            detector,
            current.trainer.reconstruct,
            images,
            seed=current.model_info.settings.seed,
            cancellation=current.ending_with_window(cancellation),
            poll=current.live.serve,
        ):
            rows.append(row)
            current.publish(FaultAdvanced(row, len(rows), len(ROWS)))
        return rows
