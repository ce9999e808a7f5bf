"""The four panes with the verdict as one picture for a slide."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.protocol.events import Reconstructed
from gui.answers.figure import Panes
from gui.answers.four_panes import FourPanes
from gui.look.colours import LIGHT
from gui.plots.look import PAPER_LOOK
from gui.window import mouse
from tests.gui.verdict_examples import a_detector, a_score
from tests.gui.window.conftest import open_driver as open_driver
from tests.gui.window.window_driver import WindowDriver

DETECTOR = a_detector()


@pytest.fixture
def driver(open_driver: Callable[..., WindowDriver]) -> WindowDriver:
    """A window with a drawing, its reconstruction and the verdict "Abnormal"."""
    driver = open_driver()
    driver.get_ready()
    driver.publish(DETECTOR)
    canvas = driver.window.answer_row.canvas
    mouse.draw(canvas, mouse.FIVE)
    image = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28, 1)
    driver.publish(
        Reconstructed(canvas.drawing_id, image, image[::-1], np.abs(image - image[::-1])[..., 0], 0.1, 0.2, 0.3)
    )
    driver.publish(a_score(DETECTOR, 50.0, canvas.drawing_id))
    assert driver.window.verdicts.view.is_abnormal
    return driver


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_it_is_saved_in_every_format(driver: WindowDriver, tmp_path: Path, qtbot: QtBot, ending: str) -> None:
    figure = driver.window.answer_row.figure
    assert figure.action.isEnabled()
    path = tmp_path / f"slide.{ending}"
    with qtbot.waitSignal(figure.saved) as saved:
        figure.save(str(path))
    assert saved.args == [path]
    assert path.stat().st_size > 5_000


def test_the_picture_is_wide_and_holds_the_colour_of_the_verdict(driver: WindowDriver, tmp_path: Path) -> None:
    driver.window.answer_row.figure.save(str(tmp_path / "slide.png"))
    with Image.open(tmp_path / "slide.png") as image:
        assert image.width > 1_800
        assert 2 < image.width / image.height < 4
        found = image.convert("RGB").getcolors(1_000_000) or []
    assert tuple(bytes.fromhex(LIGHT.error[1:])) in {colour for _, colour in found}


def test_the_menu_asks_where_to_save(driver: WindowDriver, tmp_path: Path, qtbot: QtBot) -> None:
    figure = driver.window.answer_row.figure
    figure.action.trigger()
    dialog = driver.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(figure.saved):
        dialog.fileSelected.emit(str(tmp_path / "mine.svg"))
    dialog.close()
    assert "<svg" in (tmp_path / "mine.svg").read_text(encoding="utf-8")


def test_a_failure_is_told(driver: WindowDriver, tmp_path: Path, qtbot: QtBot) -> None:
    figure = driver.window.answer_row.figure
    with qtbot.waitSignal(figure.save_failed) as failed:
        figure.save(str(tmp_path / "missing" / "slide.png"))
    assert isinstance(failed.args[0], UserError)
    assert driver.text("noticeText")


def test_without_a_drawing_there_is_nothing_to_export(driver: WindowDriver, tmp_path: Path) -> None:
    row = driver.window.answer_row
    row.canvas.clear()
    assert not row.figure.action.isEnabled()
    assert "draw something first" in row.figure.action.toolTip()
    row.figure.save(str(tmp_path / "slide.png"))
    assert list(tmp_path.glob("slide*")) == []


def test_the_example_is_not_exported(open_driver: Callable[..., WindowDriver], tmp_path: Path) -> None:
    driver = open_driver()
    driver.get_ready()
    image = np.zeros((28, 28, 1), np.float32)
    driver.publish(Reconstructed(-1, image, image, image[..., 0], 0.1, 0.2, 0.3))
    assert not driver.window.answer_row.figure.action.isEnabled()


def test_the_panes_hold_what_is_shown_pixel_by_pixel_at_any_aspect() -> None:
    wide = np.random.default_rng(1).random((20, 40, 3), np.float32)
    panes = Panes(
        ("A", "B", "C", "D"),
        np.zeros((280, 560), np.uint8),
        wide,
        wide,
        wide[..., 0],
        "40 × 20 px",
        ("MAE 0.1",),
        "M",
    )
    chart = FourPanes(PAPER_LOOK, panes, LIGHT.success)
    chart.resize(760, 0)
    chart.fit()
    chart.set_title("Normal.")
    chart.figure.canvas.draw()
    views = chart._views
    np.testing.assert_array_equal(np.asarray(views[1].images[0].get_array()), wide)
    np.testing.assert_array_equal(np.asarray(views[3].images[0].get_array()), wide[..., 0])
    for view in views:
        assert view.bbox.width / view.bbox.height == pytest.approx(2.0, rel=0.01)
    assert to_hex(chart._title.get_color()) == LIGHT.success
    boxes = [view.get_tightbbox() for view in views]
    assert not any(left.overlaps(right) for left, right in itertools.pairwise(boxes))
