from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from engine.history.run_history import RunHistory
from gui.look.colours import DARK, LIGHT
from gui.loss.chart import LossChart
from gui.loss.runs import MOST_FINISHED_RUNS
from gui.loss.view_data import AxisNames, FinishedRun, LossView
from gui.plots.look import ChartLook
from tests.gui.training_events import batch, epoch

LOOK = ChartLook(LIGHT, 12.0)


def a_history(losses: tuple[float, ...] = (0.5, 0.3, 0.2)) -> RunHistory:
    return RunHistory.from_lists("Run", {"loss": losses, "val_loss": tuple(1.1 * loss for loss in losses)})


def a_chart(look: ChartLook = LOOK) -> LossChart:
    return LossChart(look, AxisNames("Epoch", "Loss"))


def drawn(chart: LossChart, view: LossView, width: int = 600, height: int = 300) -> np.ndarray:
    """Return what a full draw and the live lines give: (height, width, 4) uint8."""
    chart.resize(width, height)
    chart.show(view)
    chart.fit()
    canvas = chart.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    chart.draw_moving()
    return np.asarray(canvas.buffer_rgba()).copy()


def inside(chart: LossChart, pixels: np.ndarray) -> np.ndarray:
    left, top, width, height = map(round, chart.area_px)
    return pixels[top + 2 : top + height - 2, left + 2 : left + width - 2, :3]


def right(chart: LossChart) -> float:
    return chart.area_px[0] + chart.area_px[2]


def numbers(chart: LossChart) -> list[str]:
    """Return what stands beside the loss axis."""
    low, high = chart.axes.get_ylim()
    levels = [level for level in chart.axes.yaxis.get_majorticklocs() if low <= level <= high]
    return chart.axes.yaxis.get_major_formatter().format_ticks(levels)


LOSSES = {"loss": (0.5, 0.4, 0.3), "val_loss": (0.6, 0.5, 0.4)}


def has_colour(pixels: np.ndarray, colour: str) -> bool:
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return bool((np.abs(pixels.astype(int) - wanted).max(axis=2) < 12).any())


def test_the_current_run_is_drawn_in_both_colours() -> None:
    chart = a_chart()
    pixels = drawn(chart, LossView(current=a_history()))
    assert has_colour(inside(chart, pixels), LIGHT.plot.train)
    assert has_colour(inside(chart, pixels), LIGHT.plot.validation)


def test_a_finished_run_is_fainter_than_a_current_one() -> None:
    chart = a_chart()
    pixels = drawn(chart, LossView(finished=(FinishedRun(a_history(), 0),)))
    assert not has_colour(inside(chart, pixels), LIGHT.plot.train)
    assert (inside(chart, pixels) != drawn(chart, LossView())[0, 0, :3]).any()


def test_the_theme_gives_the_background_and_the_lines_their_colours() -> None:
    chart = a_chart(ChartLook(DARK, 12.0))
    pixels = drawn(chart, LossView(current=a_history()))
    assert has_colour(pixels[:2, :2, :3], DARK.plot.background)
    assert has_colour(inside(chart, pixels), DARK.plot.train)


@pytest.mark.parametrize(("width", "height"), [(240, 110), (300, 150), (600, 280), (1200, 600)])
def test_no_letter_is_cut_off_at_any_size(width: int, height: int) -> None:
    chart = a_chart()
    drawn(chart, LossView(current=a_history((0.05123, 0.05121))), width, height)
    labels = [*chart.axes.get_xticklabels(), *chart.axes.get_yticklabels(), chart.x_name, chart.y_name]
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    assert min(box.x0 for box in boxes) >= 0
    assert min(box.y0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= width
    names, levels = chart.y_name.get_window_extent(), chart.axes.get_yticklabels()
    assert all(level.get_window_extent().x0 >= names.x1 for level in levels), "the name beside the numbers"


def test_a_place_of_a_few_pixels_breaks_nothing() -> None:
    assert drawn(a_chart(), LossView(current=a_history()), 30, 20).shape == (20, 30, 4)


def test_following_a_run_within_the_limits_needs_no_new_layout() -> None:
    history = RunHistory("Run", steps_per_epoch=10, epochs=10)
    for number, loss in enumerate((0.9, 0.5, 0.11), start=1):
        history.append(batch(1, 1, number, loss))
    chart = a_chart()
    drawn(chart, LossView(current=history))
    history.append(batch(1, 1, 4, 0.3))
    assert chart.follow()
    history.append(batch(1, 1, 5, 3.0))
    assert not chart.follow(), "a spike leaves the limits"


def test_the_nearest_point_is_read() -> None:
    history = a_history()
    chart = a_chart()
    drawn(chart, LossView(current=history))
    left, top, width, height = chart.area_px
    x = left + width * 2 / 3
    readings = [chart.reading_at(x, y) for y in np.arange(top, top + height, 2.0)]
    found = {(reading.series, reading.epoch, round(reading.loss, 6)) for reading in readings if reading}
    assert {("train", 2.0, 0.3), ("validation", 2.0, 0.33)} <= found


def test_a_reading_on_a_logarithmic_axis_is_the_loss_itself() -> None:
    chart = a_chart()
    drawn(chart, LossView(current=a_history((0.1, 0.01, 0.001)), is_log=True))
    readings = [chart.reading_at(right(chart), y) for y in np.arange(0, 300, 2.0)]
    assert 0.001 in {round(reading.loss, 9) for reading in readings if reading and reading.series == "train"}


def test_far_from_every_point_there_is_nothing_to_read() -> None:
    chart = a_chart()
    drawn(chart, LossView(current=a_history()))
    assert chart.reading_at(right(chart), chart.area_px[1]) is None
    assert a_chart().reading_at(10, 10) is None


def test_a_logarithmic_axis_leaves_out_what_is_not_positive() -> None:
    chart = a_chart()
    drawn(chart, LossView(current=a_history((0.5, 0.0, 0.1)), is_log=True))
    assert all(float(number) > 0 for number in numbers(chart))
    assert len(numbers(chart)) >= 2


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=1, max_size=6),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_no_loss_however_odd_breaks_the_drawing(losses: list[float], is_log: bool) -> None:
    history = RunHistory("odd", steps_per_epoch=10)
    for number, loss in enumerate(losses, start=1):
        history.append(batch(1, number, 5, loss))
        history.append(epoch(1, number, loss, loss))
    chart = a_chart()
    pixels = drawn(chart, LossView((FinishedRun(history, 3),), history, is_log))
    chart.follow()
    assert all(map(math.isfinite, (*chart.axes.get_xlim(), *chart.axes.get_ylim())))
    assert pixels.shape == (300, 600, 4)


def test_a_part_of_the_epochs_fills_the_width() -> None:
    losses = tuple(1.0 / number for number in range(1, 21))
    chart = a_chart()
    drawn(chart, LossView(current=a_history(losses), x_range=(10.0, 12.0)))
    assert chart.epochs_shown == (10.0, 12.0)
    left, _, width, _ = chart.area_px
    assert chart.epoch_at(left + width / 2) == pytest.approx(11.0)
    assert float(numbers(chart)[-1]) < 0.2, "the loss axis fits what is seen"


@pytest.mark.parametrize("epochs", [3, 8, 20, 100])
def test_epochs_are_whole_numbers_where_that_is_enough(epochs: int) -> None:
    chart = a_chart()
    drawn(chart, LossView(current=a_history(tuple(1.0 / number for number in range(1, epochs + 1)))))
    ticks = chart.axes.xaxis.get_majorticklocs()
    assert len(ticks) >= 3
    assert all(tick == round(tick) for tick in ticks)


@pytest.mark.parametrize(
    ("losses", "is_log"),
    [((0.081, 0.69), True), ((1e-7, 2e-7), False), ((1e-6, 1.0), True), ((0.5, 0.5), True), ((3e5, 9e6), False)],
)
def test_an_axis_has_some_numbers_and_all_differ(losses: tuple[float, ...], is_log: bool) -> None:
    chart = a_chart()
    drawn(chart, LossView(current=RunHistory.from_lists("Run", {"loss": losses}), is_log=is_log))
    assert 2 <= len(numbers(chart)) <= 9
    assert len(set(numbers(chart))) == len(numbers(chart))


def test_limits_stay_put_while_a_curve_creeps() -> None:
    limits = []
    for last in (0.081, 0.079):
        chart = a_chart()
        chart.show(LossView(current=RunHistory.from_lists("Run", {"loss": (0.69, last)})))
        limits.append(chart.axes.get_ylim())
    assert limits[0] == limits[1]


def test_the_axis_runs_ahead_of_the_run_but_not_past_its_end() -> None:
    def end(position: float, epochs: int | None) -> float:
        history = RunHistory("Run", steps_per_epoch=1_000, epochs=epochs)
        history.append(batch(1, 1, round(1_000 * position), 0.5))
        return LossView(current=history).epochs

    assert [end(position, 15) for position in (0.0, 0.9, 1.5, 4.0, 7.0, 15.0)] == [1, 1, 2, 5, 10, 15]
    assert end(7.0, None) == 10


def test_no_two_runs_share_colour_and_dashes() -> None:
    chart = a_chart()
    finished = tuple(FinishedRun(a_history(), number) for number in range(90, 90 + MOST_FINISHED_RUNS))
    chart.show(LossView(finished, a_history()))
    styles: dict[tuple[str, str], set[int]] = {}
    for run, _, line in chart._drawn():
        dashes = str(line._unscaled_dash_pattern)
        styles.setdefault((str(line.get_color()), dashes), set()).add(id(run))
    assert all(len(runs) == 1 for runs in styles.values())
    assert len({style for style, runs in styles.items()}) >= MOST_FINISHED_RUNS + 2


@pytest.mark.parametrize("count", [0, 1, MOST_FINISHED_RUNS])
def test_the_key_of_a_saved_chart_hides_no_curve_and_wraps_long_names(count: int) -> None:
    chart = a_chart()
    finished = tuple(
        FinishedRun(RunHistory.from_lists("A long name " * 9, LOSSES), number) for number in range(count)
    )
    chart.show(LossView(finished, RunHistory.from_lists("now", LOSSES)))
    chart.add_key({"train": "Training", "validation": "Validation", "batch": "Each batch"})
    chart.figure.canvas.draw()
    legend = chart.axes.get_legend()
    assert legend is not None
    assert not legend.get_window_extent().overlaps(chart.axes.bbox)
    assert len(legend.get_texts()) == count + 2
    assert max(len(line) for text in legend.get_texts() for line in text.get_text().split("\n")) <= 48
