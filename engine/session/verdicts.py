"""Everything about verdicts: fitting the detector, judging a test set, the study and the fault panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import sklearn.covariance
import sklearn.ensemble
import sklearn.metrics  # noqa: F401

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import places_in_whole
from engine.detection.detector import Detector
from engine.detection.image_knowledge import ImageKnowledge, Subject
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.detection.roc import roc_curve
from engine.images.damaged_copies import with_damaged_copies
from engine.protocol.data_events import SuspiciousImages
from engine.protocol.events import FaultAdvanced, Judged, StudyAdvanced, Working
from engine.protocol.model_info import Normal
from engine.protocol.results import FaultRow, JudgeBy, SetVerdicts, StudyRow
from engine.runs.study_file import StudyRecord
from engine.session.fault_panel import ROWS, measure_faults
from engine.session.run_keeper import RunKeeper
from engine.session.studies import Studies
from engine.session.study import StudyTraining, study
from engine.session.workspace import Workspace
from engine.settings import TrainingSettings, validated
from engine.training.image_counts import training_count

_LONGEST_END_S = 5.0


class Verdicts:
    """Fits the detector and gives verdicts on one data set and one model.

    Args:
        workspace: the data and the model.
        keeper: keeps what was learnt and measured of the current run.
        studies: keeps what was studied.
    """

    def __init__(self, workspace: Workspace, keeper: RunKeeper, studies: Studies) -> None:
        self._workspace = workspace
        self._keeper = keeper
        self._studies = studies
        self._study_training = StudyTraining()
        self._knowledge = ImageKnowledge(workspace.ending_with_window(None))

    def begin_to_learn(self, dataset: ImageDataset, normal: Normal, settings: TrainingSettings) -> None:
        """Learn beside a training what depends on its images alone; `learn_normal` after it is then quick."""
        normal = normal if dataset.labels else None
        subject = Subject(dataset.identity, normal, settings.samples, settings.seed, MOST_NORMALS)
        self._knowledge.begin(subject, lambda: dataset.normal_train(normal, settings.samples))

    def close(self) -> None:
        """End what is learnt beside a training, and wait a bounded time for it."""
        self._knowledge.stop(_LONGEST_END_S)

    def learn_normal(self, cancellation: Cancellation | None = None, *, most: int = MOST_NORMALS) -> None:
        """Fit the detector to the training images of the model's normal classes.

        Args:
            cancellation: ends the fitting.
            most: the most images to learn from.

        Raises:
            UserError: the images do not fit the model, or are too few.
            Cancelled: `cancellation` was requested; the model then gives no verdicts.
        """
        workspace = self._workspace
        info, dataset = workspace.model_info, workspace.dataset
        workspace.require_shape(dataset.image_shape)
        is_own = dataset.identity == info.data_identity
        settings, normal = info.settings, info.normal if dataset.labels else None
        images = dataset.normal_train(normal, settings.samples)
        ending = workspace.ending_with_window(cancellation)
        is_unseen = None
        if is_own:  # it reconstructs its own training images too well
            is_unseen = np.arange(len(images)) >= training_count(len(images), settings.validation_split)
        known = self._knowledge.wait_for(
            Subject(dataset.identity, normal, settings.samples, settings.seed, most),
            lambda: images,
            workspace.report,
            ending,
            workspace.live.serve,
        )
        workspace.judge.take(
            Detector.fit(
                images,
                workspace.trainer.autoencoder,
                is_unseen=is_unseen,
                known=known,
                report=workspace.report,
                cancellation=ending,
                poll=workspace.live.serve,
            )
        )
        self._keeper.note_detector(*workspace.judge.to_extra())
        findings = workspace.judge.detector.findings
        suspicious = list(findings.most_suspicious)
        in_training = dataset.normal_places(normal, settings.samples)[suspicious]
        workspace.publish(
            SuspiciousImages(
                dataset.identity,
                tuple(places_in_whole(dataset.source, in_training).tolist()),
                images[suspicious],
                findings.suspicions,
            )
        )

    def judge_test_set(self, normal: Normal, cancellation: Cancellation | None = None) -> Judged:
        """Score the whole test set, and publish the verdicts.

        Where none of its images is abnormal, damaged copies of them are scored as well.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model.
        """
        workspace = self._workspace
        images = workspace.test_images
        workspace.publish(Working("Scoring the test set"))
        ending = workspace.ending_with_window(cancellation)
        dataset, labels = workspace.dataset, workspace.dataset.y_test
        is_normal = np.ones(len(images), bool) if normal is None else dataset.is_normal(labels, normal)
        has_copies = bool(is_normal.all())
        if has_copies:
            images, labels, is_normal = with_damaged_copies(images, labels, workspace.model_info.settings.seed)
        errors = workspace.errors_of(images, ending)["mse"]
        scores = workspace.judge.detector.score(images, ending, workspace.live.serve)
        judged = Judged(
            images=images,
            labels=labels,
            is_normal=is_normal,
            errors=errors,
            roc_error=roc_curve(is_normal, errors),
            by=MappingProxyType(
                {
                    choice: SetVerdicts(
                        judgement.score,
                        judgement.p_value.astype(np.float32),
                        # By the error: its rarity has ties where it is lower than in any normal image.
                        roc_curve(is_normal, errors if choice is JudgeBy.ERROR else judgement.score),
                    )
                    for choice, judgement in scores.by.items()
                }
            ),
            has_damaged_copies=has_copies,
            label_names=dataset.label_names,
        )
        info = workspace.model_info
        is_own = normal == info.normal and dataset.identity == info.data_identity
        roc = judged.by[JudgeBy.ALL].roc
        if roc is not None and is_own and not has_copies:  # a run's AUROC is one against other classes
            self._keeper.note_metrics({"auroc": roc.auroc})
        workspace.publish(judged)
        return judged

    def study(
        self,
        settings: TrainingSettings,
        choices: Sequence[tuple[int, ...]],
        cancellation: Cancellation | None = None,
    ) -> list[StudyRow]:
        """Train and evaluate once for each choice of normal classes; publish and keep each row. The model stays.

        Raises:
            UserError: the data have no labels or no test set, or a choice leaves nothing normal or nothing abnormal.
            Cancelled: `cancellation` was requested; the rows so far have been published.
        """
        validated(settings)
        workspace = self._workspace
        ending, poll = workspace.ending_with_window(cancellation), workspace.live.serve
        workspace.require_samples(settings.samples, ending)
        train = self._study_training.for_settings(settings, workspace.dataset.image_shape, ending, poll)
        workspace.publish(StudyAdvanced(None, 0, len(choices)))
        dataset = workspace.dataset
        record = StudyRecord(settings, dataset.name, dataset.identity, tuple(choices), ())
        rows: list[StudyRow] = []
        for row in study(
            dataset,
            choices,
            train,
            seed=settings.seed,
            samples=settings.samples,
            report=workspace.report,
            cancellation=ending,
            poll=poll,
        ):
            rows.append(row)
            self._studies.keep(replace(record, rows=tuple(rows)))
            workspace.publish(StudyAdvanced(row, len(rows), len(choices)))
        return rows

    def measure_faults(self, normal: Normal, cancellation: Cancellation | None = None) -> list[FaultRow]:
        """Measure how well every fault is distinguished from undamaged normal test images; publish each row.

        Raises:
            UserError: there is no detector or no test set, or the images do not fit the model or are too few.
            Cancelled: `cancellation` was requested.
        """
        workspace = self._workspace
        images = workspace.test_images
        workspace.require_shape(images.shape[1:])
        if normal is not None:
            images = images[workspace.dataset.is_normal(workspace.dataset.y_test, normal)]
        detector = workspace.judge.detector
        workspace.publish(FaultAdvanced(None, 0, len(ROWS)))
        rows: list[FaultRow] = []
        for row in measure_faults(
            detector,
            workspace.trainer.reconstruct,
            images,
            seed=workspace.model_info.settings.seed,
            cancellation=workspace.ending_with_window(cancellation),
            poll=workspace.live.serve,
        ):
            rows.append(row)
            workspace.publish(FaultAdvanced(row, len(rows), len(ROWS)))
        return rows
