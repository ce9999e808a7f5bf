"""The start page's example: a drawn digit and the model's answer to it, until the user draws."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engine.image_shape import USUAL_SHAPE
from engine.protocol.commands import Drawing
from engine.protocol.events import Reconstructed, Scored
from gui.canvas.canvas import DrawingCanvas
from gui.canvas.document import document_size
from gui.canvas.example import EXAMPLE, EXAMPLE_ID
from gui.canvas.layer import CanvasLayer
from gui.state.app_state import AppState

_DIGITS = ("mnist", "pen-digits")


class Example(QObject):
    """Sends the example to the model as the canvas sends a drawing, but puts nothing on the canvas.

    So there is nothing to save, to undo or to erase, and whatever the user puts on the canvas ends the example for the
    rest of the session. It also ends where a digit is no example: with a model from a file, other data than digits, or
    images of another shape.

    Signals:
        drawing_sent (Drawing): the example, for the model to answer.
        ended: the example has gone, and with it the answers to it.

    Args:
        canvas: where it is shown, dimmed.
    """

    drawing_sent = Signal(object)
    ended = Signal()

    def __init__(self, canvas: DrawingCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._is_shown = canvas.image_shape == USUAL_SHAPE
        canvas.show_example(self._is_shown)
        canvas.drawing_changed.connect(self.end)
        canvas.image_shape_changed.connect(self.end)

    @property
    def is_shown(self) -> bool:
        """Whether the canvas still shows the example."""
        return self._is_shown

    def is_answer(self, event: Reconstructed | Scored) -> bool:
        """Return whether this answers the example, and not a drawing."""
        return event.drawing_id == EXAMPLE_ID

    def apply_state(self, state: AppState) -> None:
        """End it where the model is from a file, or the data are no digits."""
        are_digits = state.dataset is None or state.dataset.source in _DIGITS
        if state.model_path is not None or not are_digits:
            self.end()

    @Slot()
    def send(self) -> None:
        """Send the example to the model, if it is shown."""
        if not self._is_shown:
            return
        layer = CanvasLayer(document_size(self._canvas.image_shape))
        layer.render(EXAMPLE)
        pixels = layer.grey()
        pixels.flags.writeable = False
        self.drawing_sent.emit(Drawing(EXAMPLE_ID, pixels))

    @Slot()
    def end(self) -> None:
        """Take the example away for good."""
        if self._is_shown:
            self._is_shown = False
            self._canvas.show_example(False)
            self.ended.emit()
