"""Damage to what is on the canvas: faults of camera and light, marks drawn by the user, and restoring."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.image_shape import ImageShape
from engine.images.faults import FAULTS
from gui.canvas.content import CanvasContent
from gui.canvas.damage import wording
from gui.canvas.damage.damaged_content import DamagedContent, FaultStep, MarkStep, damaged, fits, model_image
from gui.canvas.document import CanvasDocument

_KINDS = {name: number for number, name in enumerate(FAULTS, start=1)}  # of steps in the history


class DamageModel(QObject):
    """Adds damage to a document's content, and returns how strong it is.

    A preview starts from the content in the undo history, never from another preview, so a slider that comes back
    to 0 leaves no change. The seed stays while a strength changes, so nothing flickers.

    Args:
        document: what is on the canvas.

    Signals:
        changed: the damage or the picture has changed.
    """

    changed = Signal()

    def __init__(self, document: CanvasDocument) -> None:
        super().__init__(document)
        self._document = document
        self._start: DamagedContent | None = None
        self._start_is_centred = False
        document.content_changed.connect(self.changed)

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of the model's image, in px."""
        return self._document.image_shape

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to damage."""
        return self._document.is_blank

    @property
    def is_damaged(self) -> bool:
        """Whether there is damage that `restore` would remove."""
        content = self._document.content
        return isinstance(content, DamagedContent) and bool(content.steps)

    def strength(self, name: str) -> float:
        """Return how strong this fault is now, 0 where it is not."""
        step = self._step(name)
        return step.strength if step is not None else 0.0

    # ------------------------------------------------------------------------------------------------ faults

    def preview(self, name: str, strength: float) -> None:
        """Show a fault at this strength for the moment, in place of the same fault, or on top of the others.

        Args:
            name: a key of `FAULTS`.
            strength: in the fault's own unit; 0 for none.
        """
        step = self._settled_step(name)
        self._preview_fault(FaultStep(name, strength, step.seed if step is not None else 0))

    def settle(self, name: str) -> None:
        """Make the previewed fault a step that can be undone."""
        self._settle(_step_text(name))

    def change(self, name: str, strength: float) -> None:
        """Give a fault another strength at once. Such changes of one fault are undone together."""
        self.preview(name, strength)
        self._settle(_step_text(name), _KINDS[name])

    def move_elsewhere(self, name: str) -> None:
        """Draw new random places for the fault, as a step that can be undone."""
        step = self._settled_step(name)
        if step is not None:
            self._preview_fault(replace(step, seed=step.seed + 1))
            self._settle(self.tr("another place"))

    # ------------------------------------------------------------------------------------------ marks by hand

    def show_as_seen(self) -> None:
        """Preview what the model sees, without new damage, so that its pixels can be chosen."""
        if not self._document.is_prepared and not self.is_blank:
            self._document.preview(self._damaged())

    def preview_mark(self, mark: MarkStep) -> None:
        """Show a mark for the moment."""
        self._document.preview(self._damaged().with_mark(mark))

    def settle_mark(self, step: str) -> None:
        """Make the previewed mark a step that can be undone; `step` says what happened."""
        self._settle(step)

    # -------------------------------------------------------------------------------------------------- back

    def drop_preview(self) -> None:
        """Show again what is on the canvas."""
        self._document.drop_preview()

    def restore(self) -> None:
        """Put the undamaged picture back, with its strokes, as a step that can be undone."""
        settled = self._document.settled
        if isinstance(settled, DamagedContent):
            self._document.replace(settled.undamaged, self.tr("restoring"))

    # ------------------------------------------------------------------------------------------------ within

    def _preview_fault(self, fault: FaultStep) -> None:
        before = self._damaged()
        after = before.with_fault(fault)
        self._document.preview(before if after.steps == before.steps else after)

    def _settle(self, text: str, kind: int = -1) -> None:
        document, content = self._document, self._document.content
        if not isinstance(content, DamagedContent) or content.steps:
            document.settle_preview(text, kind)
        elif content.undamaged is document.settled:  # showing what the model sees is not a step
            document.drop_preview()
        else:
            document.replace(content.undamaged, text, kind)

    def _damaged(self) -> DamagedContent:
        """Return what damage is added to: the damaged content, or a fresh one without a step yet."""
        document = self._document
        document.end_stroke()
        settled, shape = document.settled, document.image_shape
        if isinstance(settled, DamagedContent) and fits(settled.image, shape):
            return settled
        is_centred = document.is_centre_requested
        start = self._start
        if (
            start is None
            or start.undamaged is not settled
            or not fits(start.image, shape)
            or self._start_is_centred != is_centred
        ):
            start = damaged(settled, model_image(settled, shape, is_centred))
            self._start, self._start_is_centred = (
                start,
                is_centred,
            )  # cached for a moving slider
        return start

    def _step(self, name: str) -> FaultStep | None:
        return _fault_of(self._document.content, self.image_shape, name)

    def _settled_step(self, name: str) -> FaultStep | None:
        return _fault_of(self._document.settled, self.image_shape, name)


def _fault_of(content: CanvasContent, image_shape: ImageShape, name: str) -> FaultStep | None:
    is_adjustable = isinstance(content, DamagedContent) and content.is_prepared(image_shape)
    return content.fault(name) if isinstance(content, DamagedContent) and is_adjustable else None


def _step_text(name: str) -> str:
    return wording.label(FAULTS[name]).lower()
