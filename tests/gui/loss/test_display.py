from __future__ import annotations

import itertools
import subprocess
import sys
import time
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.protocol.activity import Outcome
from gui.look.colours import DARK, LIGHT
from gui.look.theme import apply_theme
from gui.loss.plot import LossPlot
from tests.gui.loss.runs_to_plot import button, chart_of, row, train
from tests.gui.training_events import STEPS_PER_EPOCH, batch, epoch, finished, started


def colour_count(plot: LossPlot, colour: str) -> int:
    image = plot.grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_importing_the_widget_does_not_import_matplotlib() -> None:
    code = "import sys, gui.loss.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_before_any_run_a_sentence_says_what_to_do(plot: LossPlot) -> None:
    assert plot.display.placeholder_text == "Train to see the loss fall here"


def test_events_that_come_before_matplotlib_are_drawn_when_it_has_come(plot: LossPlot, qtbot: Any) -> None:
    assert plot.display.chart is None
    train(plot, 1)
    assert plot.display.placeholder_text == "Loading the plot…"
    qtbot.waitUntil(lambda: plot.display.chart is not None and plot.display.placeholder_text == "", timeout=20_000)
    assert colour_count(plot, LIGHT.plot.train) > 20


def test_a_new_loss_is_on_the_screen_soon_and_redraws_keep_their_distance(
    ready_plot: LossPlot, qtbot: Any
) -> None:
    times: list[float] = []
    ready_plot.start_run(started(1))
    ready_plot.display.redrawn.connect(lambda: times.append(time.monotonic()))
    step = iter(range(1, 10_000))

    def publish() -> bool:
        ready_plot.add_batch(batch(1, 1, next(step) % STEPS_PER_EPOCH, 0.5))
        return len(times) >= 5

    qtbot.waitUntil(publish, timeout=10_000)
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert min(gaps) >= 0.09


def test_unchecking_a_run_takes_it_out_of_the_picture_and_checking_brings_it_back(
    ready_plot: LossPlot, qtbot: Any
) -> None:
    def lines_drawn() -> int:
        ready_plot.display.redraw()
        lines = chart_of(ready_plot).axes.lines
        return sum(line.get_visible() and len(line.get_xdata()) > 2 for line in lines)

    train(ready_plot, 1)
    train(ready_plot, 2)
    qtbot.waitUntil(lambda: lines_drawn() > 0 and colour_count(ready_plot, LIGHT.plot.train) > 20)
    both = lines_drawn()
    row(ready_plot, 0).setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: lines_drawn() == both - 2)  # its losses in training and in validation
    row(ready_plot, 0).setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: lines_drawn() == both)


def test_clearing_the_only_finished_run_brings_the_sentence_back(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1)
    assert ready_plot.display.placeholder_text == ""
    button(ready_plot, "lossListButton").click()
    qtbot.mouseClick(button(ready_plot, "clearRunsButton"), Qt.MouseButton.LeftButton)
    assert ready_plot.runs == ()
    assert ready_plot.display.placeholder_text == "Train to see the loss fall here"


def test_hovering_shows_the_run_the_epoch_and_the_loss(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=5)
    display = ready_plot.display
    display.grab()
    left, top, width, height = chart_of(ready_plot).area_px
    texts = set()
    for y in range(round(top), round(top + height), 2):
        qtbot.mouseMove(display, QPoint(round(left + width), y))
        display.grab()
        texts.add(display.reading_text)
    assert "Run 1 · Clear, changed\nValidation, epoch 5\nLoss 0.2" in texts
    QApplication.sendEvent(display, QEvent(QEvent.Type.Leave))
    display.grab()
    assert display.reading_text == ""


def test_the_mouse_is_the_displays_not_the_canvass(ready_plot: LossPlot) -> None:
    train(ready_plot, 1)
    display = ready_plot.display
    assert ready_plot.childAt(display.mapTo(ready_plot, display.rect().center())) is display


def test_the_wheel_zooms_in_on_the_epochs_and_a_double_click_shows_all(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=10)
    display = ready_plot.display
    display.grab()

    def shown() -> tuple[float, float]:
        display.grab()
        return chart_of(ready_plot).epochs_shown

    def turn(notches: int) -> None:
        left, _, width, _ = chart_of(ready_plot).area_px
        place = QPointF(left + width / 2, display.height() / 2)
        event = QWheelEvent(
            place, display.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(display, event)

    turn(2)
    assert shown() == pytest.approx((1.8, 8.2))
    turn(-4)
    assert shown() == (0.0, 10.0)
    turn(3)
    assert shown() != (0.0, 10.0)
    qtbot.mouseDClick(display, Qt.MouseButton.LeftButton)
    assert shown() == (0.0, 10.0)


def test_the_log_button_makes_the_axis_logarithmic(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=10)
    ready_plot.grab()
    assert chart_of(ready_plot).axes.get_ylim()[0] == 0.0
    qtbot.mouseClick(button(ready_plot, "lossLogButton"), Qt.MouseButton.LeftButton)
    ready_plot.grab()
    assert chart_of(ready_plot).axes.get_ylim()[0] > 0.0


def test_the_picture_follows_the_theme_from_light_to_dark(ready_plot: LossPlot, qtbot: Any) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    train(ready_plot, 1)
    ready_plot.display.redraw()
    try:
        apply_theme(app, "dark")
        background = QColor(DARK.plot.background)
        qtbot.waitUntil(lambda: ready_plot.display.grab().toImage().pixelColor(1, 1) == background)
    finally:
        apply_theme(app, "light")


def test_a_run_whose_losses_are_no_numbers_is_shown_all_the_same(ready_plot: LossPlot) -> None:
    ready_plot.start_run(started(1))
    ready_plot.add_batch(batch(1, 1, 1, 0.5))
    ready_plot.add_batch(batch(1, 1, 2, float("nan")))
    ready_plot.add_epoch(epoch(1, 1, float("inf"), float("nan")))
    ready_plot.finish_run(finished(1, Outcome.DIVERGED))
    ready_plot.display.redraw()
    assert row(ready_plot, 0).toolTip(0).endswith("diverged")
    assert ready_plot.runs[0].final_loss == 0.5
