"""Samples on the canvas, and models with images of another shape."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.images.preparation import prepare
from gui.canvas.canvas import DrawingCanvas
from tests.gui.canvas.listener import Listener
from tests.gui.grey_levels import grey_from_image
from tests.gui.pen_strokes import curved_three, draw

SAMPLE = np.random.default_rng(0).integers(0, 256, (28, 28, 1), np.uint8)


def seen(canvas: DrawingCanvas) -> np.ndarray:
    """What a person sees: the canvas as it is on the screen, in grey."""
    return grey_from_image(canvas.grab().toImage())


def test_a_sample_is_sent_as_it_is_and_comes_back_exactly(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.show_sample(SAMPLE)
    drawing = listener.drawings[-1]
    assert not drawing.is_centred
    assert np.array_equal(
        prepare(drawing.pixels, (28, 28, 1), drawing.is_centred), SAMPLE.astype(np.float32) / np.float32(255)
    )


def test_over_a_sample_the_centre_switch_is_off_says_why_and_comes_back_with_clear(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    centre = canvas.tools.centre
    assert centre.isEnabled()
    assert centre.isChecked()
    canvas.show_sample(SAMPLE)
    draw(canvas, curved_three(canvas))
    assert not centre.isEnabled()
    assert not centre.isChecked()
    assert "already as the model sees it" in centre.toolTip()
    assert not listener.drawings[-1].is_centred
    canvas.clear()
    assert centre.isEnabled()
    assert centre.isChecked()
    draw(canvas, curved_three(canvas))
    assert listener.drawings[-1].is_centred


def test_the_centre_switch_sends_the_drawing_again_the_other_way(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    canvas.tools.centre.trigger()
    assert not listener.drawings[-1].is_centred
    canvas.tools.centre.trigger()
    assert listener.drawings[-1].is_centred


def test_a_black_sample_is_a_drawing_and_no_empty_canvas(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.show_sample(np.zeros((28, 28, 1), np.uint8))
    assert len(listener.drawings) == 1
    assert not canvas.document.is_blank


@pytest.mark.parametrize(
    ("shape", "size"), [((28, 28, 1), (280, 280)), ((32, 32, 3), (288, 288)), ((24, 64, 1), (120, 320))]
)
def test_the_document_is_a_whole_multiple_of_the_models_image(
    canvas: DrawingCanvas, shape: tuple[int, int, int], size: tuple[int, int]
) -> None:
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    canvas.set_image_shape(shape)
    draw(canvas, curved_three(canvas))
    assert listener.drawings[-1].pixels.shape[:2] == size
    area = canvas.pen_area()
    assert area.width() / area.height() == pytest.approx(shape[1] / shape[0])


def test_a_drawing_outlives_a_model_of_another_size_and_is_sent_for_it(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    small = prepare(listener.drawings[-1].pixels, (28, 28, 1), is_centred=True)
    canvas.set_image_shape((56, 56, 1))
    assert np.array_equal(prepare(listener.drawings[-1].pixels, (28, 28, 1), is_centred=True), small)


def test_a_sample_is_no_longer_exact_for_a_model_of_another_size(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.show_sample(SAMPLE)
    canvas.set_image_shape((32, 32, 1))
    assert listener.drawings[-1].is_centred
    assert canvas.tools.centre.isEnabled()


def test_the_brush_keeps_its_looks_in_another_shape_and_stays_in_its_bounds(
    canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    assert canvas.brush_px == pytest.approx(2.6)
    with qtbot.waitSignal(canvas.brush_changed) as changed:
        canvas.tools.thicker.trigger()
    assert changed.args == [pytest.approx(2.8)]
    canvas.set_image_shape((56, 56, 1))
    assert canvas.brush_px == pytest.approx(5.6)
    canvas.set_brush_px(1000)
    assert canvas.brush_px == pytest.approx(16)
    canvas.set_brush_px(0)
    assert canvas.brush_px == pytest.approx(2)


def test_the_drawing_can_be_sent_again_for_another_model(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.send_again()
    assert not listener.drawings
    draw(canvas, curved_three(canvas))
    before = len(listener.drawings)
    canvas.send_again()
    assert len(listener.drawings) == before + 1
    assert np.array_equal(listener.drawings[-1].pixels, listener.drawings[-2].pixels)
