"""The row that the application is about: You draw, or Picture | The model sees | It reconstructs | Where it errs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from engine.image_shape import USUAL_SHAPE, ImageShape
from engine.protocol.events import Reconstructed, Scored
from gui.answers.error_numbers import ErrorNumbers
from gui.answers.example import Example
from gui.answers.figure import FigureExport, Panes
from gui.answers.map_pane import MapPane
from gui.canvas.canvas import DrawingCanvas
from gui.canvas.panel import CanvasPanel
from gui.imaging.image_view import ImageView
from gui.look import theme
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.verdict.threshold import Threshold
from gui.widgets.pane import Pane, PaneRow


class AnswerRow(QWidget):
    """Shows a drawing, the model's input and reconstruction, and the errors.

    Answers to drawings older than the one that is shown are dropped, and so are those that come after the canvas
    was cleared.

    Attributes:
        canvas: what one draws on; its signals carry what is drawn.
        example: what is shown before the user draws.
        figure: exports the panes.

    Signals:
        example_scored (Scored): the scores of the example, while it is shown.
        scored_shown (Scored): the scores of the drawing that is shown; scores of older drawings are dropped.
        picture_refused (UserError): a picture could not be opened, pasted or saved, here or on the canvas.
    """

    picture_refused = Signal(object)
    scored_shown = Signal(object)
    example_scored = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        image_shape: ImageShape = USUAL_SHAPE,
        threshold: Threshold | None = None,
    ) -> None:
        super().__init__(parent)
        panel = self._drawing = CanvasPanel(image_shape)
        self.canvas: DrawingCanvas = panel.canvas
        self._model_input = ImageView(
            "modelInputView", self.tr("The model sees"), self.tr("Your drawing as the model gets it")
        )
        self._reconstruction = ImageView(
            "reconstructionView", self.tr("It reconstructs"), self.tr("The model's reconstruction of it")
        )
        self._maps = MapPane(threshold or Threshold(self))
        self._views = (self._model_input, self._reconstruction, self._maps)
        self._sees = Pane(self._model_input.accessibleName(), self._model_input, _CentreSwitch(self.canvas))
        self._errors = ErrorNumbers()
        self._reconstructs = Pane(
            self._reconstruction.accessibleName(), self._reconstruction, _stacked(self._errors)
        )
        self._errs = Pane(self.tr("Where it errs"), self._maps, _stacked(self._maps.scale, self._maps.switch))
        self._panes = PaneRow(
            [
                panel,
                self._sees,
                self._reconstructs,
                self._errs,
            ]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACING_PX)
        layout.addWidget(self._panes)

        self._shown_id = 0
        self._model_name = ""
        self._is_figure_allowed = False
        self.figure = FigureExport(self, self._panes_of_drawing)
        self.example = Example(self.canvas, self)
        self.example.ended.connect(self._forget_example)
        self._show_shape()
        self.canvas.drawing_cleared.connect(self.show_nothing)
        self.canvas.image_shape_changed.connect(self._show_shape)
        for signal in (self.canvas.picture_refused, *(view.failed for view in self._views)):
            signal.connect(self.picture_refused)

    @property
    def image_shape(self) -> ImageShape:
        """(height, width, channels) of the model's image, in px."""
        return self.canvas.image_shape

    def height_at(self, width: int) -> int:
        """Return the height at which the pictures take a whole width, both in px."""
        return self._panes.height_at(width)

    def apply_state(self, state: AppState) -> None:
        """Take the shape and the preparation of the model's images, and enable what the state allows."""
        if state.model is not None:
            self.canvas.set_image_shape(state.model.image_shape)
            self._model_name = state.model.name
            self.canvas.set_data_centred(state.model.is_centred)
            self.canvas.set_preparation(state.model.preparation)
            self._drawing.show_for(are_pictures=state.model.preparation is not None)
        self.example.apply_state(state)
        apply_availability(self.canvas.tools.sample, controls(state)[Control.SAMPLE])

    @Slot(object)
    def show_reconstruction(self, event: Reconstructed) -> None:
        """Show the engine's answer, unless it is to an older drawing."""
        if not self._is_wanted(event) or event.model_input.shape != self.image_shape:
            return
        if not self.example.is_answer(event):
            self._shown_id = event.drawing_id
            self._allow_figure(is_allowed=True)
        self._model_input.show_levels(event.model_input)
        self._reconstruction.show_levels(event.reconstruction)
        self._maps.error_map.show_error(event.error_map)
        self._errors.show_errors(event.mae, event.mse, event.bce)

    @Slot(object)
    def show_scored(self, event: Scored) -> None:
        """Show where the drawing is surprising, unless the answer comes too late."""
        if not self._is_wanted(event) or event.nearest_normal.shape != self.image_shape:
            return
        self._maps.show_scored(event)
        if self.example.is_answer(event):
            self.example_scored.emit(event)
        else:
            self.scored_shown.emit(event)

    @Slot()
    def show_nothing(self) -> None:
        """Show every pane's placeholder, and drop the answers that have not come yet."""
        self._shown_id = self.canvas.drawing_id + 1
        for view in self._views:
            view.show_nothing()
        self._errors.show_nothing()
        self._allow_figure(is_allowed=False)

    def forget_surprise(self) -> None:
        """Show the placeholder of the map of surprise, which was another detector's."""
        self._maps.forget_surprise()

    @Slot()
    def send_again(self) -> None:
        """Let the model answer again what the canvas shows, e.g. since it is another model."""
        self.canvas.send_again()
        self.example.send()

    def _is_wanted(self, event: Reconstructed | Scored) -> bool:
        """Return whether this answers what the canvas shows, and not an older drawing."""
        return self.example.is_shown if self.example.is_answer(event) else event.drawing_id >= self._shown_id

    @Slot()
    def _forget_example(self) -> None:
        """Show the placeholders until the user's own drawing is answered."""
        for view in self._views:
            view.show_nothing()
        self._errors.show_nothing()
        self._show_captions()

    def _allow_figure(self, *, is_allowed: bool) -> None:
        if is_allowed != self._is_figure_allowed:  # not at every move of the pen
            self._is_figure_allowed = is_allowed
            self.figure.allow(is_allowed=is_allowed)

    def _panes_of_drawing(self) -> Panes | None:
        """Return what is shown of the user's drawing; None where there is none, or no answer to it."""
        model_input, reconstruction = self._model_input.levels, self._reconstruction.levels
        error_map = self._maps.error_map.levels
        if not self._is_figure_allowed or model_input is None or reconstruction is None or error_map is None:
            return None
        height, width, _ = self.image_shape
        return Panes(
            titles=(
                self._drawing.title,
                self._model_input.accessibleName(),
                self._reconstruction.accessibleName(),
                self.tr("Where it errs"),
            ),
            drawing=self.canvas.document.pixels(),
            model_input=model_input,
            reconstruction=reconstruction,
            error_map=error_map[:, :, 0],
            input_note=self.tr("{width} × {height} px").format(width=width, height=height),
            errors=self._errors.texts,
            model=self._model_name,
        )

    def _show_captions(self) -> None:
        height, width, _ = self.image_shape
        mark = self.tr("Example") if self.example.is_shown else ""
        self._sees.set_caption(mark or f"{width} × {height}")
        self._reconstructs.set_caption(mark)
        self._errs.set_caption(mark)

    @Slot()
    def _show_shape(self) -> None:
        height, width, _ = self.image_shape
        self._show_captions()
        self._panes.set_aspect(width, height)
        for view in self._views:
            view.set_image_shape(self.image_shape)
        self.show_nothing()


class _CentreSwitch(QWidget):
    """The canvas's centre action as a switch below what it changes."""

    def __init__(self, canvas: DrawingCanvas) -> None:
        super().__init__()
        self._action = canvas.tools.centre
        self._box = QCheckBox(self.tr("Centred"))
        self._box.setObjectName("centreBox")
        self._box.clicked.connect(self._action.trigger)
        self._action.changed.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.TIGHT_PX, 0, 0)
        layout.addWidget(self._box, alignment=Qt.AlignmentFlag.AlignTop)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self._box.setChecked(self._action.isChecked())
        self._box.setEnabled(self._action.isEnabled())
        self._box.setToolTip(self._action.toolTip())


def _stacked(*widgets: QWidget) -> QWidget:
    """Return a widget with these at its top, one below the other."""
    foot = QWidget()
    layout = QVBoxLayout(foot)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return foot
