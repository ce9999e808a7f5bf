from __future__ import annotations

import csv
import itertools
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton, QTreeWidget, QTreeWidgetItem

from engine.errors import UserError
from engine.history.run_history import CSV_HEADER
from gui.look.colours import DARK, LIGHT
from gui.look.theme import apply_theme
from gui.loss.canvas import LossCanvas
from gui.loss.plot import LossPlot
from tests.gui.training_events import STEPS_PER_EPOCH, batch, epoch, finished, started


@pytest.fixture
def plot(qtbot: Any) -> LossPlot:
    """A plot in a window of its own, which has no picture yet."""
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(800, 320)
    plot.show()
    return plot


@pytest.fixture
def ready_plot(plot: LossPlot, qtbot: Any) -> LossPlot:
    """The same with matplotlib behind it."""
    qtbot.waitUntil(lambda: plot.display.canvas is not None, timeout=20_000)
    return plot


def train(plot: LossPlot, run_id: int, epochs: int = 3, *, is_over: bool = True, preset: str = "clear") -> None:
    plot.start_run(started(run_id, preset))
    for number in range(1, epochs + 1):
        for step in range(1, STEPS_PER_EPOCH + 1):
            plot.add_batch(batch(run_id, number, step, 1.0 / (number + step / STEPS_PER_EPOCH)))
        plot.add_epoch(epoch(run_id, number, 0.9 / number, 1.0 / number))
    if is_over:
        plot.finish_run(finished(run_id))


def tree(plot: LossPlot) -> QTreeWidget:
    found = plot.findChild(QTreeWidget)
    assert isinstance(found, QTreeWidget)
    return found


def row(plot: LossPlot, number: int) -> QTreeWidgetItem:
    item = tree(plot).topLevelItem(number)
    assert item is not None
    return item


def button(plot: LossPlot, name: str) -> QToolButton:
    found = plot.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def canvas_of(plot: LossPlot) -> LossCanvas:
    assert plot.display.canvas is not None
    return plot.display.canvas


def names(plot: LossPlot) -> list[str]:
    return [history.name for history in plot.runs]


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
    assert plot.display.canvas is None
    train(plot, 1)
    assert plot.display.placeholder_text == "The plot is on its way…"
    qtbot.waitUntil(
        lambda: plot.display.canvas is not None and plot.display.placeholder_text == "", timeout=20_000
    )
    qtbot.waitSignal(plot.display.redrawn, timeout=5_000).wait()
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


def test_losses_of_another_run_are_dropped(plot: LossPlot) -> None:
    plot.start_run(started(2))
    plot.add_batch(batch(1, 1, 1, 0.5))
    plot.add_epoch(epoch(1, 1, 0.5))
    assert plot.runs[0].final_loss is None


def test_finished_runs_stay_in_the_list_with_their_name_and_last_loss(plot: LossPlot) -> None:
    train(plot, 1, preset="article")
    train(plot, 2)
    assert names(plot) == ["Run 1 · Article", "Run 2 · Clear"]
    rows = [row(plot, number) for number in range(2)]
    assert [(item.text(0), item.text(1)) for item in rows] == [
        ("Run 1 · Article", "0.3333"),
        ("Run 2 · Clear", "0.3333"),
    ]
    assert rows[0].toolTip(0) == "Run 1 · Article · completed"


def test_unchecking_a_run_takes_it_out_of_the_picture_and_checking_brings_it_back(
    ready_plot: LossPlot, qtbot: Any
) -> None:
    train(ready_plot, 1)
    train(ready_plot, 2)
    ready_plot.display.redraw()
    before = canvas_of(ready_plot).grab().toImage()
    row(ready_plot, 0).setCheckState(0, Qt.CheckState.Unchecked)
    ready_plot.display.redraw()
    hidden = canvas_of(ready_plot).grab().toImage()
    assert hidden != before
    row(ready_plot, 0).setCheckState(0, Qt.CheckState.Checked)
    ready_plot.display.redraw()
    assert canvas_of(ready_plot).grab().toImage() == before


def test_clearing_the_only_finished_run_brings_the_sentence_back(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1)
    assert ready_plot.display.placeholder_text == ""
    button(ready_plot, "lossListButton").click()
    qtbot.mouseClick(button(ready_plot, "clearRunsButton"), Qt.MouseButton.LeftButton)
    assert names(ready_plot) == []
    assert ready_plot.display.placeholder_text == "Train to see the loss fall here"


def test_clearing_leaves_the_run_that_is_going_on(plot: LossPlot) -> None:
    train(plot, 1)
    train(plot, 2, is_over=False)
    plot.clear_finished()
    assert names(plot) == ["Run 2 · Clear"]


def test_the_list_shows_itself_where_there_is_room_and_something_to_compare(plot: LossPlot, qtbot: Any) -> None:
    train(plot, 1)
    assert not plot.run_list.isVisible()
    train(plot, 2)
    assert plot.run_list.isVisible()
    plot.resize(400, 300)
    qtbot.waitUntil(lambda: not plot.run_list.isVisible())
    button(plot, "lossListButton").click()
    assert plot.run_list.isVisible()


def test_hovering_tells_the_run_the_epoch_and_the_loss(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=5)
    ready_plot.display.redraw()
    canvas = canvas_of(ready_plot)
    frame = canvas.frame
    spots = [QPoint(round(frame.left + frame.width), y) for y in range(round(frame.top), canvas.height(), 2)]
    texts = set()
    for spot in spots:
        qtbot.mouseMove(canvas, spot)
        texts.add(canvas.reading_text)
    assert "Run 1 · Clear\nValidation, epoch 5\nLoss 0.2" in texts
    canvas.pointed.emit(None)
    assert canvas.reading_text == ""


def test_the_wheel_zooms_in_on_the_epochs_and_a_double_click_shows_all(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=10)
    ready_plot.display.redraw()
    canvas = canvas_of(ready_plot)

    def turn(notches: int) -> None:
        place = QPointF(canvas.frame.left + canvas.frame.width / 2, canvas.height() / 2)
        event = QWheelEvent(
            place, canvas.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)
        ready_plot.display.redraw()

    turn(2)
    assert canvas.frame.first_epoch == pytest.approx(1.8)
    assert canvas.frame.last_epoch == pytest.approx(8.2)
    turn(-4)
    assert (canvas.frame.first_epoch, canvas.frame.last_epoch) == (0.0, 10.0)
    turn(3)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton)
    ready_plot.display.redraw()
    assert (canvas.frame.first_epoch, canvas.frame.last_epoch) == (0.0, 10.0)


def test_the_log_button_makes_the_axis_logarithmic(ready_plot: LossPlot, qtbot: Any) -> None:
    train(ready_plot, 1, epochs=10)
    ready_plot.display.redraw()
    assert float(canvas_of(ready_plot).frame.losses[0].text) == 0.0
    qtbot.mouseClick(button(ready_plot, "lossLogButton"), Qt.MouseButton.LeftButton)
    ready_plot.display.redraw()
    assert float(canvas_of(ready_plot).frame.losses[0].text) > 0.0


def test_a_history_from_an_opened_model_is_put_in_front(plot: LossPlot) -> None:
    train(plot, 1)
    plot.show_history("digits.aestudio", {"loss": (0.5, 0.4), "val_loss": (0.6, 0.5)})
    assert names(plot) == ["Run 1 · Clear", "digits.aestudio"]
    assert plot.runs[-1].final_loss == 0.5
    plot.show_history("untrained", {})
    assert len(plot.runs) == 2


def test_the_picture_follows_the_theme_from_light_to_dark(ready_plot: LossPlot, qtbot: Any) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "light")
    train(ready_plot, 1)
    ready_plot.display.redraw()
    try:
        apply_theme(app, "dark")
        background = QColor(DARK.plot.background)
        qtbot.waitUntil(lambda: canvas_of(ready_plot).grab().toImage().pixelColor(1, 1) == background)
    finally:
        apply_theme(app, "light")


@pytest.mark.parametrize(("width", "height"), [(300, 180), (600, 280), (1200, 600)])
def test_the_plot_takes_any_size(ready_plot: LossPlot, qtbot: Any, width: int, height: int) -> None:
    train(ready_plot, 1)
    ready_plot.resize(width, height)
    qtbot.waitUntil(lambda: ready_plot.width() == width)
    ready_plot.display.redraw()
    canvas = canvas_of(ready_plot)
    frame = canvas.frame
    assert frame.left + frame.width <= canvas.width()
    assert frame.top + frame.height + 2 * canvas.fontMetrics().height() <= canvas.height() + 8


def test_a_figure_is_saved_as_png_and_svg(plot: LossPlot, tmp_path: Path, qtbot: Any) -> None:
    train(plot, 1)
    train(plot, 2)
    with qtbot.waitSignal(plot.saved) as saved:
        plot.save(str(tmp_path / "loss.png"))
    assert saved.args == [tmp_path / "loss.png"]
    with Image.open(tmp_path / "loss.png") as image:
        assert image.size[0] >= 1_600
        assert len(image.convert("RGB").getcolors(100_000) or []) > 20
    plot.save_figure(tmp_path / "loss.SVG")
    assert (tmp_path / "loss.SVG").read_text(encoding="utf-8-sig").count("<path") > 20


def test_the_numbers_of_all_runs_are_saved_as_a_table(plot: LossPlot, tmp_path: Path) -> None:
    train(plot, 1)
    train(plot, 2, is_over=False)
    plot.save_csv(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CSV_HEADER
    assert {row["run"] for row in rows} == {"Run 1 · Clear", "Run 2 · Clear"}
    assert [row["val_loss"] for row in rows if row["kind"] == "epoch"][:3] == ["1", "0.5", "0.33333333"]
    assert sum(row["kind"] == "batch" for row in rows) == 2 * 3 * STEPS_PER_EPOCH


@pytest.mark.parametrize("name", ["loss.png", "loss.csv", "loss.gif", "loss"])
def test_a_failure_to_save_is_told_and_leaves_nothing_behind(
    plot: LossPlot, tmp_path: Path, qtbot: Any, name: str
) -> None:
    train(plot, 1)
    folder = tmp_path / "missing" if name in ("loss.png", "loss.csv") else tmp_path
    with qtbot.waitSignal(plot.save_failed) as failed:
        plot.save(str(folder / name))
    assert isinstance(failed.args[0], UserError)
    assert str(failed.args[0])
    assert list(tmp_path.iterdir()) == []


def test_the_save_menu_asks_without_stopping_the_window(plot: LossPlot, tmp_path: Path, qtbot: Any) -> None:
    train(plot, 1)
    menu = button(plot, "lossSaveButton").menu()
    menu.actions()[-1].trigger()
    dialog = plot.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert not dialog.isModal()
    with qtbot.waitSignal(plot.saved):
        dialog.fileSelected.emit(str(tmp_path / "numbers.csv"))
    assert (tmp_path / "numbers.csv").exists()
    dialog.close()


def test_a_run_whose_losses_are_no_numbers_is_shown_all_the_same(ready_plot: LossPlot) -> None:
    ready_plot.start_run(started(1))
    ready_plot.add_batch(batch(1, 1, 1, 0.5))
    ready_plot.add_batch(batch(1, 1, 2, float("nan")))
    ready_plot.add_epoch(epoch(1, 1, float("inf"), float("nan")))
    ready_plot.finish_run(finished(1, "diverged"))
    ready_plot.display.redraw()
    assert row(ready_plot, 0).toolTip(0).endswith("diverged")
    assert ready_plot.runs[0].final_loss == 0.5
