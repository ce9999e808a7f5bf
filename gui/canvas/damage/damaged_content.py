"""A damaged picture as data: the undamaged picture, and the steps of damage in their order.

Damage works on the image that the model sees, at the model's own size. Because every step is kept and not only the
result, a fault can be changed later, and the undamaged drawing can be restored with its strokes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.image_shape import ImageShape
from engine.images.damage import damage
from engine.images.preparation import prepare
from gui.canvas.content import CanvasContent
from gui.canvas.document import document_size, is_colour
from gui.canvas.layer import CanvasLayer
from gui.canvas.stroke import Stroke

Image = NDArray[np.uint8]
"""(height, width) grey, or (height, width, 3) in colour."""


class Step(Protocol):
    """One step of damage to an image."""

    def apply(self, image: Image) -> Image:
        """Return a changed copy of a uint8 image."""
        ...


@dataclass(frozen=True, slots=True)
class FaultStep:
    """A fault of `engine.images.faults`, applied to the whole image.

    Attributes:
        name: a key of `FAULTS`.
        strength: in the fault's own unit.
        seed: of its random places and noise.
    """

    name: str
    strength: float
    seed: int = 0

    def apply(self, image: Image) -> Image:
        """Return the image with the fault."""
        channels = image[:, :, None] if image.ndim == 2 else image
        damaged = damage(channels[None], self.name, self.strength, self.seed)[0]
        result: Image = damaged[:, :, 0] if image.ndim == 2 else damaged
        return result


@dataclass(frozen=True, slots=True)
class MarkStep:
    """Squares of one brightness, where the user has drawn them: a block, stuck or dead pixels.

    Attributes:
        level: the brightness, 0..255.
        side: of a square, in px.
        places: (row, column) of each square's upper left corner.
    """

    level: int
    side: int
    places: tuple[tuple[int, int], ...]

    def apply(self, image: Image) -> Image:
        """Return the image with the squares."""
        marked = image.copy()
        for row, column in self.places:
            marked[row : row + self.side, column : column + self.side] = self.level
        return marked


@dataclass(frozen=True, slots=True)
class StrokesStep:
    """Strokes that were drawn over damage before more damage was done."""

    strokes: tuple[Stroke, ...]

    def apply(self, image: Image) -> Image:
        """Return the image with the strokes."""
        return model_image(
            CanvasContent(image, self.strokes), (*image.shape[:2], 3 if image.ndim == 3 else 1), is_centred=False
        )


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DamagedContent(CanvasContent):
    """A damaged picture of the model's size, with its undamaged original. Make it with `damaged`.

    Attributes:
        undamaged: what was on the canvas before.
        image: what the model saw of that.
        steps: what was done to the image since.
    """

    undamaged: CanvasContent
    image: Image
    steps: tuple[Step, ...]

    def fault(self, name: str) -> FaultStep | None:
        """Return the step of this fault, if it is one of the steps."""
        return next((step for step in self.steps if isinstance(step, FaultStep) and step.name == name), None)

    def with_fault(self, fault: FaultStep) -> DamagedContent:
        """Return the content with this fault in place of the same fault, or after the last step.

        Strokes over the damage become a step of their own. A fault of strength 0 is removed.
        """
        mine = self.fault(fault.name)
        steps = [fault if step is mine else step for step in self._with_strokes()]
        if mine is None:
            steps.append(fault)
        return damaged(self.undamaged, self.image, (step for step in steps if step != replace(fault, strength=0)))

    def with_mark(self, mark: MarkStep) -> DamagedContent:
        """Return the content with these squares as the last step."""
        return damaged(self.undamaged, self.image, (*self._with_strokes(), mark))

    def _with_strokes(self) -> tuple[Step, ...]:
        return (*self.steps, StrokesStep(self.strokes)) if self.strokes else self.steps


def damaged(undamaged: CanvasContent, image: Image, steps: Iterable[Step] = ()) -> DamagedContent:
    """Return the content after steps of damage.

    Args:
        undamaged: what is on the canvas.
        image: what the model sees of it.
        steps: what is done to the image, in this order.
    """
    done = tuple(steps)
    result = image
    for step in done:
        result = step.apply(result)
    return DamagedContent(backdrop=result, undamaged=undamaged, image=image, steps=done)


def model_image(content: CanvasContent, image_shape: ImageShape, is_centred: bool) -> Image:
    """Return what the model sees of a content, uint8: (height, width), or (height, width, 3) in colour.

    Args:
        content: what is on the canvas.
        image_shape: (height, width, channels) of the model's image, in px.
        is_centred: whether it is prepared the way MNIST was; not if it is of the model's own size already.
    """
    layer = CanvasLayer(document_size(image_shape), is_colour=is_colour(image_shape))
    layer.render(content)
    is_centred = is_centred and not content.is_prepared(image_shape)
    levels = prepare(layer.pixels(), image_shape, is_centred)
    return np.rint((levels if is_colour(image_shape) else levels[:, :, 0]) * 255).astype(np.uint8)


def fits(image: Image, image_shape: ImageShape) -> bool:
    """Return whether an image is as `model_image` gives it for this shape."""
    return image.shape == (image_shape if is_colour(image_shape) else image_shape[:2])
