from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.image_shape import ImageShape
from engine.images.preparation import prepare
from engine.pictures.preparation import PicturePreparation
from engine.protocol.commands import Drawing
from engine.protocol.events import Reconstructed, Scored
from engine.protocol.results import DrawingVerdict, JudgeBy
from gui.answers.row import AnswerRow
from gui.canvas.panel import CanvasPanel
from gui.imaging.image_view import ImageView
from gui.state.app_state import AppState
from gui.widgets.overflow_row import OverflowRow
from tests.gui.grey_levels import grey_from_image
from tests.gui.pen_strokes import curved_three, draw
from tests.gui.showing import shown
from tests.gui.states import READY, a_model


@pytest.fixture
def view(qtbot: QtBot) -> AnswerRow:
    return shown(qtbot, AnswerRow(), 956, 360)


def answer(drawing: Drawing, shape: ImageShape = (28, 28, 1)) -> Reconstructed:
    """An engine's answer, of a model that reconstructs everything half as bright."""
    model_input = prepare(drawing.pixels, shape, drawing.is_centred)
    error_map = model_input[:, :, 0] / 2
    mae, mse = float(error_map.mean()), float((error_map**2).mean())
    return Reconstructed(drawing.drawing_id, model_input, model_input / 2, error_map, mae, mse, 0.25)


def sent_by(view: AnswerRow) -> list[Drawing]:
    drawings: list[Drawing] = []
    view.canvas.drawing_changed.connect(drawings.append)
    return drawings


def image_views(view: AnswerRow) -> list[ImageView]:
    names = ("modelInputView", "reconstructionView", "errorMapView")
    return [found for name in names if (found := view.findChild(ImageView, name)) is not None]


def errors(view: AnswerRow) -> list[str]:
    labels = [view.findChild(QLabel, name) for name in ("maeLabel", "mseLabel", "bceLabel")]
    return [label.text() for label in labels if label is not None]


def is_empty(view: AnswerRow) -> bool:
    return all(pane.image.isNull() for pane in image_views(view)) and errors(view) == ["–"] * 3


def test_nothing_is_shown_before_something_is_drawn(view: AnswerRow) -> None:
    assert len(image_views(view)) == 3
    assert is_empty(view)


def test_all_panes_and_errors_show_the_answer(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    event = answer(drawings[-1])
    view.show_reconstruction(event)
    seen, reconstructed, _ = (grey_from_image(pane.image) for pane in image_views(view))
    assert np.array_equal(seen, np.rint(event.model_input[:, :, 0] * 255))
    assert np.array_equal(reconstructed, np.rint(event.reconstruction[:, :, 0] * 255))
    assert errors(view) == [f"{event.mae:.4f}", f"{event.mse:.4f}", "0.2500"]


def test_an_answer_to_an_older_drawing_does_not_replace_a_newer_one(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    first, last = answer(drawings[0]), answer(drawings[-1])
    view.show_reconstruction(last)
    shown = errors(view)
    view.show_reconstruction(first)
    assert errors(view) == shown


def test_the_same_drawing_is_shown_again_as_the_model_learns(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    event = answer(drawings[-1])
    view.show_reconstruction(event)
    view.show_reconstruction(replace(event, mae=0.125, is_training=True))
    assert errors(view)[0] == "0.1250"


def test_an_answer_that_comes_after_the_canvas_was_cleared_does_not_appear(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    view.show_reconstruction(answer(drawings[-1]))
    view.canvas.clear()
    assert is_empty(view)
    view.show_reconstruction(answer(drawings[-1]))
    assert is_empty(view)
    draw(view.canvas, curved_three(view.canvas))
    view.show_reconstruction(answer(drawings[-1]))
    assert not is_empty(view)


def test_after_showing_nothing_only_a_drawing_that_is_sent_again_is_answered(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    view.show_nothing()
    view.show_reconstruction(answer(drawings[-1]))
    assert is_empty(view)
    view.canvas.send_again()
    view.show_reconstruction(answer(drawings[-1]))
    assert not is_empty(view)


def test_an_answer_of_a_model_with_another_shape_does_not_appear(view: AnswerRow) -> None:
    drawings = sent_by(view)
    draw(view.canvas, curved_three(view.canvas))
    late = answer(drawings[-1])
    view.apply_state(AppState(model=a_model(image_shape=(16, 32, 1))))
    view.show_reconstruction(late)
    assert is_empty(view)
    view.show_reconstruction(answer(drawings[-1], (16, 32, 1)))
    assert not is_empty(view)


@pytest.mark.parametrize("shape", [(28, 28, 1), (16, 48, 1), (60, 24, 1)])
@pytest.mark.parametrize("size", [QSize(576, 300), QSize(956, 360), QSize(956, 240), QSize(3500, 1000)])
def test_the_four_pictures_are_equally_large_and_stand_on_one_line(
    view: AnswerRow, shape: ImageShape, size: QSize
) -> None:
    view.apply_state(AppState(model=a_model(image_shape=shape)))
    view.resize(size)
    QApplication.processEvents()
    panes: list[QWidget] = [view.canvas, *image_views(view)]
    assert len({(pane.width(), pane.height()) for pane in panes}) == 1
    tops = [pane.mapTo(view, QPoint(0, 0)) for pane in panes]
    assert len({top.y() for top in tops}) == 1
    assert view.canvas.width() / view.canvas.height() == pytest.approx(shape[1] / shape[0], rel=0.05)
    assert tops[-1].x() + panes[-1].width() <= view.width()
    gaps = {after.x() - before.x() for before, after in pairwise(tops)}
    assert len(gaps) == 1


def test_it_never_asks_for_more_than_a_window_of_900_by_600_has(view: AnswerRow) -> None:
    least = view.minimumSizeHint()
    assert least.width() <= 576
    assert least.height() <= 260


def test_the_errors_do_not_jump_as_they_change(view: AnswerRow) -> None:
    event = Reconstructed(
        100,
        np.zeros((28, 28, 1), np.float32),
        np.zeros((28, 28, 1), np.float32),
        np.zeros((28, 28), np.float32),
        0.1111,
        0.1111,
        0.1111,
    )
    labels = [view.findChild(QLabel, name) for name in ("maeLabel", "mseLabel", "bceLabel")]
    places = set()
    for value in (0.1111, 0.0009, 0.8888):
        view.show_reconstruction(replace(event, mae=value, mse=value, bce=value))
        QApplication.processEvents()
        places.add(tuple(label.x() for label in labels if label is not None))
    view.show_nothing()
    QApplication.processEvents()
    places.add(tuple(label.x() for label in labels if label is not None))
    assert len(places) == 1


def test_the_centre_box_follows_the_canvas_and_the_canvas_follows_it(view: AnswerRow) -> None:
    drawings = sent_by(view)
    box = view.findChild(QCheckBox, "centreBox")
    assert box is not None
    draw(view.canvas, curved_three(view.canvas))
    box.click()
    assert not drawings[-1].is_centred
    assert not view.canvas.tools.centre.isChecked()
    view.canvas.tools.centre.trigger()
    assert box.isChecked()
    view.canvas.show_sample(np.ones((28, 28, 1), np.uint8))
    assert not box.isEnabled()
    assert not box.isChecked()
    assert "already as the model sees it" in box.toolTip()


def test_another_sample_waits_until_there_are_images_and_says_so(view: AnswerRow) -> None:
    sample = view.canvas.tools.sample
    view.apply_state(AppState())
    assert not sample.isEnabled()
    assert "data set" in sample.toolTip()
    view.apply_state(READY)
    assert sample.isEnabled()
    assert "Ctrl+D" in sample.toolTip()


def test_a_sample_is_requested_from_the_window(view: AnswerRow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.canvas.sample_requested):
        view.canvas.tools.sample.trigger()


@pytest.fixture
def panel(qtbot: QtBot) -> CanvasPanel:
    return shown(qtbot, CanvasPanel(), 240, 330)


def test_every_tool_is_a_button_or_in_the_menu_at_every_width(panel: CanvasPanel) -> None:
    row = panel.findChild(OverflowRow)
    assert row is not None
    tools = panel.canvas.tools
    expected = {tools.brush, tools.eraser, tools.undo, tools.redo, tools.clear, tools.damage}
    expected |= {tools.sample, tools.open, tools.paste, tools.copy, tools.save}
    for width in (112, 135, 180, 240, 400):
        panel.resize(width, 330)
        QApplication.processEvents()
        buttons = [button for button in row.findChildren(QToolButton) if button.isVisible()]
        assert max(button.geometry().right() for button in buttons) < row.width()
        shown = {button.defaultAction() for button in buttons if button.defaultAction() is not None}
        hidden = set(row.hidden_actions())
        assert shown | hidden == expected
        assert not shown & hidden
        assert {tools.brush, tools.eraser} <= shown
        assert any(button.defaultAction() is None for button in buttons) == bool(hidden)


def test_every_tool_tip_says_the_shortcut_and_a_disabled_one_the_reason(panel: CanvasPanel) -> None:
    tools = panel.canvas.tools
    assert "Ctrl+V" in tools.paste.toolTip()
    assert "(B)" in tools.brush.toolTip()
    assert "nothing to undo" in tools.undo.toolTip()
    assert "empty" in tools.clear.toolTip()
    draw(panel.canvas, curved_three(panel.canvas))
    QApplication.processEvents()
    assert "nothing" not in tools.undo.toolTip()
    assert "Ctrl+Z" in tools.undo.toolTip()
    assert tools.undo.text() == "Undo stroke"
    assert "empty" not in tools.clear.toolTip()


def test_shortcuts_are_not_given_twice(panel: CanvasPanel) -> None:
    keys = [action.shortcut().toString() for action in panel.canvas.edit_actions() if action is not None]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_the_slider_sets_the_brush_and_follows_it(panel: CanvasPanel) -> None:
    slider = panel.findChild(QSlider, "brushSlider")
    assert slider is not None
    slider.setValue(25)
    assert panel.canvas.brush_px == pytest.approx(5.0)
    panel.canvas.setFocus()
    QTest.keyClick(panel.canvas, Qt.Key.Key_BracketLeft)
    assert slider.value() == 24
    panel.canvas.set_image_shape((56, 56, 1))
    assert slider.value() == 24
    slider.setValue(slider.maximum())
    assert panel.canvas.brush_px == pytest.approx(16)


def test_surprise_is_shown_for_the_drawing_on_the_canvas_alone(view: AnswerRow) -> None:
    surprise = view.findChild(ImageView, "surpriseMapView")
    assert surprise is not None
    heat = np.ones(view.image_shape[:2], np.float32)
    verdict = {JudgeBy.ALL: DrawingVerdict(1.0, 0.5, np.zeros(1, np.float32), heat)}
    nearest = np.zeros(view.image_shape, np.uint8)
    view.show_nothing()
    view.show_scored(Scored(view.canvas.drawing_id, verdict, nearest))
    assert surprise.image.isNull(), "it comes from before the canvas was cleared"
    view.show_scored(Scored(view.canvas.drawing_id + 1, verdict, nearest[1:]))
    assert surprise.image.isNull(), "it comes from a model of another shape"
    view.show_scored(Scored(view.canvas.drawing_id + 1, verdict, nearest))
    assert not surprise.image.isNull()


def test_the_first_pane_is_called_by_what_the_model_was_trained_on(view: AnswerRow) -> None:
    def titles() -> list[str]:
        return [label.text() for label in view.findChildren(QLabel) if label.property("role") == "title"]

    view.apply_state(READY)
    assert "You draw" in titles()
    pictures = replace(a_model(image_shape=(64, 64, 3)), preparation=PicturePreparation(64, is_colour=True))
    view.apply_state(replace(READY, model=pictures))
    assert "Picture" in titles()
    assert "You draw" not in titles()
    view.apply_state(READY)
    assert "You draw" in titles()
