"""The detector of the current model: whether there is one, its verdicts on drawings, and saving it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.detection.detector import Detector, Reconstruct
from engine.errors import UserError
from engine.image_shape import ImageShape
from engine.protocol.events import DetectorMissing, DetectorReady, Event, Reconstructed, Scored
from engine.protocol.model_info import Floats

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
        scores = np.array(detector.normal_scores, np.float32)
        scores.flags.writeable = False
        self._publish(DetectorReady(detector.kinds, scores))

    def answer(self, event: Reconstructed, cancellation: Cancellation) -> None:
        """Publish score, p-value and evidence of a drawing that has just been reconstructed.

        Raises:
            Cancelled: `cancellation` was requested; it is checked often.
        """
        if self._detector is None:
            return
        try:
            scores, surprise = self._detector.examine(event.model_input, event.reconstruction, cancellation)
        except UserError as error:  # its figures are not finite: say so once, not at every stroke
            self.forget(str(error))
            return
        heat_map: Floats = np.array(surprise, np.float32)
        evidence = np.array([scores.evidence[kind.name][0] for kind in self._detector.kinds], np.float32)
        for array in (heat_map, evidence):
            array.flags.writeable = False
        self._publish(
            Scored(event.drawing_id, float(scores.score[0]), float(scores.p_value[0]), evidence, heat_map)
        )

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
        reconstruct: Reconstruct,
    ) -> None:
        """Take the detector from a model file; where there is none, the model was saved without verdicts.

        Raises:
            UserError: the detector is damaged or of an unknown version.
        """
        if "detector" not in facts:
            self.forget("This model was saved without verdicts. Click Learn what is normal.")
            return
        self.take(Detector.from_arrays(arrays, facts["detector"], image_shape, reconstruct))
