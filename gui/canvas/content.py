"""What is on the canvas, as immutable data, so that undo only has to show an earlier content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand

from engine.image_shape import ImageShape
from gui.canvas.stroke import Stroke


@dataclass(frozen=True, eq=False, slots=True)
class CanvasContent:
    """A picture at the back, and strokes over it.

    Attributes:
        backdrop: the picture, fitted into the canvas: (height, width) uint8, bright ink on black, or (height, width, 3)
            in colour; or None.
        strokes: in the order in which they were drawn.
    """

    backdrop: NDArray[np.uint8] | None = None
    strokes: tuple[Stroke, ...] = ()

    def is_prepared(self, image_shape: ImageShape) -> bool:
        """Return whether the backdrop is already as this model sees it, as a sample of its data is."""
        return self.backdrop is not None and self.backdrop.shape[:2] == image_shape[:2]

    def with_stroke(self, stroke: Stroke) -> CanvasContent:
        """Return the content with one more stroke."""
        return replace(self, strokes=(*self.strokes, stroke))


class ContentChange(QUndoCommand):
    """One step in the canvas's history.

    Args:
        text: what happened, for the menu's "Undo ...".
        before: what was on the canvas.
        after: what is on it afterwards.
        show: puts a content on the canvas.
        kind: changes of one kind that follow each other are one step, e.g. those of a slider moved by keys; -1
            makes each change a step of its own.
    """

    def __init__(
        self,
        text: str,
        before: CanvasContent,
        after: CanvasContent,
        show: Callable[[CanvasContent], None],
        kind: int = -1,
    ) -> None:
        super().__init__(text)
        self._before = before
        self._after = after
        self._show = show
        self._kind = kind

    def id(self) -> int:
        """Return the kind; Qt tries to merge changes of one kind."""
        return self._kind

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Merge a later change of the same kind into this one; if nothing has changed then, Qt removes the step."""
        if not isinstance(other, ContentChange):
            return False
        self._after = other._after
        self.setObsolete(self._after is self._before)
        return True

    def redo(self) -> None:
        """Put the later content on the canvas; Qt also calls this when the change is pushed."""
        self._show(self._after)

    def undo(self) -> None:
        """Put the earlier content on the canvas."""
        self._show(self._before)
