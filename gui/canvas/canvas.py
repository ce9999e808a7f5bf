"""The canvas: white ink on black in both themes, because that is what the model sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from engine.image_shape import USUAL_SHAPE, ImageShape
from engine.pictures.preparation import PicturePreparation
from gui.canvas.content import CanvasContent
from gui.canvas.tools import CanvasTools
from gui.canvas.view import LEAST_BRUSH, MOST_BRUSH, CanvasView
from gui.imaging.picture_exchange import PictureExchange

BRUSH_STEP = 0.2 / 28
"""One step of the brush's slider or keys, as a share of the image's shorter side."""


class DrawingCanvas(CanvasView):
    """Takes strokes and pictures, and emits what is drawn.

    While it shows a sample, or a picture of exactly the model's size, drawings are sent as they are, and
    `tools.centre` is off and disabled until the canvas is cleared.

    Attributes:
        tools: what can be done on the canvas, as actions.

    Signals:
        drawing_changed (Drawing): the drawing has changed; also emitted while a stroke is being drawn.
        drawing_cleared: there is no ink any more.
        picture_refused (UserError): a picture could not be opened, pasted or saved, and why.
        picture_taken: a picture has been opened or pasted.
        sample_requested: the user wants another test image; answer with `show_sample`.
        brush_changed (float): the brush's new width, in px of the model's image.
        image_shape_changed: the canvas has another shape; the drawing for it is sent afterwards.
    """

    drawing_changed = Signal(object)
    drawing_cleared = Signal()
    picture_refused = Signal(object)
    picture_taken = Signal()
    sample_requested = Signal()
    brush_changed = Signal(float)
    image_shape_changed = Signal()

    def __init__(self, image_shape: ImageShape = USUAL_SHAPE, parent: QWidget | None = None) -> None:
        super().__init__(image_shape, parent)
        self.setObjectName("drawingCanvas")
        self.setAccessibleName(self.tr("Drawing canvas"))
        self.setAccessibleDescription(
            self.tr(
                "Draw with the mouse, a pen or a finger. On the keyboard the arrow keys move the pen, with Shift "
                "further, Space puts it down and lifts it, and Escape cancels the stroke."
            )
        )
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.document.drawing_changed.connect(self.drawing_changed)
        self.document.drawing_cleared.connect(self.drawing_cleared)
        self.document.content_changed.connect(self._refresh_tools)
        self.document.image_shape_changed.connect(self._follow_shape)

        self._is_data_centred = True
        self._pictures = PictureExchange(self)
        self._preparation: PicturePreparation | None = None
        self._read_as_data()
        self._pictures.picture_taken.connect(self._receive_picture)
        self._pictures.failed.connect(self.picture_refused)
        self._arrived: list[tuple[NDArray[np.uint8], str]] = []  # while the pen was down

        self.tools = CanvasTools(self, self.document.history)
        self.tools.eraser.toggled.connect(self._choose_eraser)
        self.tools.clear.triggered.connect(self.clear)
        self.tools.sample.triggered.connect(self.sample_requested)
        self.tools.open.triggered.connect(self._pictures.ask_to_open)
        self.tools.paste.triggered.connect(self._pictures.paste)
        self.tools.copy.triggered.connect(self._copy)
        self.tools.save.triggered.connect(self._ask_to_save)
        self.tools.thinner.triggered.connect(self._make_thinner)
        self.tools.thicker.triggered.connect(self._make_thicker)
        self.tools.centre.triggered.connect(self.document.request_centre)
        self.tools.restore.triggered.connect(self.damage_model.restore)
        for action in (self.tools.brush, self.tools.eraser):
            action.toggled.connect(self._choose_ink)
        self.tools.block.toggled.connect(self._choose_block)
        self.tools.stuck.toggled.connect(self._choose_stuck)
        self.tools.dead.toggled.connect(self._choose_dead)

    # ------------------------------------------------------------------------------------- state

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of the model's image, in px."""
        return self.document.image_shape

    @property
    def drawing_id(self) -> int:
        """The number of the last `drawing_changed` or `drawing_cleared`; answers to lower ones are late."""
        return self.document.drawing_id

    @property
    def brush_px(self) -> float:
        """The brush's width in px of the model's image."""
        return self.brush * min(self.image_shape[:2])

    def edit_actions(self) -> list[QAction | None]:
        """Return the canvas's actions for the window's Edit menu; None stands for a separator."""
        return self.tools.for_menu()

    # ------------------------------------------------------------------------------------- changes

    def set_image_shape(self, image_shape: ImageShape) -> None:
        """Draw for a model with images of another shape. What is on the canvas stays, around its centre."""
        self.document.set_image_shape(image_shape)

    def set_data_centred(self, is_centred: bool) -> None:
        """Prepare drawings and pictures as the data of another model are prepared, until the user chooses otherwise.

        Args:
            is_centred: its images are centred ink, `ModelInfo.is_centred`.
        """
        if is_centred != self._is_data_centred:
            self._is_data_centred = is_centred
            self._read_as_data()
            self.document.request_centre(is_centred)

    def set_preparation(self, preparation: PicturePreparation | None) -> None:
        """Prepare pictures as those that another model was trained on; None where it was not trained on pictures."""
        if preparation != self._preparation:
            self._preparation = preparation
            self._read_as_data()
            self.show_prompt_for(are_pictures=preparation is not None)

    def show_example(self, is_shown: bool) -> None:
        """Show the example on the empty canvas, or the prompt alone. Nothing of it is drawn: it is only painted."""
        self.has_example = is_shown
        self.update()

    def set_brush_px(self, brush_px: float) -> None:
        """Set the brush's width in px of the model's image, clipped to its bounds."""
        brush = min(max(brush_px / min(self.image_shape[:2]), LEAST_BRUSH), MOST_BRUSH)
        if brush != self.brush:
            self.brush = brush
            self.brush_changed.emit(self.brush_px)
            self.pen_shown()

    def send_again(self) -> None:
        """Send the drawing again, if there is one, e.g. to another model."""
        self.document.send()

    @Slot()
    def clear(self) -> None:
        """Empty the canvas, as a step that can be undone. Pictures that are still being read are dropped."""
        self._give_up_pictures()
        self.document.replace(CanvasContent(), self.tr("clear"))

    def show_sample(self, sample: NDArray[np.uint8]) -> None:
        """Put an image of the data on the canvas, pixel by pixel, to draw over.

        Pictures that are still being read are dropped.

        Args:
            sample: (height, width, channels) uint8; three are its colours, of others their mean is shown.
        """
        self._give_up_pictures()
        pixels = sample if sample.shape[2] == 3 else np.rint(sample.mean(axis=2)).astype(np.uint8)
        self.document.replace(CanvasContent(pixels), self.tr("sample"))

    def open_picture(self, path: Path | str) -> None:
        """Read a picture file and put it on the canvas once no stroke is being drawn, or emit `picture_refused`."""
        self._pictures.open(str(path))

    def save_picture(self, path: Path | str) -> None:
        """Save the drawing as PNG, or emit `picture_refused`."""
        self._pictures.save(self.document.image(), str(path))

    # --------------------------------------------------------------------------------------------------- pen

    def pen_up(self) -> None:
        """End the stroke, or the damage, and show the pictures that have been read meanwhile."""
        super().pen_up()
        self._show_arrived()

    def pen_cancelled(self) -> None:
        """Cancel the stroke, or the damage, and show the pictures that have been read meanwhile."""
        super().pen_cancelled()
        self._show_arrived()

    # ---------------------------------------------------------------------------------------------- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures; other files are for the window."""
        if self._pictures.can_take(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the picture."""
        self._pictures.take(event.mimeData())
        event.acceptProposedAction()

    # ---------------------------------------------------------------------------------------------- internal

    def _follow_shape(self) -> None:
        self._read_as_data()
        self.updateGeometry()
        self.brush_changed.emit(self.brush_px)
        self.image_shape_changed.emit()

    def _read_as_data(self) -> None:
        self._pictures.read_for(self.image_shape, self._is_data_centred, self._preparation)

    def _refresh_tools(self) -> None:
        self.tools.refresh(
            is_blank=self.document.is_blank,
            is_prepared=self.document.is_prepared,
            is_centred=self.document.is_centred,
            is_damaged=self.damage_model.is_damaged,
        )

    def _receive_picture(self, pixels: NDArray[np.uint8], name: str) -> None:
        self._arrived.append((pixels, name))
        self.picture_taken.emit()
        if not self.is_pen_down:
            self._show_arrived()

    def _show_arrived(self) -> None:
        arrived, self._arrived = self._arrived, []
        for pixels, name in arrived:
            self._show_picture(pixels, name)

    def _give_up_pictures(self) -> None:
        self._pictures.give_up()
        self._arrived.clear()

    def _show_picture(self, pixels: NDArray[np.uint8], name: str) -> None:
        step = self.tr("opening {name}").format(name=name) if name else self.tr("paste")
        self.document.replace(CanvasContent(pixels), step)

    def _choose_eraser(self, is_chosen: bool) -> None:
        self.is_erasing = is_chosen

    def _choose_ink(self, is_chosen: bool) -> None:
        if is_chosen:
            self.damage_brush.choose(None)

    def _choose_block(self, is_chosen: bool) -> None:
        if is_chosen:
            self.damage_brush.choose("block")

    def _choose_stuck(self, is_chosen: bool) -> None:
        if is_chosen:
            self.damage_brush.choose("stuck")

    def _choose_dead(self, is_chosen: bool) -> None:
        if is_chosen:
            self.damage_brush.choose("dead")

    def _copy(self) -> None:
        self._pictures.copy(self.document.image())

    def _ask_to_save(self) -> None:
        self._pictures.ask_to_save(self.document.image(), self.tr("drawing") + ".png")

    def _make_thinner(self) -> None:
        self._change_brush(-1)

    def _make_thicker(self) -> None:
        self._change_brush(1)

    def _change_brush(self, steps: int) -> None:
        if self.damage_brush.kind == "block":
            self.damage_brush.set_block_px(self.damage_brush.block_px + steps)
        else:
            self.set_brush_px((self.brush + steps * BRUSH_STEP) * min(self.image_shape[:2]))
