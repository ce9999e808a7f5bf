"""Damage that the user draws with the pen: blocks, and stuck or dead pixels."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from gui.canvas.damage.damaged_content import MarkStep
from gui.canvas.damage.model import DamageModel

MarkKind = Literal["block", "stuck", "dead"]
LEAST_SIDE_PX, MOST_SIDE_PX = 2, 24
_LEVELS: dict[MarkKind, int] = {"block": 0, "stuck": 255, "dead": 0}


class DamageBrush(QObject):
    """Turns a pen on the canvas into marks on the model's image.

    A block follows the pen until it is lifted; pixels stay wherever the pen went. From pen down to pen up is one
    step that can be undone. While a kind is chosen, the canvas shows the picture as the model sees it, so that
    single pixels can be chosen. Positions are in px of the model's image, from its upper left corner.

    Signals:
        changed: the kind or the size of the block has changed.
    """

    changed = Signal()

    def __init__(self, damage_model: DamageModel) -> None:
        super().__init__(damage_model)
        self._damage_model = damage_model
        self._kind: MarkKind | None = None
        self._block_px = 8
        self._places: list[tuple[int, int]] | None = None  # while the pen is down
        damage_model.changed.connect(self._show_model_pixels)

    @property
    def kind(self) -> MarkKind | None:
        """The kind of damage that the pen draws; None while it draws ink."""
        return self._kind

    @property
    def is_down(self) -> bool:
        """Whether the pen is down and draws damage."""
        return self._places is not None

    @property
    def block_px(self) -> int:
        """The side of a block, in px of the model's image."""
        return min(self._block_px, *self._damage_model.image_shape[:2])

    @property
    def side_px(self) -> int:
        """The side of the square that the pen draws, in px of the model's image."""
        return self.block_px if self._kind == "block" else 1

    def choose(self, kind: MarkKind | None) -> None:
        """Choose another kind of damage, or None to draw with ink again."""
        if kind == self._kind:
            return
        self.cancel()
        self._kind = kind
        if kind is None:
            self._damage_model.drop_preview()
        else:
            self._show_model_pixels()
        self.changed.emit()

    def set_block_px(self, side: int) -> None:
        """Set the side of a block in px, clipped to its bounds."""
        side = min(max(side, LEAST_SIDE_PX), MOST_SIDE_PX)
        if side != self._block_px:
            self._block_px = side
            self.changed.emit()

    def corner(self, x: float, y: float) -> tuple[int, int]:
        """Return (row, column) of the upper left pixel of the square that the pen would draw here, inside the image."""
        side = self.side_px
        height, width = self._damage_model.image_shape[:2]
        row, column = (math.floor(place - side / 2 + 0.5) for place in (y, x))
        return min(max(row, 0), height - side), min(max(column, 0), width - side)

    # ------------------------------------------------------------------------------------------------ the pen

    def press(self, x: float, y: float) -> None:
        """Put the pen down. A mark that is being drawn ends first."""
        self.lift()
        if self._kind is not None and not self._damage_model.is_blank:
            self._places = []
            self.move(x, y)

    def move(self, x: float, y: float) -> None:
        """Move the pen, if it is down."""
        if self._kind is None or self._places is None:
            return
        corner = self.corner(x, y)
        if self._kind == "block":
            self._places = [corner]
        else:
            new = _between(self._places[-1] if self._places else corner, corner)
            self._places += [place for place in new if place not in self._places]
        self._damage_model.preview_mark(MarkStep(_LEVELS[self._kind], self.side_px, tuple(self._places)))

    def lift(self) -> None:
        """Lift the pen, if it is down: the damage becomes a step that can be undone."""
        if self._places is not None:
            self._places = None
            self._damage_model.settle_mark(self._step_text())

    def cancel(self) -> None:
        """Remove what the pen has drawn since it was put down."""
        if self._places is not None:
            self._places = None
            self._damage_model.drop_preview()

    @Slot()
    def _show_model_pixels(self) -> None:
        if self._kind is not None and self._places is None:
            self._damage_model.show_as_seen()

    def _step_text(self) -> str:
        return {
            "block": self.tr("block"),
            "stuck": self.tr("stuck pixels by hand"),
            "dead": self.tr("dead pixels by hand"),
        }[self._kind or "block"]


def _between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the pixels of a line, both ends and no gaps, since a fast mouse skips pixels."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    return [
        (round(start[0] + (end[0] - start[0]) * i / steps), round(start[1] + (end[1] - start[1]) * i / steps))
        for i in range(steps + 1)
    ]
