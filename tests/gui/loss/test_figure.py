from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from engine.history.run_history import RunHistory
from gui.look.colours import DARK, LIGHT
from gui.loss.figure import LossFigure
from gui.loss.view_data import FinishedRun, LossLook, LossView, PlotFrame
from tests.gui.training_events import batch, epoch

LOOK = LossLook(LIGHT.plot, 12.0)


def a_history(losses: tuple[float, ...] = (0.5, 0.3, 0.2)) -> RunHistory:
    return RunHistory.from_lists("Run", {"loss": losses, "val_loss": tuple(1.1 * loss for loss in losses)})


def drawn(figure: LossFigure, view: LossView, width: int = 600, height: int = 300) -> tuple[PlotFrame, np.ndarray]:
    """Return the frame, and what a full draw and the live lines give: (height, width, 4) uint8."""
    figure.figure.set_size_inches(width / 72, height / 72)
    figure.show(view)
    frame = figure.fit()
    canvas = figure.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    figure.draw_live()
    return frame, np.asarray(canvas.buffer_rgba()).copy()


def inside(frame: PlotFrame, pixels: np.ndarray) -> np.ndarray:
    top, left = round(frame.top) + 2, round(frame.left) + 2
    return pixels[top : top + round(frame.height) - 4, left : left + round(frame.width) - 4, :3]


def has_colour(pixels: np.ndarray, colour: str) -> bool:
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return bool((np.abs(pixels.astype(int) - wanted).max(axis=2) < 12).any())


def test_the_current_run_is_drawn_in_both_colours() -> None:
    frame, pixels = drawn(LossFigure(LOOK), LossView(current=a_history()))
    assert has_colour(inside(frame, pixels), LIGHT.plot.train)
    assert has_colour(inside(frame, pixels), LIGHT.plot.validation)


def test_a_finished_run_is_fainter_than_a_current_one() -> None:
    figure = LossFigure(LOOK)
    frame, pixels = drawn(figure, LossView(finished=(FinishedRun(a_history(), 0),)))
    assert not has_colour(inside(frame, pixels), LIGHT.plot.train)
    assert (inside(frame, pixels) != drawn(figure, LossView())[1][0, 0, :3]).any()


def test_the_theme_changes_the_background_and_the_lines() -> None:
    figure = LossFigure(LOOK)
    figure.apply_look(LossLook(DARK.plot, 12.0))
    frame, pixels = drawn(figure, LossView(current=a_history()))
    assert has_colour(pixels[:2, :2, :3], DARK.plot.background)
    assert has_colour(inside(frame, pixels), DARK.plot.train)


@pytest.mark.parametrize(("width", "height"), [(240, 110), (300, 150), (600, 280), (1200, 600), (30, 20)])
def test_numbers_have_room_beside_the_curves_at_any_size(width: int, height: int) -> None:
    frame, _ = drawn(LossFigure(LOOK), LossView(current=a_history((0.05123, 0.05121))), width, height)
    widest = max(len(tick.text) for tick in frame.losses)
    assert frame.left >= 12 * (1.3 + 0.6 * widest), "the name and the numbers of the loss"
    assert frame.width >= 1
    assert frame.height >= 1
    if height >= 110:
        assert height - frame.top - frame.height >= 2 * 12 * 1.2, "numbers and name of the epochs"


def test_following_a_run_within_the_limits_needs_no_new_layout() -> None:
    history = RunHistory("Run", steps_per_epoch=10, epochs=10)
    for number, loss in enumerate((0.9, 0.5, 0.11), start=1):
        history.append(batch(1, 1, number, loss))
    figure = LossFigure(LOOK)
    drawn(figure, LossView(current=history))
    history.append(batch(1, 1, 4, 0.3))
    assert figure.follow()
    history.append(batch(1, 1, 5, 3.0))
    assert not figure.follow(), "a spike leaves the limits"


def test_the_nearest_point_is_read() -> None:
    history = a_history()
    figure = LossFigure(LOOK)
    frame, _ = drawn(figure, LossView(current=history))
    x = frame.left + frame.width * 2 / 3
    readings = [figure.reading_at(x, y) for y in np.arange(frame.top, frame.top + frame.height, 2.0)]
    found = {(reading.series, reading.epoch, round(reading.loss, 6)) for reading in readings if reading}
    assert {("train", 2.0, 0.3), ("validation", 2.0, 0.33)} <= found


def test_a_reading_on_a_logarithmic_axis_is_the_loss_itself() -> None:
    figure = LossFigure(LOOK)
    frame, _ = drawn(figure, LossView(current=a_history((0.1, 0.01, 0.001)), is_log=True))
    readings = [figure.reading_at(frame.left + frame.width, y) for y in np.arange(0, 300, 2.0)]
    assert 0.001 in {round(reading.loss, 9) for reading in readings if reading and reading.series == "train"}


def test_far_from_every_point_there_is_nothing_to_read() -> None:
    figure = LossFigure(LOOK)
    frame, _ = drawn(figure, LossView(current=a_history()))
    assert figure.reading_at(frame.left + frame.width, frame.top) is None
    assert LossFigure(LOOK).reading_at(10, 10) is None


def test_a_logarithmic_axis_leaves_out_what_is_not_positive() -> None:
    frame, _ = drawn(LossFigure(LOOK), LossView(current=a_history((0.5, 0.0, 0.1)), is_log=True))
    assert all(float(tick.text) > 0 for tick in frame.losses)
    assert len(frame.losses) >= 2


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
    figure = LossFigure(LOOK)
    frame, pixels = drawn(figure, LossView((FinishedRun(history, 3),), history, is_log))
    figure.follow()
    assert all(math.isfinite(tick.place_px) for tick in (*frame.epochs, *frame.losses))
    assert pixels.shape == (300, 600, 4)


def test_a_part_of_the_epochs_fills_the_width() -> None:
    losses = tuple(1.0 / number for number in range(1, 21))
    frame, _ = drawn(LossFigure(LOOK), LossView(current=a_history(losses), x_range=(10.0, 12.0)))
    assert (frame.first_epoch, frame.last_epoch) == (10.0, 12.0)
    assert frame.epoch_at(frame.left + frame.width / 2) == pytest.approx(11.0)
    assert float(frame.losses[-1].text) < 0.2, "the loss axis fits what is seen"
