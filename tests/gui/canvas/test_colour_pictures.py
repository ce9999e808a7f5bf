"""For a model of pictures the canvas shows them in colour, and prepares them as the data were prepared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.images.preparation import prepare
from engine.pictures.preparation import Fit, PicturePreparation
from engine.progress import report_nothing
from gui.canvas.canvas import DrawingCanvas
from gui.canvas.damage.damaged_content import MarkStep
from tests.gui.canvas.listener import Listener, has_arrived
from tests.gui.pen_strokes import curved_three, draw
from tests.gui.showing import shown

SHAPE = (128, 128, 3)
COLOURS = np.random.default_rng(0).integers(0, 256, SHAPE, np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = shown(qtbot, DrawingCanvas(SHAPE), 300, 300)
    canvas.set_data_centred(False)
    canvas.set_preparation(PicturePreparation(128, Fit.PAD, is_colour=True))
    return canvas


def model_input(listener: Listener, shape: tuple[int, int, int] = SHAPE) -> np.ndarray:
    """What the model gets of the last drawing, 0..255."""
    drawing = listener.drawings[-1]
    return np.rint(prepare(drawing.pixels, shape, drawing.is_centred) * 255).astype(np.uint8)


def test_a_sample_reaches_the_model_in_its_own_colours(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.show_sample(COLOURS)
    assert np.array_equal(model_input(listener), COLOURS)


def test_a_picture_that_was_learnt_from_is_the_same_image_when_its_file_is_opened(
    canvas: DrawingCanvas, qtbot: QtBot, tmp_path: Path
) -> None:
    random = np.random.default_rng(1)
    for number in range(12):
        tiny = Image.fromarray(random.integers(0, 256, (6, 9, 3), np.uint8))
        tiny.resize((150, 100), Image.Resampling.BICUBIC).save(tmp_path / f"{number}.png")
    dataset = catalogue.load(f"{tmp_path} as pictures size_px=128", report_nothing, Cancellation())
    assert dataset.image_shape == SHAPE
    canvas.set_preparation(dataset.preparation)
    listener = Listener(canvas)
    with has_arrived(canvas, qtbot):
        canvas.open_picture(dataset.files[0])
    assert np.array_equal(model_input(listener), dataset.x_train[0])


def test_for_a_grey_model_a_coloured_picture_is_grey(qtbot: QtBot, tmp_path: Path) -> None:
    canvas = shown(qtbot, DrawingCanvas((64, 64, 1)), 300, 300)
    preparation = PicturePreparation(64, Fit.CROP)
    canvas.set_data_centred(False)
    canvas.set_preparation(preparation)
    Image.fromarray(COLOURS[:80]).save(tmp_path / "wide.png")
    listener = Listener(canvas)
    with has_arrived(canvas, qtbot):
        canvas.open_picture(tmp_path / "wide.png")
    assert np.array_equal(model_input(listener, (64, 64, 1)), preparation.prepare(tmp_path / "wide.png"))


def test_another_model_gets_the_picture_that_is_on_the_canvas_in_grey_and_back_in_colour(
    canvas: DrawingCanvas,
) -> None:
    listener = Listener(canvas)
    canvas.show_sample(COLOURS)
    canvas.set_image_shape((128, 128, 1))
    assert listener.drawings[-1].pixels.ndim == 2
    assert np.array_equal(model_input(listener, (128, 128, 1))[:, :, 0], np.rint(COLOURS.mean(axis=2)))
    canvas.set_image_shape(SHAPE)
    assert np.array_equal(model_input(listener), COLOURS)


def test_damage_and_strokes_leave_the_other_colours_as_they_are(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.show_sample(COLOURS)
    canvas.damage_model.preview_mark(MarkStep(0, 10, ((20, 30),)))
    canvas.damage_model.settle_mark("block")
    marked = COLOURS.copy()
    marked[20:30, 30:40] = 0
    assert np.array_equal(model_input(listener), marked)
    canvas.damage_model.change("low_light", 0.5)
    assert np.abs(model_input(listener) / 2.0 - marked / 2.0).max() > 20
    draw(canvas, curved_three(canvas))
    drawn = model_input(listener)
    canvas.damage_model.change("low_light", 0)  # the stroke is kept, as a step of its own
    assert not np.array_equal(model_input(listener), drawn)
    canvas.damage_model.restore()
    assert np.array_equal(model_input(listener), COLOURS)


def test_a_saved_picture_keeps_its_colours(canvas: DrawingCanvas, tmp_path: Path) -> None:
    canvas.show_sample(COLOURS)
    canvas.save_picture(tmp_path / "saved.png")
    with Image.open(tmp_path / "saved.png") as image:
        saved = np.asarray(image.convert("RGB"))
    factor = len(saved) // SHAPE[0]
    assert np.array_equal(saved[::factor, ::factor], COLOURS)


def test_the_empty_canvas_asks_for_a_picture_and_not_for_a_digit(canvas: DrawingCanvas) -> None:
    assert "picture" in canvas.prompt
    canvas.set_preparation(None)
    assert "digit" in canvas.prompt
