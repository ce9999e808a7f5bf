"""The detector: several kinds of evidence are combined to a score, a calibrated p-value and a verdict.

It learns from normal images only, and all of them calibrate it (see `engine.detection.cross_fitting`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation, Poll, poll_nothing
from engine.datasets.image_dataset import Images
from engine.datasets.progress import Report, report_nothing
from engine.detection import learnt_arrays
from engine.detection.calibration import conformal_p_values, is_abnormal
from engine.detection.cross_fitting import Fold, Learnt, cross_fit, fold_count
from engine.detection.evidence import appearance
from engine.detection.evidence.appearance import log_errors, spot_errors
from engine.detection.evidence.collection import LABELS
from engine.detection.evidence.detail import log_patches
from engine.detection.evidence.views import Views, to_float32, views_of
from engine.detection.findings import Findings
from engine.detection.finite import probe_images, require_finite
from engine.detection.fusion import COMPONENTS, DAMAGE_EXPLANATION, DAMAGE_LABEL, fused
from engine.detection.lessons import damaged_copies
from engine.detection.normal_images import MOST_NORMALS, choose_normals
from engine.detection.suspicion import suspicion
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.protocol.results import EvidenceKind

Floats = NDArray[np.float32]
Reconstruct = Callable[[Floats], Floats]

VERSION = 1
"""The version of the format of `to_arrays`; other versions cannot be read."""

_FEWEST_UNSEEN = 8  # images that the autoencoder did not train on, to estimate how much it overfits the others
_LESSONS_OF_IMAGE, _FEWEST_LESSONS, _MOST_LESSONS = 20, 1_000, 6_000
_IMAGES_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class Scores:
    """What the detector finds in n images.

    Attributes:
        score: (n,) float32, higher is more abnormal; the order is that of falling p-values.
        p_value: (n,) float64, conformal, in (0, 1]. All scores above the highest normal one have the lowest p-value.
        evidence: the surprise of each kind, (n,) float32 by `EvidenceKind.name`: -log10 of the p-value of its value
            among normal images. The threshold of 1 false alarm in N is log10 N.
    """

    score: Floats
    p_value: NDArray[np.float64]
    evidence: Mapping[str, Floats]


class Detector:
    """Gives verdicts on images. Made by `fit` or `from_arrays`.

    Args:
        image_shape: (height, width, channels) in px.
        reconstruct: the trained autoencoder, (n, height, width, channels) float32 in 0..1 to the same. It is
            called on the thread that calls the detector.
        learnt: the result of cross-fitting.
        uses_appearance: whether the autoencoder's error is used.

    Attributes:
        findings: what was noticed in the images that it learnt from.
    """

    def __init__(
        self, image_shape: ImageShape, reconstruct: Reconstruct, learnt: Learnt, *, uses_appearance: bool
    ) -> None:
        self.image_shape = image_shape
        self.findings = Findings()
        self.uses_appearance = uses_appearance
        self.kinds = tuple(
            EvidenceKind(name, *LABELS.get(name, (DAMAGE_LABEL, DAMAGE_EXPLANATION)))
            for name in COMPONENTS
            if uses_appearance or name != appearance.NAME
        )
        self._reconstruct = reconstruct
        self._learnt = learnt

    @classmethod
    def fit(
        cls,
        images: Images,
        reconstruct: Reconstruct,
        *,
        is_unseen: NDArray[np.bool_] | None = None,
        seed: int = 0,
        most_normals: int = MOST_NORMALS,
        without: Collection[str] = (),
        report: Report = report_nothing,
        cancellation: Cancellation | None = None,
        poll: Poll = poll_nothing,
    ) -> Detector:
        """Learn what normal images are like.

        Args:
            images: (n, height, width, channels) uint8, normal ones only.
            reconstruct: the trained autoencoder; it is called on this thread.
            is_unseen: (n,) bool: the images that the autoencoder did *not* train on, e.g. its validation images;
                None means all. The error of images that it trained on is too low, and these show by how much. With
                fewer than 8 of them the autoencoder's error is not used for the verdict.
            seed: the same seed on the same images gives the same detector.
            most_normals: the most images to learn from; with more, a random choice is taken.
            without: families of faults of which no damaged copies are made, for tests.
            report: receives what is being done and the progress, 0..1.
            cancellation: checked often.
            poll: called often, on this thread.

        Raises:
            UserError: there are no images or too few, all are the same, or all are blank.
            Cancelled: `cancellation` was requested.
        """
        cancellation = cancellation or Cancellation()
        random = np.random.default_rng(seed)
        chosen = choose_normals(images, is_unseen, most_normals, random, cancellation, poll)
        images, unseen = images[chosen.places], chosen.is_unseen
        uses_appearance = int(unseen.sum()) >= _FEWEST_UNSEEN
        asked = reconstruct if uses_appearance else None

        report("Rebuilding normal images and damaged copies of them", 0.0)
        n = len(images)
        normals = _views(images, asked, cancellation, poll)
        lessons = min(max(_LESSONS_OF_IMAGE * n, _FEWEST_LESSONS), _MOST_LESSONS)
        suspicious, is_trusted = suspicion(normals.brightness, seed, cancellation, poll)
        folds = []
        for number in range(fold_count(n)):
            held = np.arange(number, n, fold_count(n))
            copies = damaged_copies(images[held], lessons // fold_count(n), seed + number, without)
            folds.append(Fold(held, _views(copies, asked, cancellation, poll)))
        learnt = cross_fit(normals, folds, unseen, is_trusted, seed, report, cancellation, poll)
        detector = cls(images.shape[1:], reconstruct, learnt, uses_appearance=uses_appearance)
        detector.findings = chosen.findings.with_suspicious(chosen.places, suspicious)
        return detector

    # ----------------------------------------------------------------------------------- in a model file

    def to_arrays(self) -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]]:
        """Return everything but the autoencoder: arrays, named by small letters and ``_``, and plain data for JSON."""
        facts = {"version": VERSION, "uses_appearance": self.uses_appearance, "findings": self.findings.facts()}
        return learnt_arrays.encode(self._learnt), facts

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        facts: object,
        image_shape: ImageShape,
        reconstruct: Reconstruct,
    ) -> Detector:
        """Rebuild a detector from `to_arrays`; its verdicts are the same to the bit.

        Args:
            arrays: from a model file; nothing in them is trusted.
            facts: likewise, read from JSON.
            image_shape: (height, width, channels) of the model.
            reconstruct: the trained autoencoder.

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
                "train the model again to get verdicts.",
                found=version,
                known=VERSION,
            )
        try:
            uses_appearance = facts.get("uses_appearance")
            if not isinstance(uses_appearance, bool):
                raise ValueError("uses_appearance must be true or false")
            findings = Findings.from_facts(facts.get("findings", {}))
            learnt = learnt_arrays.decode(arrays, image_shape)
        except ValueError as error:
            raise UserError(damaged, details=str(error)) from error
        detector = cls(image_shape, reconstruct, learnt, uses_appearance=uses_appearance)
        detector.findings = findings
        detector.require_finite_scores()
        return detector

    def require_finite_scores(self) -> None:
        """Score a few images of every kind, by `probe_images`.

        Raises:
            UserError: a score or a surprise is not a finite number.
        """
        images = probe_images(self.image_shape)
        self.score(images)
        for image, reconstruction in zip(images, self._reconstruct(images), strict=True):
            self.examine(image, reconstruction)

    # ---------------------------------------------------------------------------------------- scoring

    @property
    def normal_scores(self) -> Floats:
        """(n,) float32, ascending: the scores of the normal images, each from parts that have not seen it."""
        return self._learnt.normal_scores

    def score(
        self, images: Images | Floats, cancellation: Cancellation | None = None, poll: Poll = poll_nothing
    ) -> Scores:
        """Return scores, p-values and evidence of (n, height, width, channels) images, uint8 or float32 in 0..1.

        Raises:
            UserError: the images are of another shape, or a score is not finite.
            Cancelled: `cancellation` was requested.
        """
        self._require_shape(images)
        cancellation = cancellation or Cancellation()
        return self._scores(_views(images, self._asked, cancellation, poll), cancellation, poll)

    def examine(
        self, image: Images | Floats, reconstruction: Floats, cancellation: Cancellation | None = None
    ) -> tuple[Scores, Floats]:
        """Return the `Scores` of one image and its heat map, without running the autoencoder again.

        The heat map is (height, width) float32: the surprise (-log10 p) of each pixel's neighbourhood, by the
        autoencoder's error around the pixel or by the patch around it, whichever is larger. A value s means that one
        normal image in 10^s has a value this high at any place. So the threshold of 1 false alarm in N is log10 N
        here, too, and most of a normal image is 0.

        Args:
            image: (height, width, channels), uint8 or float32 in 0..1.
            reconstruction: (height, width, channels) float32 in 0..1, by the autoencoder of this detector.
            cancellation: checked about every half millisecond.

        Raises:
            UserError: the image is of another shape, or its score is not finite.
            Cancelled: `cancellation` was requested.
        """
        self._require_shape(image[None])
        views = views_of(to_float32(image[None]), reconstruction[None] if self.uses_appearance else None)
        scores, heat = self._scores(views, cancellation or Cancellation()), self._heat(views)
        require_finite(heat)
        return scores, heat

    def _scores(self, views: Views, cancellation: Cancellation, poll: Poll = poll_nothing) -> Scores:
        surprises = self._learnt.surprises(views, cancellation, poll)
        require_finite(surprises)
        score = fused(surprises)
        require_finite(score)
        return Scores(
            score,
            conformal_p_values(self.normal_scores, score),
            {kind.name: surprises[:, COMPONENTS.index(kind.name)] for kind in self.kinds},
        )

    def _heat(self, views: Views) -> Floats:
        by_error, by_patch = self._learnt.heat
        heat = by_patch(log_patches(self._learnt.evidence.detail.patch_map(views.brightness)[0]))
        if views.squared_error is not None:
            heat = np.maximum(heat, by_error(log_errors(spot_errors(views.squared_error)[0])))
        return heat

    @property
    def _asked(self) -> Reconstruct | None:
        return self._reconstruct if self.uses_appearance else None

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


def _views(
    images: Images | Floats, reconstruct: Reconstruct | None, cancellation: Cancellation, poll: Poll
) -> Views:
    if reconstruct is None:
        return views_of(to_float32(images), None)
    parts = []
    for start in range(0, max(1, len(images)), _IMAGES_AT_ONCE):
        poll()
        cancellation.raise_if_cancelled()
        light = to_float32(images[start : start + _IMAGES_AT_ONCE])
        parts.append(views_of(light, reconstruct(light)))
    return parts[0] if len(parts) == 1 else Views.concatenated(parts)
