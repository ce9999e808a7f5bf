"""Every page of the window at every size: no text is cut, nothing overlaps, and what is always needed is in sight."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from gui.verdict.histogram_data import LEAST_BARS_PX
from tests.conftest import REPOSITORY
from tests.gui.window import filled_window, room_walk
from tests.gui.window.longer_texts import longer_texts
from tests.gui.window.screen_probe import CONTROLS
from tests.gui.window.window_driver import WindowDriver

OpenDriver = Callable[..., WindowDriver]
Sizes = tuple[tuple[int, int], ...]
MAIN = ((), (), ("judgeButton",), ("studyStartButton",), ("faultsStartButton",), ("picturesOpenButton",))
"""The main button of each page, which usual texts and fonts leave in sight."""
SMALL: Sizes = ((900, 600), (1024, 600), (1366, 768))
ALL: Sizes = ((900, 600), (1024, 600), (1280, 720), (1366, 768), (1920, 1080), (3840, 2160))


@contextmanager
def font_of(points: int) -> Iterator[None]:
    """Let windows made meanwhile have a font of this size, as a user's desktop would."""
    before = QApplication.font()
    QApplication.setFont(QFont(before.family(), points))
    try:
        yield
    finally:
        QApplication.setFont(before)


@pytest.mark.parametrize(
    ("points", "are_longer", "sizes"),
    [
        (9, False, SMALL),
        (18, False, SMALL[:1]),
        (9, True, SMALL[1:2]),
        pytest.param(9, False, ALL, marks=pytest.mark.slow),
        pytest.param(12, False, ALL, marks=pytest.mark.slow),
        pytest.param(18, False, ALL, marks=pytest.mark.slow),
        pytest.param(9, True, ALL, marks=pytest.mark.slow),
        pytest.param(12, True, ALL, marks=pytest.mark.slow),
        pytest.param(18, True, ALL, marks=pytest.mark.slow),
    ],
)
def test_every_page_fits_at_every_size(
    open_driver: OpenDriver, qtbot: QtBot, points: int, are_longer: bool, sizes: Sizes
) -> None:
    with ExitStack() as stack:
        stack.enter_context(font_of(points))
        if are_longer:
            stack.enter_context(longer_texts())
        driver = open_driver()
        filled_window.fill(driver)
        window, histogram = driver.window, driver.window.verdicts.histogram.view
        qtbot.waitUntil(lambda: histogram.chart is not None, timeout=60_000)
        found: list[str] = []
        for width, height in sizes:
            window.resize(width, height)
            for page in range(window.pages.count()):
                window.pages.setCurrentIndex(page)
                room_walk.settle()
                if (window.width(), window.height()) != (width, height):
                    found.append(f"{width} × {height}: the window is {window.width()} × {window.height()}")
                place = f"{width} × {height}, {window.pages.tabText(page)}: "
                found += [place + problem for problem in room_walk.problems(window)]
                needed = (*CONTROLS[:-1], *MAIN[page]) if points < 18 and not are_longer else CONTROLS[:-1]
                needed = (*needed, CONTROLS[-1]) if page == 0 else needed
                found += [
                    f"{place}{name} is not in sight"
                    for name in needed
                    if not room_walk.is_within(window, driver.find(name))
                ]
                if page == 0 and histogram.visibleRegion().boundingRect().height() > 0:
                    assert histogram.chart is not None
                    assert histogram.chart.bars_px >= LEAST_BARS_PX, place
        assert not found, "\n".join(found)


def test_the_walk_finds_what_is_cut_what_overlaps_and_what_sticks_out(open_driver: OpenDriver) -> None:
    driver = open_driver()
    driver.get_ready()
    room_walk.settle()
    assert not room_walk.problems(driver.window)

    cut, covered = driver.find("datasetFacts"), driver.find("normalCount")
    assert isinstance(cut, QLabel)
    cut.setWordWrap(False)
    cut.setText("A sentence that is much too long for the panel in which it stands, at whatever font size")
    cut.resize(100, cut.height())
    covered.move(cut.pos())
    driver.button("lookButton").move(200, driver.button("lookButton").y())
    found = "\n".join(room_walk.problems(driver.window))
    assert "datasetFacts < datasetPanel" in found
    assert "normalCount" in found
    assert "overlap" in found
    assert "sticks out" in found


@pytest.mark.parametrize(
    ("screen", "scale"),
    [
        ((1280, 720), 2.0),
        pytest.param((1280, 720), 1.0, marks=pytest.mark.slow),
        pytest.param((1280, 720), 1.25, marks=pytest.mark.slow),
        pytest.param((1280, 720), 1.5, marks=pytest.mark.slow),
        pytest.param((1366, 768), 1.0, marks=pytest.mark.slow),
        pytest.param((1024, 600), 1.0, marks=pytest.mark.slow),
        pytest.param((1024, 600), 1.5, marks=pytest.mark.slow),
        pytest.param((3840, 2160), 2.0, marks=pytest.mark.slow),
    ],
)
def test_the_window_opens_within_its_screen_at_any_scale(
    tmp_path: Path, screen: tuple[int, int], scale: float
) -> None:
    one = {"name": "one", "x": 0, "y": 0, "width": screen[0], "height": screen[1], "logicalDpi": 96, "dpr": 1}
    config = tmp_path / "screen.json"
    config.write_text(json.dumps({"screens": [one | {"logicalBaseDpi": 96}]}), encoding="utf-8")
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(scale),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.gui.window.screen_probe", str(tmp_path / "memory")],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = json.loads(ended.stdout.strip().splitlines()[-1])
    assert found["ratio"] == scale
    assert found["screen"][2:] == pytest.approx([screen[0] / scale, screen[1] / scale], abs=1)
    assert found["is_within"], found
    assert found["hidden"] == []
    assert found["problems"] == []


def test_no_notice_moves_the_canvas_or_hides_the_verdict(open_driver: OpenDriver) -> None:
    driver = open_driver()
    filled_window.fill(driver)
    window, bar = driver.window, driver.window.notice_bar
    while not bar.isHidden():
        bar.close_notice()
    for size in ((900, 600), (640, 360)):
        window.resize(*size)
        room_walk.settle()
        canvas = window.answer_row.canvas
        before = canvas.mapTo(window, QPoint()), canvas.size()
        for number in range(3):
            bar.show_error(UserError("The file {name} could not be saved. " * 3, name=f"{number}.png"), "details")
            room_walk.settle()
            assert (canvas.mapTo(window, QPoint()), canvas.size()) == before
            assert window.rect().contains(bar.geometry().translated(bar.parentWidget().mapTo(window, QPoint())))
            verdict = driver.find("verdictLabel")
            label = bar.geometry().translated(bar.parentWidget().mapTo(window, QPoint()))
            assert not label.contains(verdict.mapTo(window, verdict.rect().center()))
            assert room_walk.problems(window) == []
        while not bar.isHidden():
            bar.close_notice()
        room_walk.settle()
        assert (canvas.mapTo(window, QPoint()), canvas.size()) == before


def test_the_settings_scroll_while_the_buttons_stay(driver: WindowDriver) -> None:
    window = driver.window
    window.resize(900, 600)
    driver.find("moreButton").click()  # type: ignore[attr-defined]
    room_walk.settle()
    area = next(
        area
        for area in window.training_panel.findChildren(QScrollArea)
        if area.isAncestorOf(driver.find("seedBox"))
    )
    train = driver.button("trainButton")
    before = train.mapTo(window, QPoint())
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    room_walk.settle()
    assert train.mapTo(window, QPoint()) == before
    assert room_walk.is_within(window, train)
    assert room_walk.is_within(window, driver.find("seedBox"))
