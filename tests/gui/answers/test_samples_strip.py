from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from engine.protocol.events import SamplesReconstructed
from gui.answers.sample_cells import laid_out
from gui.answers.samples_strip import SamplesStrip
from tests.gui.showing import shown

RNG = np.random.default_rng(0)


def some_samples(count: int = 16, side: int = 28, channels: int = 1) -> SamplesReconstructed:
    images = (RNG.integers(0, 256, (count, side, side, channels)) / 255).astype(np.float32)
    return SamplesReconstructed(images, (0.5 * images).astype(np.float32))


@pytest.fixture
def strip(qtbot: Any) -> SamplesStrip:
    return shown(qtbot, SamplesStrip(), 900, 150)


def centre(strip: SamplesStrip, row: int, column: int) -> QPoint:
    return strip.cells.cell(row, column).center().toPoint()


def test_before_any_sample_a_sentence_says_what_to_do(strip: SamplesStrip) -> None:
    assert strip.is_empty
    strip.show_samples(some_samples())
    assert not strip.is_empty
    strip.clear()
    assert strip.is_empty


def test_no_samples_are_as_good_as_none(strip: SamplesStrip) -> None:
    strip.show_samples(some_samples(count=0))
    assert strip.is_empty


def test_a_wider_strip_shows_more_columns_up_to_all(strip: SamplesStrip) -> None:
    strip.show_samples(some_samples())
    counts = []
    for width in (300, 600, 1_000, 2_400):
        strip.resize(width, 100)
        QApplication.processEvents()
        counts.append(strip.cells.columns)
    assert counts == sorted(counts)
    assert counts[0] >= 3
    assert counts[-1] == 16


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("height", [60.0, 120.0, 300.0])
def test_every_pixel_of_an_image_is_a_whole_number_of_screen_pixels(ratio: float, height: float) -> None:
    layout = laid_out(QRectF(0, 0, 900, height), QSize(28, 28), 16, ratio)
    zoom = layout.width * ratio / 28
    assert zoom == pytest.approx(round(zoom)) or zoom < 1
    assert 2 * layout.height <= height


def test_pixels_are_painted_crisply_and_in_their_place(strip: SamplesStrip) -> None:
    images = np.zeros((1, 4, 4, 1), np.float32)
    images[0, 0, 1] = 1.0
    strip.show_samples(SamplesReconstructed(images, images))
    picture = strip.cells.grab().toImage()
    cell = strip.cells.cell(0, 0)
    pixel = cell.width() / 4

    def grey(row: float, column: float) -> int:
        place = cell.topLeft().toPoint() + QPoint(round(column * pixel), round(row * pixel))
        return QColor(picture.pixel(place)).lightness()

    assert [grey(0.5, column) for column in (0.5, 1.2, 1.8, 2.5)] == [0, 255, 255, 0]
    assert grey(1.5, 1.5) == 0


@pytest.mark.parametrize("row", [0, 1])
def test_a_click_on_either_row_gives_the_test_image_as_bytes(strip: SamplesStrip, qtbot: Any, row: int) -> None:
    samples = some_samples()
    strip.show_samples(samples)
    with qtbot.waitSignal(strip.sample_chosen) as chosen:
        qtbot.mouseClick(strip.cells, Qt.MouseButton.LeftButton, pos=centre(strip, row, 2))
    (image,) = chosen.args
    assert image.dtype == np.uint8
    assert image.shape == (28, 28, 1)
    assert np.array_equal(image, np.rint(samples.images[2] * 255))


def test_pixels_that_are_too_bright_do_not_make_up_for_those_that_are_too_dark(strip: SamplesStrip) -> None:
    images = np.full((1, 4, 4, 1), 0.5, np.float32)
    reconstructions = images.copy()
    reconstructions[0, :2] = 0.25
    reconstructions[0, 2:] = 0.75
    strip.show_samples(SamplesReconstructed(images, reconstructions))
    assert strip.cells.error_text(0) == "Mean absolute error 0.2500"


def test_the_keyboard_reaches_every_sample(strip: SamplesStrip, qtbot: Any) -> None:
    samples = some_samples()
    strip.show_samples(samples)
    chosen: list[Any] = []
    strip.sample_chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(strip.cells, key)
    qtbot.keyClick(strip.cells, Qt.Key.Key_End)
    qtbot.keyClick(strip.cells, Qt.Key.Key_Right)
    qtbot.keyClick(strip.cells, Qt.Key.Key_Space)
    expected = [1, strip.cells.columns - 1]
    assert [
        np.array_equal(image, np.rint(samples.images[n] * 255)) for image, n in zip(chosen, expected, strict=True)
    ] == [
        True,
        True,
    ]
    assert strip.cells.accessibleDescription().startswith(f"Pair {strip.cells.columns} of 16: Mean absolute error")


def test_the_ring_comes_back_into_view_when_the_strip_gets_narrow(strip: SamplesStrip, qtbot: Any) -> None:
    strip.show_samples(some_samples())
    qtbot.keyClick(strip.cells, Qt.Key.Key_End)
    strip.resize(300, 100)
    QApplication.processEvents()
    qtbot.keyClick(strip.cells, Qt.Key.Key_Left)
    assert strip.cells.current < strip.cells.columns


def test_the_tool_tip_says_the_error_of_the_pair(strip: SamplesStrip, qtbot: Any) -> None:
    images = np.full((2, 8, 8, 1), 0.75, np.float32)
    strip.show_samples(SamplesReconstructed(images, images - np.float32(0.25)))
    place = centre(strip, 1, 1)
    QApplication.sendEvent(strip.cells, QHelpEvent(QEvent.Type.ToolTip, place, strip.cells.mapToGlobal(place)))
    assert QToolTip.text().startswith("Mean absolute error 0.2500")
    QToolTip.hideText()


def test_colour_and_large_images_are_shown_too(strip: SamplesStrip) -> None:
    strip.show_samples(some_samples(count=3, side=64, channels=3))
    strip.resize(500, 100)
    assert not strip.grab().isNull()
    assert strip.cells.columns == 3
    assert strip.cells.cell(1, 0).bottom() <= strip.cells.height()
