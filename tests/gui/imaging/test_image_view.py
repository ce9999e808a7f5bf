from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from gui.answers.error_map import ErrorMap, ErrorScale
from gui.imaging.image_view import ImageView
from gui.look.pixels import device_size, draw_crisp, fitted, image_from_grey, rgba_from_image
from gui.look.theme import error_colour_map
from tests.gui.grey_levels import grey_from_image
from tests.gui.showing import shown

LEVELS = (np.random.default_rng(0).integers(0, 256, (28, 28, 1)) / 255).astype(np.float32)
GREY = np.rint(LEVELS[:, :, 0] * 255).astype(np.uint8)


@pytest.fixture
def view(qtbot: QtBot) -> ImageView:
    return shown(qtbot, ImageView("modelInputView", "The model sees", "What the model gets to see"), 280, 280)


def tool_tip_at(view: ImageView, place: QPoint) -> str:
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    return QToolTip.text() if event.isAccepted() else ""


def test_every_pixel_is_an_even_square_of_exactly_its_grey(view: ImageView) -> None:
    view.show_levels(LEVELS)
    shown = grey_from_image(view.grab().toImage())
    enlarged = np.kron(GREY, np.ones((10, 10), np.uint8))
    assert np.array_equal(shown[1:-1, 1:-1], enlarged[1:-1, 1:-1])  # a line runs around it


def test_the_aspect_is_kept_in_a_widget_of_another(view: ImageView) -> None:
    view.resize(400, 280)
    view.show_levels(np.ones((28, 28, 1), np.float32))
    shown = grey_from_image(view.grab().toImage())
    assert (shown[140] == 255).sum() == 278
    view.show_levels(np.ones((10, 40, 1), np.float32))
    shown = grey_from_image(view.grab().toImage())
    assert (shown[:, 200] == 255).sum() == 98


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_no_pixel_is_blurred_where_a_logical_pixel_is_not_a_whole_number_of_the_screens(ratio: float) -> None:
    area = fitted(QRectF(0.4, 7.3, 199.2, 181), QSize(28, 28))
    screen = QImage(400, 400, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)
    screen.fill(Qt.GlobalColor.black)
    checks = np.indices((28, 28)).sum(axis=0) % 2
    painter = QPainter(screen)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    draw_crisp(painter, area, image_from_grey((255 * checks).astype(np.uint8)))
    painter.end()
    shown = grey_from_image(screen)
    assert set(np.unique(shown).tolist()) == {0, 255}
    rows, columns = np.nonzero(shown)
    assert np.ptp(rows) + 1 == device_size(area, ratio).height()
    assert np.ptp(columns) + 1 == device_size(area, ratio).width()


def test_an_image_of_the_areas_own_size_is_copied_pixel_by_pixel() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (150, 150), np.uint8)
    screen = QImage(300, 300, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(1.5)
    screen.fill(Qt.GlobalColor.black)
    painter = QPainter(screen)
    painter.translate(10, 20)
    draw_crisp(painter, QRectF(0, 0, 100, 100), image_from_grey(pixels))
    painter.end()
    assert np.array_equal(grey_from_image(screen)[30:180, 15:165], pixels)


def test_an_empty_view_says_what_belongs_there(view: ImageView) -> None:
    empty = rgba_from_image(view.grab().toImage())
    assert len(np.unique(empty[10:-10, 10:-10, 0])) > 5  # the letters' soft edges
    view.show_levels(LEVELS)
    view.show_nothing()
    assert view.image.isNull()
    assert np.array_equal(rgba_from_image(view.grab().toImage()), empty)


def test_the_tool_tip_says_size_place_and_brightness_of_the_pixel_under_the_mouse(view: ImageView) -> None:
    assert tool_tip_at(view, QPoint(5, 5)) == ""
    view.show_levels(LEVELS)
    text = tool_tip_at(view, QPoint(75, 32))
    assert "28 × 28" in text
    assert "row 3, column 7" in text
    assert f"{LEVELS[3, 7, 0]:.3f}" in text
    assert "row 27, column 27" in tool_tip_at(view, QPoint(279, 279))
    view.resize(400, 280)
    assert tool_tip_at(view, QPoint(5, 5)) == ""


def test_the_image_is_copied_in_its_own_size(view: ImageView) -> None:
    copying, saving = view.actions()
    assert not copying.isEnabled()
    assert not saving.isEnabled()
    view.show_levels(LEVELS)
    copying.trigger()
    assert np.array_equal(grey_from_image(QGuiApplication.clipboard().image()), GREY)


def test_the_image_is_saved_as_png_in_its_own_size(view: ImageView, tmp_path: Path) -> None:
    view.show_levels(LEVELS)
    view.actions()[1].trigger()
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "seen.png"))
    dialog.close()
    assert np.array_equal(np.asarray(Image.open(tmp_path / "seen.png")), GREY)


def test_an_error_has_the_same_colour_in_every_map(qtbot: QtBot) -> None:
    view = ErrorMap("errorMapView", "Where it errs", "Where the two differ")
    qtbot.addWidget(view)
    colours = error_colour_map()
    for largest in (0.2, 1.0):
        errors = np.zeros((28, 28), np.float32)
        errors[3, 4] = 0.2
        errors[9, 9] = largest
        view.show_error(errors)
        shown = rgba_from_image(view.image)[:, :, :3]
        assert np.array_equal(shown[3, 4], colours[51])
        assert np.array_equal(shown[0, 0], colours[0])
        assert np.array_equal(shown[9, 9], colours[round(largest * 255)])


def test_the_error_maps_tool_tip_says_the_error(qtbot: QtBot) -> None:
    view = ErrorMap("errorMapView", "Where it errs", "Where the two differ")
    qtbot.addWidget(view)
    view.resize(280, 280)
    errors = np.zeros((28, 28), np.float32)
    errors[0, 27] = 0.25
    view.show_error(errors)
    assert "error 0.250" in tool_tip_at(view, QPoint(275, 5))


@pytest.mark.parametrize("width", [96, 135, 400])
def test_the_scale_runs_through_all_colours_from_left_to_right(qtbot: QtBot, width: int) -> None:
    scale = ErrorScale()
    qtbot.addWidget(scale)
    scale.resize(width, scale.sizeHint().height())
    shown = rgba_from_image(scale.grab().toImage())[5, 1:-1, :3].astype(int)
    place = (np.arange(1, width - 1) * 256 // width).astype(int)
    assert np.abs(shown - error_colour_map()[place]).max() <= 8
