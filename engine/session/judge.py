"""The detector of the current model: whether there is one, its verdicts on drawings, and saving it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.protocol.events import DetectorMissing, DetectorReady, Event, Reconstructed, Scored
from engine.protocol.model_info import Floats
from engine.protocol.results import DrawingVerdict

_NO_DETECTOR = "The model has not learnt yet what is normal, so it gives no verdicts."


class Judge:
    """Owns the detector that belongs to the current model, or none.

    Args:
        publish: receives every event.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._detector: Detector | None = None

    @property
    def detector(self) -> Detector:
        """The detector.

        Raises:
            UserError: the model has no detector.
        """
        if self._detector is None:
            raise UserError("{reason} Let it learn from normal images first.", reason=_NO_DETECTOR)
        return self._detector

    @property
    def has_detector(self) -> bool:
        """Whether the current model can give verdicts."""
        return self._detector is not None

    def forget(self, reason: str = _NO_DETECTOR) -> None:
        """Drop the detector, since the model was replaced or changed, and publish the reason."""
        self._detector = None
        self._publish(DetectorMissing(reason))

    def take(self, detector: Detector) -> None:
        """Give verdicts by this detector from now on."""
        self._detector = detector
        scores = {choice: _read_only(scores) for choice, scores in detector.normal_scores.items()}
        self._publish(
            DetectorReady(
                detector.kinds, MappingProxyType(scores), detector.explained, detector.findings.copies_left_out
            )
        )

    def answer(self, event: Reconstructed, cancellation: Cancellation) -> None:
        """Publish the verdicts on a drawing that has just been reconstructed.

        Raises:
            Cancelled: `cancellation` was requested; it is checked often.
        """
        if self._detector is None:
            return
        try:
            found = self._detector.examine(event.model_input, event.reconstruction, cancellation)
        except UserError as error:  # its figures are not finite: say so once, not at every stroke
            self.forget(str(error))
            return
        verdicts = {
            choice: DrawingVerdict(
                float(judgement.score[0]),
                float(judgement.p_value[0]),
                _read_only(judgement.contributions[0]),
                _read_only(found.heat[choice]),
            )
            for choice, judgement in found.scores.by.items()
        }
        nearest = found.nearest_normal.copy()
        nearest.flags.writeable = False
        self._publish(Scored(event.drawing_id, MappingProxyType(verdicts), nearest))

    # ------------------------------------------------------------------------------------- the file

    def to_extra(self) -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]]:
        """Return the detector's arrays and plain data for a model file; both are empty without a detector."""
        if self._detector is None:
            return {}, {}
        arrays, facts = self._detector.to_arrays()
        return arrays, {"detector": dict(facts)}

    def from_extra(
        self,
        arrays: Mapping[str, NDArray[Any]],
        facts: Mapping[str, Any],
        image_shape: ImageShape,
        autoencoder: Autoencoder,
    ) -> None:
        """Take the detector from a model file; where there is none, the model was saved without verdicts.

        Raises:
            UserError: the detector is damaged or of an unknown version.
        """
        if "detector" not in facts:
            self.forget("This model was saved without verdicts. Click Learn what is normal.")
            return
        self.take(Detector.from_arrays(arrays, facts["detector"], image_shape, autoencoder))


def _read_only(numbers: NDArray[np.float32]) -> Floats:
    copy: Floats = np.array(numbers, np.float32)
    copy.flags.writeable = False
    return copy
