"""Pictures opened on the canvas and saved from it: files, clipboard, drag and drop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QLibraryInfo, QMimeData, QPointF, Qt, QUrl, QVersionNumber
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from engine.cli.picture_scoring import model_input
from engine.errors import UserError
from engine.images.preparation import prepare
from engine.protocol.commands import Drawing
from gui.canvas.canvas import DrawingCanvas
from gui.look.pixels import image_from_grey, rgba_from_image
from tests.gui.canvas.listener import has_arrived
from tests.gui.pen_strokes import curved_three, draw


def mime(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def drop(canvas: DrawingCanvas, data: QMimeData) -> bool:
    """Drag something over the canvas, drop it if the canvas accepts it, and return whether it does."""
    no_keys, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    place = QPointF(50, 50)
    is_in_whole_pixels = QLibraryInfo.version() < QVersionNumber(6, 12)  # from then on that is deprecated
    entering = QDragEnterEvent(place.toPoint() if is_in_whole_pixels else place, copy, data, left, no_keys)
    QApplication.sendEvent(canvas, entering)
    if entering.isAccepted():
        QApplication.sendEvent(canvas, QDropEvent(place, copy, data, left, no_keys))
    return entering.isAccepted()


def test_a_photographed_page_is_ink_on_black_and_centred(
    canvas: DrawingCanvas, drawings: list[Drawing], page: Path, qtbot: QtBot
) -> None:
    with has_arrived(canvas, qtbot):
        canvas.open_picture(page)
    assert drawings[-1].is_centred
    image = prepare(drawings[-1].pixels, (28, 28, 1), is_centred=True)[:, :, 0]
    assert not image[:3].any()
    assert image[10:18, 14].min() > 0.9


def test_opening_a_picture_can_be_undone(canvas: DrawingCanvas, page: Path, qtbot: QtBot) -> None:
    draw(canvas, curved_three(canvas))
    before = canvas.document.pixels()
    with has_arrived(canvas, qtbot):
        canvas.open_picture(page)
    assert "page.png" in canvas.tools.undo.text()
    canvas.tools.undo.trigger()
    assert np.array_equal(canvas.document.pixels(), before)


@pytest.mark.parametrize("ground", [0, 255])
def test_a_picture_of_exactly_the_models_size_is_taken_as_it_is(
    canvas: DrawingCanvas, drawings: list[Drawing], tmp_path: Path, ground: int, qtbot: QtBot
) -> None:
    sample = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    sample[0] = sample[-1] = sample[:, 0] = sample[:, -1] = ground
    path = tmp_path / "sample.png"
    Image.fromarray(sample).save(path)
    with has_arrived(canvas, qtbot):
        canvas.open_picture(path)
    assert not drawings[-1].is_centred
    assert np.array_equal(
        prepare(drawings[-1].pixels, (28, 28, 1), is_centred=False)[:, :, 0],
        sample.astype(np.float32) / np.float32(255),
    )


def test_a_bad_file_is_refused_in_a_sentence_and_nothing_is_lost(
    canvas: DrawingCanvas, refusals: list[UserError], tmp_path: Path, qtbot: QtBot
) -> None:
    draw(canvas, curved_three(canvas))
    before = canvas.document.pixels()
    path = tmp_path / "false.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0")
    usual = canvas.cursor().shape()
    with qtbot.waitSignal(canvas.picture_refused):
        canvas.open_picture(path)
    assert canvas.cursor().shape() == usual
    assert "false.png" in str(refusals[0])
    assert np.array_equal(canvas.document.pixels(), before)


def test_a_copied_image_can_be_pasted(canvas: DrawingCanvas, drawings: list[Drawing], qtbot: QtBot) -> None:
    draw(canvas, curved_three(canvas))
    copied = drawings[-1].pixels
    canvas.tools.copy.trigger()
    canvas.clear()
    with has_arrived(canvas, qtbot):
        canvas.tools.paste.trigger()
    assert np.abs(drawings[-1].pixels.astype(int) - copied).max() <= 1


def test_a_very_large_image_on_the_clipboard_is_shrunk(
    canvas: DrawingCanvas, drawings: list[Drawing], qtbot: QtBot
) -> None:
    pixels = np.zeros((3000, 3000), np.uint8)
    pixels[1000:2000, 1400:1600] = 255
    QGuiApplication.clipboard().setImage(image_from_grey(pixels))
    with has_arrived(canvas, qtbot):
        canvas.tools.paste.trigger()
    assert drawings[-1].pixels[140, 140] == 255
    backdrop = canvas.document.content.backdrop
    assert backdrop is not None
    assert max(backdrop.shape) == 1120


def test_a_copied_file_can_be_pasted(
    canvas: DrawingCanvas, drawings: list[Drawing], page: Path, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setMimeData(mime(page))
    with has_arrived(canvas, qtbot):
        canvas.tools.paste.trigger()
    assert drawings[-1].pixels[140, 140] > 230


def test_a_clipboard_without_a_picture_is_refused(canvas: DrawingCanvas, refusals: list[UserError]) -> None:
    QGuiApplication.clipboard().setText("no picture")
    canvas.tools.paste.trigger()
    assert "clipboard" in str(refusals[0])


def test_a_picture_can_be_dropped_on_the_canvas(
    canvas: DrawingCanvas, drawings: list[Drawing], page: Path, qtbot: QtBot
) -> None:
    with has_arrived(canvas, qtbot):
        assert drop(canvas, mime(page))
    assert drawings[-1].pixels[140, 140] > 230


def test_files_that_are_no_pictures_are_left_to_the_window(canvas: DrawingCanvas, tmp_path: Path) -> None:
    assert not drop(canvas, mime(tmp_path / "images.npz"))
    several = QMimeData()
    several.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.png", "b.png")])
    assert not drop(canvas, several)


def test_a_saved_drawing_comes_back_the_same(
    canvas: DrawingCanvas, drawings: list[Drawing], refusals: list[UserError], tmp_path: Path, qtbot: QtBot
) -> None:
    draw(canvas, curved_three(canvas))
    saved = drawings[-1].pixels
    path = tmp_path / "Zeichnung für 数字.png"
    canvas.save_picture(path)
    assert np.array_equal(np.asarray(Image.open(path)), saved)
    canvas.clear()
    with has_arrived(canvas, qtbot):
        canvas.open_picture(path)
    assert np.array_equal(drawings[-1].pixels, saved)
    assert not refusals


def test_a_folder_that_cannot_be_written_to_is_refused(
    canvas: DrawingCanvas, refusals: list[UserError], tmp_path: Path
) -> None:
    draw(canvas, curved_three(canvas))
    canvas.save_picture(tmp_path / "no such folder" / "drawing.png")
    assert "drawing.png" in str(refusals[0])
    assert "no such folder" in str(refusals[0])


def test_the_dialogs_leave_the_window_alive_and_do_what_was_chosen(
    canvas: DrawingCanvas, drawings: list[Drawing], page: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    canvas.tools.open.trigger()
    dialog = canvas.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    with has_arrived(canvas, qtbot):
        dialog.fileSelected.emit(str(page))
    dialog.close()
    assert drawings
    canvas.tools.save.trigger()
    shown = drawings[-1].pixels
    canvas.clear()
    dialog = next(dialog for dialog in canvas.findChildren(QFileDialog) if dialog.isVisible())
    dialog.fileSelected.emit(str(tmp_path / "chosen.png"))
    dialog.close()
    assert np.array_equal(np.asarray(Image.open(tmp_path / "chosen.png")), shown)  # as it was when Save was chosen


def test_what_is_copied_has_the_documents_size(canvas: DrawingCanvas) -> None:
    draw(canvas, curved_three(canvas))
    canvas.tools.copy.trigger()
    assert np.array_equal(rgba_from_image(QGuiApplication.clipboard().image())[:, :, 0], canvas.document.pixels())


def test_a_drop_and_a_clipboard_without_data_are_no_pictures(
    canvas: DrawingCanvas, refusals: list[UserError]
) -> None:
    assert not canvas._pictures.can_take(None)
    canvas._pictures.take(None)
    canvas._pictures.take(QMimeData())
    assert [str(refusal) for refusal in refusals] == ["The clipboard holds no picture; copy one first."] * 2


@pytest.mark.parametrize("brush_px", [1.0, 2.6, 6.0])
def test_a_saved_drawing_is_to_the_model_what_it_was_live(
    canvas: DrawingCanvas, drawings: list[Drawing], tmp_path: Path, brush_px: float
) -> None:
    canvas.set_brush_px(brush_px)
    draw(canvas, curved_three(canvas))
    canvas.save_picture(tmp_path / "drawing.png")
    live = prepare(drawings[-1].pixels, (28, 28, 1), drawings[-1].is_centred)
    assert np.array_equal(model_input(tmp_path / "drawing.png", (28, 28, 1), True), live)


def test_a_saved_sample_comes_back_as_the_sample(
    canvas: DrawingCanvas, drawings: list[Drawing], tmp_path: Path, qtbot: QtBot
) -> None:
    sample = np.random.default_rng(0).integers(0, 256, (28, 28, 1), np.uint8)
    canvas.show_sample(sample)
    canvas.save_picture(tmp_path / "sample.png")
    assert np.array_equal(model_input(tmp_path / "sample.png", (28, 28, 1), True) * 255, sample)
    canvas.clear()
    with has_arrived(canvas, qtbot):
        canvas.open_picture(tmp_path / "sample.png")
    assert not drawings[-1].is_centred
    assert np.array_equal(canvas.document.content.backdrop, sample[:, :, 0])


def test_a_light_picture_stays_light_and_where_it_is_for_a_model_of_such_images(
    canvas: DrawingCanvas, drawings: list[Drawing], tmp_path: Path, qtbot: QtBot
) -> None:
    canvas.set_data_centred(False)
    page = np.full((60, 60), 200, np.uint8)
    page[10:20, 10:20] = 240
    Image.fromarray(page).save(tmp_path / "part.png")
    with has_arrived(canvas, qtbot):
        canvas.open_picture(tmp_path / "part.png")
    assert not drawings[-1].is_centred
    assert np.median(drawings[-1].pixels) == pytest.approx(200, abs=1)


def test_the_choice_to_centre_follows_the_data_of_another_model_and_otherwise_stays(canvas: DrawingCanvas) -> None:
    assert canvas.tools.centre.isChecked()
    canvas.set_data_centred(False)
    assert not canvas.tools.centre.isChecked()
    canvas.tools.centre.trigger()
    canvas.set_data_centred(False)
    assert canvas.tools.centre.isChecked()
