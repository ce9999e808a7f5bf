"""File > Export figure: what the window shows of a drawing, with the verdict, as one picture for a slide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine.errors import UserError
from gui.look.colours import LIGHT
from gui.look.icons import icon
from gui.plots.export import FILE_FILTER, save_chart
from gui.plots.look import ChartLook
from gui.state.availability import Availability, apply_availability
from gui.verdict.view import VerdictView
from gui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from gui.answers.four_panes import FourPanes

_SIZE_PX = (760, 260)


class Panes(NamedTuple):
    """What the window shows of one drawing.

    Attributes:
        titles: of the four panes.
        drawing: (height, width) uint8, or (height, width, 3) in colour.
        model_input: (h, w, channels) float32, 0..1.
        reconstruction: the same.
        error_map: (h, w) float32, 0..1.
        input_note: below the input, e.g. "28 × 28 px".
        errors: below the reconstruction, one a line.
        model: the model's name, below the drawing.
    """

    titles: tuple[str, str, str, str]
    drawing: NDArray[np.uint8]
    model_input: NDArray[np.float32]
    reconstruction: NDArray[np.float32]
    error_map: NDArray[np.float32]
    input_note: str
    errors: tuple[str, ...]
    model: str


class FigureExport(QObject):
    """Saves the four panes as PNG, SVG or PDF.

    Signals:
        saved: a figure was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.

    Attributes:
        action: the menu's entry; disabled while there is nothing to export.

    Args:
        parent: the widget that asks where to save.
        panes: returns what is shown of the drawing; None where there is none, or no answer to it.
    """

    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget, panes: Callable[[], Panes | None]) -> None:
        super().__init__(parent)
        self._asker = parent
        self._panes = panes
        self._verdict: VerdictView | None = None
        self.action = QAction(icon("save"), self.tr("Export &figure…"), self)
        self.action.setToolTip(
            self.tr("Save the four panes with the verdict as one PNG, SVG or PDF, e.g. for a slide")
        )
        self.action.triggered.connect(self._ask)
        self.allow(is_allowed=False)

    def follow(self, verdict: VerdictView) -> None:
        """Write this verdict over the panes."""
        self._verdict = verdict

    def allow(self, *, is_allowed: bool) -> None:
        """Let the figure be exported, or say that there is nothing to export."""
        reason = "" if is_allowed else self.tr("There is nothing to export yet; draw something first.")
        apply_availability(self.action, Availability(is_allowed, reason))

    @Slot(str)
    def save(self, path: str) -> None:
        """Save in the format that the name's ending says, and emit `saved` or `save_failed`."""
        panes, target = self._panes(), Path(path)
        if panes is None:
            return
        verdict = self._verdict
        is_abnormal = None if verdict is None else verdict.is_abnormal
        title = self.tr("A drawing and its reconstruction")
        if verdict is not None and is_abnormal is not None:
            title = verdict.accessibleName()
        colour = {None: LIGHT.text, True: LIGHT.error, False: LIGHT.success}[is_abnormal]

        def make(look: ChartLook) -> FourPanes:
            from gui.answers.four_panes import FourPanes

            return FourPanes(look, panes, colour)

        try:
            save_chart(target, _SIZE_PX, title, make)
        except UserError as error:
            self.save_failed.emit(error)
        else:
            self.saved.emit(target)

    @Slot()
    def _ask(self) -> None:
        ask_where_to_save(self._asker, self.tr("Export the figure"), FILE_FILTER, "autoencoder.png", self.save)
