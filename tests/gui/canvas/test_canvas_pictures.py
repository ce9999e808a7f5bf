"""Pictures that come to the canvas and leave it: files, clipboard, drag and drop."""

from __future__ import annotations

import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.images.preparation import prepare
from engine.protocol.commands import Drawing
from engine.startup.library_lock import LOADING
from gui.canvas.canvas import DrawingCanvas
from gui.look.pixels import image_from_grey, rgba_from_image
from gui.window import mouse
from tests.gui.pen_strokes import curved_three, draw


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = DrawingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(240, 240)
    canvas.show()
    qtbot.waitExposed(canvas)
    QGuiApplication.clipboard().clear()
    return canvas


@pytest.fixture
def drawings(canvas: DrawingCanvas) -> list[Drawing]:
    sent: list[Drawing] = []
    canvas.drawing_changed.connect(sent.append)
    return sent


@pytest.fixture
def refusals(canvas: DrawingCanvas) -> list[UserError]:
    refused: list[UserError] = []
    canvas.picture_refused.connect(refused.append)
    return refused


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A photographed page: a dark bar on light paper."""
    pixels = np.full((300, 400), 210, np.uint8)
    pixels[100:200, 190:210] = 10
    path = tmp_path / "page.png"
    Image.fromarray(pixels).save(path)
    return path


def mime(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def has_arrived(canvas: DrawingCanvas, qtbot: QtBot) -> AbstractContextManager[object]:
    """Wait for the picture that is brought inside."""
    return qtbot.waitSignal(canvas.document.content_changed)


def drop(canvas: DrawingCanvas, data: QMimeData) -> bool:
    """Drag something over the canvas, let it go if it is welcome, and return whether it was."""
    no_keys, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, left, no_keys)
    QApplication.sendEvent(canvas, entering)
    if entering.isAccepted():
        QApplication.sendEvent(canvas, QDropEvent(QPointF(50, 50), copy, data, left, no_keys))
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


def test_pictures_are_read_beside_the_window_in_the_order_they_came(
    canvas: DrawingCanvas, page: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    large = tmp_path / "large.png"
    Image.fromarray(np.zeros((3000, 3000), np.uint8)).save(large)
    usual = canvas.cursor().shape()
    with LOADING:  # so that it takes a while
        canvas.open_picture(large)
        canvas.open_picture(page)
        assert canvas.cursor().shape() == Qt.CursorShape.BusyCursor
        draw(canvas, curved_three(canvas))
        stroke = canvas.document.pixels()
    qtbot.waitUntil(lambda: canvas.document.history.count() == 3)
    assert canvas.cursor().shape() == usual
    assert "page.png" in canvas.tools.undo.text()
    canvas.tools.undo.trigger()
    assert "large.png" in canvas.tools.undo.text()
    canvas.tools.undo.trigger()
    assert np.array_equal(canvas.document.pixels(), stroke)


def test_a_picture_that_comes_in_the_middle_of_a_stroke_waits_for_its_end(
    canvas: DrawingCanvas, page: Path, qtbot: QtBot
) -> None:
    arrived: list[str] = []
    canvas._pictures.picture_taken.connect(lambda _, name: arrived.append(name))
    pen = mouse.Pen(canvas)
    pen.press((0.3, 0.3))
    pen.move((0.4, 0.5))
    canvas.open_picture(page)
    qtbot.waitUntil(lambda: bool(arrived))
    pen.move((0.7, 0.7))
    assert canvas.document.growing is not None
    assert canvas.document.history.count() == 0
    pen.release()
    assert [canvas.document.history.text(step) for step in (0, 1)] == ["stroke", "opening page.png"]


@pytest.mark.parametrize("end", ["pen_up", "pen_cancelled"])
def test_a_picture_that_comes_while_damage_is_made_waits_for_its_end(
    canvas: DrawingCanvas, page: Path, end: str, qtbot: QtBot
) -> None:
    arrived: list[str] = []
    canvas._pictures.picture_taken.connect(lambda _, name: arrived.append(name))
    draw(canvas, curved_three(canvas))
    canvas.tools.block.trigger()
    canvas.pen_down(canvas.pen_area().center(), 0.5, is_eraser=False)
    canvas.open_picture(page)
    qtbot.waitUntil(lambda: bool(arrived))
    assert "page.png" not in canvas.tools.undo.text()
    getattr(canvas, end)()
    assert "page.png" in canvas.tools.undo.text()
    assert canvas.document.history.count() == (3 if end == "pen_up" else 2)


def test_what_is_asked_for_after_a_picture_is_not_overridden_by_it(
    canvas: DrawingCanvas, page: Path, qtbot: QtBot
) -> None:
    usual = canvas.cursor().shape()
    draw(canvas, curved_three(canvas))
    with LOADING:
        canvas.open_picture(page)
        canvas.open_picture(page)
        canvas.clear()
        assert canvas.cursor().shape() == usual
    with LOADING:
        canvas.open_picture(page)
        canvas.show_sample(np.full((28, 28, 1), 200, np.uint8))
    with has_arrived(canvas, qtbot):
        canvas.open_picture(page)
    steps = [canvas.document.history.text(step) for step in range(canvas.document.history.count())]
    assert steps == ["stroke", "clear", "sample", "opening page.png"]


READ_PICTURES = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken
import gui.canvas.canvas
from gui.imaging.picture_exchange import _grey

def qt_classes(base=Shiboken.Object):
    subclasses = set(type.__subclasses__(base))
    return subclasses.union(*map(qt_classes, subclasses))

application = QApplication([])
before = qt_classes()
for path in sys.argv[1:]:
    assert _grey(Path(path)).any()
print(sorted(found.__name__ for found in qt_classes() - before))
"""


def test_reading_a_picture_makes_no_class_of_qts_for_on_another_thread_that_can_end_the_process(
    tmp_path: Path,
) -> None:
    paths = [str(tmp_path / f"page.{suffix}") for suffix in ("png", "jpg", "gif", "tif", "webp", "bmp")]
    for path in paths:
        Image.fromarray(np.full((50, 40), 90, np.uint8)).save(path)
    done = subprocess.run(
        [sys.executable, "-c", READ_PICTURES, *paths], capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_copied_file_can_be_pasted(
    canvas: DrawingCanvas, drawings: list[Drawing], page: Path, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setMimeData(mime(page))
    with has_arrived(canvas, qtbot):
        canvas.tools.paste.trigger()
    assert drawings[-1].pixels[140, 140] > 230


def test_a_clipboard_without_a_picture_is_told(canvas: DrawingCanvas, refusals: list[UserError]) -> None:
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


def test_a_place_that_cannot_be_written_to_is_told(
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
