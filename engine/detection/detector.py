"""The detector: several kinds of evidence are combined to a score, a calibrated p-value and a verdict.

It learns from normal images only, and all of them calibrate it (see `engine.detection.small_images.cross_fitting`).
Its evidence is of two groups: what the trained autoencoder says, and what the image itself says. What verdicts are
judged by can be chosen afterwards: each choice has its own score, calibration and heat map.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.detection import autoencoder_evidence, learnt_arrays
from engine.detection.autoencoder_evidence import FEWEST_UNSEEN, Autoencoder, AutoencoderEvidence, answers
from engine.detection.calibration import conformal_p_values, is_abnormal
from engine.detection.evidence import code, reconstruction
from engine.detection.evidence.views import Views, images_at_once, to_float32, views_of
from engine.detection.finite import probe_images, require_finite
from engine.detection.image_evidence import LearntImages
from engine.detection.image_learning import learn_images
from engine.detection.judging import choices, judged
from engine.detection.learnt_arrays import Learnt
from engine.detection.normals.findings import Findings
from engine.detection.normals.normal_images import MOST_NORMALS
from engine.detection.scores import Finding, Judgement, Scores
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.progress import Report, report_nothing
from engine.protocol.results import EvidenceKind, JudgeBy

Floats = NDArray[np.float32]

VERSION = 2
"""The version of the format of `to_arrays`; other versions cannot be read."""

_OF_AUTOENCODER = tuple(
    EvidenceKind(module.NAME, module.LABEL, module.EXPLANATION, is_of_autoencoder=True)
    for module in (reconstruction, code)
)


class Detector:
    """Gives verdicts on images. Made by `fit` or `from_arrays`.

    Args:
        image_shape: (height, width, channels) in px.
        autoencoder: the trained autoencoder. It is called on the thread that calls the detector.
        learnt: what was learnt.
        findings: what was noticed in the images that it learnt from.
    """

    def __init__(
        self, image_shape: ImageShape, autoencoder: Autoencoder, learnt: Learnt, findings: Findings
    ) -> None:
        self.image_shape = image_shape
        self.findings = findings
        self.kinds = (_OF_AUTOENCODER if learnt.autoencoder is not None else ()) + learnt.images.kinds
        self.choices = tuple(learnt.normal_scores)
        self._autoencoder = autoencoder
        self._learnt = learnt
        self._names = tuple(kind.name for kind in self.kinds)

    # --------------------------------------------------------------------------------------- learning

    @classmethod
    def fit(
        cls,
        images: Images,
        autoencoder: Autoencoder,
        *,
        is_unseen: NDArray[np.bool_] | None = None,
        seed: int = 0,
        most_normals: int = MOST_NORMALS,
        without: Collection[str] = (),
        known: LearntImages | None = None,
        report: Report = report_nothing,
        cancellation: Cancellation | None = None,
        poll: Poll = poll_nothing,
    ) -> Detector:
        """Learn what normal images are like.

        Args:
            images: (n, height, width, channels) uint8, normal ones only.
            autoencoder: the trained autoencoder; it is called on this thread.
            is_unseen: (n,) bool: the images that the autoencoder did *not* train on, e.g. its validation images;
                None means all. The error of images that it trained on is too low, and these show by how much. With
                fewer than 8 of them the autoencoder has no part in the verdict.
            seed: the same seed on the same images gives the same detector.
            most_normals: the most images to learn from; with more, a random choice is taken.
            without: families of faults of which no damaged copies are made, for tests.
            known: what `learn_images` has learnt from the same images with the same seed; None learns it here.
            report: receives what is being done and the progress, 0..1.
            cancellation: checked often.
            poll: called often, on this thread.

        Raises:
            UserError: there are no images or too few, all are the same, or all are blank.
            Cancelled: `cancellation` was requested.
        """
        cancellation = cancellation or Cancellation()
        if known is None:
            known = learn_images(
                images,
                seed=seed,
                most_normals=most_normals,
                without=without,
                report=report,
                cancellation=cancellation,
                poll=poll,
            )
        unseen = np.ones(len(images), bool) if is_unseen is None else is_unseen
        unseen = known.chosen.unseen(unseen)
        evidence: AutoencoderEvidence | None = None
        surprises, names = known.surprises, tuple(kind.name for kind in known.evidence.kinds)
        if int(unseen.sum()) >= FEWEST_UNSEEN:
            report("Rebuilding normal images", None)
            evidence, of_autoencoder = AutoencoderEvidence.fit(
                images, known.chosen.places, autoencoder, unseen, cancellation, poll
            )
            surprises = np.concatenate([of_autoencoder, surprises], axis=1)
            names = (*autoencoder_evidence.KINDS, *names)
        normal_scores = {choice: np.sort(judged(surprises, names, choice)[0]) for choice in choices(names)}
        height, width, channels = images.shape[1:]
        learnt = Learnt(known.evidence, evidence, MappingProxyType(normal_scores))
        return cls((height, width, channels), autoencoder, learnt, known.chosen.findings)

    # ----------------------------------------------------------------------------------- in a model file

    def to_arrays(self) -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]]:
        """Return everything but the autoencoder: arrays, named by small letters and ``_``, and plain data for JSON."""
        return learnt_arrays.encode(self._learnt), {
            "version": VERSION,
            "uses_autoencoder": self._learnt.autoencoder is not None,
            "findings": self.findings.facts(),
        }

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        facts: object,
        image_shape: ImageShape,
        autoencoder: Autoencoder,
    ) -> Detector:
        """Rebuild a detector from `to_arrays`; its verdicts are the same to the bit.

        Args:
            arrays: from a model file; nothing in them is trusted.
            facts: likewise, read from JSON.
            image_shape: (height, width, channels) of the model.
            autoencoder: the trained autoencoder.

        Raises:
            UserError: the arrays are damaged, give scores that are not finite, or are from another version of the
                detector.
        """
        damaged = "The verdicts in this model file are damaged; train the model again to get verdicts."
        if not isinstance(facts, Mapping) or not isinstance(version := facts.get("version"), int):
            raise UserError(damaged, details=f"the detector has no version: {facts!r:.200}")
        if version != VERSION:
            raise UserError(
                "The verdicts in this model file are of version {found} and this program knows version {known}; "
                "let it learn again what is normal.",
                found=version,
                known=VERSION,
            )
        try:
            uses_autoencoder = facts.get("uses_autoencoder")
            if not isinstance(uses_autoencoder, bool):
                raise ValueError("uses_autoencoder must be true or false")
            findings = Findings.from_facts(facts.get("findings", {}))
            learnt = learnt_arrays.decode(arrays, image_shape, uses_autoencoder=uses_autoencoder)
            if learnt.autoencoder is not None:
                length = autoencoder.encode(probe_images(image_shape)).shape[1]
                if len(learnt.autoencoder.codes.mean) != length:
                    raise ValueError(f"the codes are not of length {length}")
        except ValueError as error:
            raise UserError(damaged, details=str(error)) from error
        detector = cls(image_shape, autoencoder, learnt, findings)
        detector.require_finite_scores()
        return detector

    def require_finite_scores(self) -> None:
        """Score a few images of every kind, by `probe_images`.

        Raises:
            UserError: a score or a surprise is not a finite number, or the codes are of another length.
        """
        images = probe_images(self.image_shape)
        self.score(images)
        for image, reconstruction_ in zip(images, self._autoencoder.reconstruct(images), strict=True):
            self.examine(image, reconstruction_)

    # ---------------------------------------------------------------------------------------- scoring

    @property
    def normal_scores(self) -> Mapping[JudgeBy, Floats]:
        """(n,) float32 by each choice, ascending: the normal images' scores, by parts that have not seen them."""
        return self._learnt.normal_scores

    @property
    def normal_count(self) -> int:
        """How many normal images calibrate the verdicts."""
        return len(self.normal_scores[JudgeBy.ALL])

    @property
    def explained(self) -> float | None:
        """How much of what differs between normal images the autoencoder rebuilds, at most 1; None if not known."""
        return None if self._learnt.autoencoder is None else self._learnt.autoencoder.explained

    def score(
        self, images: Images | Floats, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
    ) -> Scores:
        """Return the `Scores` of (n, height, width, channels) images, uint8 or float32 in 0..1.

        Raises:
            UserError: the images are of another shape, or a score is not finite.
            Cancelled: `cancellation` was requested.
        """
        self._require_shape(images)
        cancellation = cancellation or Cancellation()
        at_once = images_at_once(images)
        parts = (images[start : start + at_once] for start in range(0, max(1, len(images)), at_once))
        return Scores.concatenated([self._scores_of(part, cancellation, poll) for part in parts])

    def _scores_of(self, images: Images | Floats, cancellation: Cancellation, poll: Poll) -> Scores:
        poll()
        cancellation.raise_if_cancelled()
        if self._learnt.autoencoder is None:
            views, codes = views_of(to_float32(images), None), None
        else:
            views, codes = answers(images, self._autoencoder, cancellation, poll)
        return self._scores(views, codes, self._learnt.images.surprises(views, cancellation, poll))

    def examine(
        self, image: Images | Floats, reconstruction: Floats, cancellation: Cancellation | None = None
    ) -> Finding:
        """Return what is found in one image, without reconstructing it again.

        Args:
            image: (height, width, channels), uint8 or float32 in 0..1.
            reconstruction: (height, width, channels) float32 in 0..1, by the autoencoder of this detector.
            cancellation: checked about every half millisecond.

        Raises:
            UserError: the image is of another shape, or its score is not finite.
            Cancelled: `cancellation` was requested.
        """
        self._require_shape(image[None])
        light = to_float32(image[None])
        cancellation = cancellation or Cancellation()
        of_autoencoder = self._learnt.autoencoder
        views = views_of(light, reconstruction[None])
        codes = None if of_autoencoder is None else self._autoencoder.encode(light)
        found = self._learnt.images.examine(views, cancellation)
        scores = self._scores(views, codes, found.surprises)
        if of_autoencoder is None:
            heat = {JudgeBy.ALL: found.heat}
        else:
            by_error = of_autoencoder.heat(views)
            heat = {JudgeBy.ERROR: by_error, JudgeBy.CODE: by_error, JudgeBy.ALL: np.maximum(by_error, found.heat)}
        require_finite(*heat.values())
        cancellation.raise_if_cancelled()
        return Finding(scores, MappingProxyType(heat), found.nearest_normal)

    def _scores(self, views: Views, codes: Floats | None, surprises: Floats) -> Scores:
        if self._learnt.autoencoder is not None:
            assert codes is not None
            surprises = np.concatenate([self._learnt.autoencoder.surprises(views, codes), surprises], axis=1)
        require_finite(surprises)
        by = {}
        for choice in self.choices:
            score, contributions = judged(surprises, self._names, choice)
            require_finite(score)
            by[choice] = Judgement(score, conformal_p_values(self.normal_scores[choice], score), contributions)
        return Scores(surprises, MappingProxyType(by))

    @staticmethod
    def verdict(p_values: NDArray[np.float64], false_alarm_rate: float) -> NDArray[np.bool_]:
        """Return which images are abnormal, (n,) bool, if at most this share of normal images may be called so."""
        return is_abnormal(p_values, false_alarm_rate)

    def _require_shape(self, images: Images | Floats) -> None:
        if images.shape[1:] != self.image_shape:
            raise UserError(
                "These images are {got} px and the detector knows {expected} px; open images of that size or "
                "train on these.",
                got=" x ".join(map(str, images.shape[1:])),
                expected=" x ".join(map(str, self.image_shape)),
            )
