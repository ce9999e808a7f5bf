"""What is always shown of the current model: the answer to the drawing, and a few fixed samples."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from engine.cancellation import Cancellation
from engine.errors import Cancelled
from engine.image_shape import ImageShape
from engine.images.drawing_answer import reconstruct_drawing
from engine.protocol.commands import Drawing
from engine.protocol.events import Event, SamplesReconstructed
from engine.protocol.inbox import Inbox
from engine.protocol.model_info import Floats
from engine.session.judge import Judge

_SAMPLES_PERIOD_S = 0.25
_ANSWER_PERIOD_S = 0.1
_BREATH_S = 0.006  # time for the window to paint the reconstruction and for the next move of the mouse
_LONGEST_WITHOUT_VERDICT_S = 0.15


class LiveAnswers:
    """Answers drawings, also during longer work, and updates the fixed samples while a model learns.

    Args:
        publish: receives every event.
        judge: gives the verdicts on drawings.
        inbox: where drawings wait; None without a window.

    Attributes:
        is_training: whether the model is learning, so that its answers change by themselves.
    """

    def __init__(self, publish: Callable[[Event], None], judge: Judge, inbox: Inbox | None) -> None:
        self._publish = publish
        self._judge = judge
        self._inbox = inbox
        self._reconstruct: Callable[[Floats], Floats] | None = None
        self._image_shape: ImageShape = (0, 0, 0)
        self._samples: Floats | None = None
        self._samples_shown_at = 0.0
        self._drawing: Drawing | None = None
        self._answered_at = 0.0
        self._judged_at = 0.0
        self.is_training = False

    def take_model(self, reconstruct: Callable[[Floats], Floats], image_shape: ImageShape) -> None:
        """Answer by another model, for images of (height, width, channels) px."""
        self._reconstruct, self._image_shape = reconstruct, image_shape
        self._show_samples()

    def take_samples(self, samples: Floats) -> None:
        """Show other samples, (k, height, width, channels) float32 in 0..1."""
        self._samples = samples
        self._show_samples()

    def answer(self, drawing: Drawing) -> None:
        """Publish the reconstruction and the scores of a drawing; nothing without a model.

        While the user draws faster than verdicts can be given, each drawing is reconstructed and only some are scored.
        """
        self._drawing = drawing
        self._answered_at = time.monotonic()
        if self._reconstruct is None:
            return
        event = reconstruct_drawing(drawing, self._image_shape, self._reconstruct, is_training=self.is_training)
        self._publish(event)
        if not self._judge.has_detector:
            return
        is_urgent = time.monotonic() - self._judged_at > _LONGEST_WITHOUT_VERDICT_S
        if not is_urgent and self._is_overtaken(_BREATH_S):
            return
        overtaken = Cancellation(question=lambda: not is_urgent and self._is_overtaken())
        with suppress(Cancelled):
            self._judge.answer(event, overtaken)
            self._judged_at = time.monotonic()

    def _is_overtaken(self, patience_s: float = 0.0) -> bool:
        """Whether a newer drawing waits or arrives within `patience_s`, which can get the verdict instead."""
        return self._inbox is not None and self._inbox.wait_for_drawing(patience_s)

    def serve(self) -> None:
        """Answer the drawing in the mailbox: the `poll` of all longer work.

        A learning model answers the latest drawing again and again, so that the user sees it improve. If the canvas has
        been cleared meanwhile, the window drops the answer.
        """
        drawing = self._inbox.take_drawing() if self._inbox is not None else None
        now = time.monotonic()
        if drawing is None and self.is_training and now - self._answered_at > _ANSWER_PERIOD_S:
            drawing = self._drawing
        if drawing is not None:
            self.answer(drawing)
        if self.is_training and now - self._samples_shown_at > _SAMPLES_PERIOD_S:
            self._show_samples()

    def _show_samples(self) -> None:
        samples = self._samples
        if samples is None or self._reconstruct is None or samples.shape[1:] != self._image_shape:
            return
        reconstructions = self._reconstruct(samples)
        reconstructions.flags.writeable = False
        self._publish(SamplesReconstructed(samples, reconstructions))
        self._samples_shown_at = time.monotonic()
