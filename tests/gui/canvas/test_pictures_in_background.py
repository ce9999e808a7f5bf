"""Pictures that are read in the background, and what happens until they are there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.startup.library_lock import LOADING
from gui.canvas.canvas import DrawingCanvas
from gui.window import mouse
from tests.gui.canvas.listener import has_arrived
from tests.gui.pen_strokes import curved_three, draw


def test_pictures_are_read_in_the_background_in_the_order_they_came(
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
from gui.imaging.picture_exchange import _pixels


def qt_classes(base=Shiboken.Object):
    subclasses = set(type.__subclasses__(base))
    return subclasses.union(*map(qt_classes, subclasses))

application = QApplication([])
before = qt_classes()
for path in sys.argv[1:]:
    assert _pixels((28, 28, 1), False, Path(path)).any()
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
