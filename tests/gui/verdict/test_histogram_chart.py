from __future__ import annotations

import numpy as np
import pytest

from gui.plots.look import PAPER_LOOK
from gui.verdict.histogram_chart import HistogramChart
from gui.verdict.histogram_data import HistogramContent, HistogramMarks, ScoreRange, ScoreSeries

NORMAL = np.random.default_rng(0).gamma(2, 1, 500).astype(np.float32)


def a_chart(*series: np.ndarray, normal: np.ndarray = NORMAL, width: int = 420) -> HistogramChart:
    """Return a chart that has been drawn, with a threshold at 4."""
    chart = HistogramChart(PAPER_LOOK)
    named = tuple(ScoreSeries(f"series {number}", scores) for number, scores in enumerate(series))
    ticks = ((2.0, "1 in 10"), (4.0, "1 in 100"), (4.5, "1 in 1,000"))
    chart.resize(width, 220)
    chart.show(HistogramContent(named, normal, 0.3, ticks, "more abnormal"))
    chart.fit()
    chart.show_marks(HistogramMarks(4.0, "1 in 100", None, ""))
    chart.figure.canvas.draw()
    return chart


def test_a_place_leads_back_to_its_score() -> None:
    chart = a_chart(NORMAL)
    for score in (-3.0, 0.0, 1.7, 40.0):
        assert chart.score_at(chart.x_px(score)) == pytest.approx(score, abs=1e-6)


def test_every_score_has_a_place_however_far_away() -> None:
    normals = np.linspace(0, 1, 101, dtype=np.float32)
    chart = a_chart(normals, np.array([1e6], np.float32), normal=normals)
    left, _, width, _ = chart.area_px
    assert left + 0.6 * width < chart.x_px(1e6) < left + width
    assert chart.x_px(1.0) - chart.x_px(0.0) > 0.1 * width


def test_bins_are_equally_wide_on_the_axis() -> None:
    chart = a_chart(NORMAL)
    places = [chart.x_px(edge) for edge in chart._edges]
    assert np.diff(places) == pytest.approx(np.full(len(places) - 1, chart.area_px[2] / (len(places) - 1)))


@pytest.mark.parametrize("scores", [[], [3.0], [3.0, 3.0, 3.0]])
def test_scores_that_are_all_alike_still_make_an_axis(scores: list[float]) -> None:
    values = np.array(scores, np.float32)
    chart = a_chart(values, normal=values)
    assert (np.diff(chart._edges) > 0).all()
    assert chart.counts[0].sum() == len(scores)


def test_a_bar_gives_its_scores_and_an_empty_place_none() -> None:
    chart = a_chart(NORMAL, np.full(7, 9.0, np.float32))
    left, top, width, height = chart.area_px
    found = {chart.bar_at(x, top + 0.9 * height) for x in np.arange(left, left + width, 2.0)} - {None}
    (bar,) = found
    assert isinstance(bar, ScoreRange)
    assert bar.series == 1
    assert bar.low <= 9.0 < bar.high
    assert chart.bar_at(left - 3, top + 5) is None


def test_bars_are_hatched_beyond_the_threshold_only() -> None:
    chart = a_chart(NORMAL)
    calm, hatched = (bar.get_clip_box() for bar in chart._bars[0])
    assert hatched.x0 == pytest.approx(calm.x1)
    assert hatched.x0 == pytest.approx(chart.x_px(4.0), abs=0.01)
    assert chart._bars[0][1].get_hatch()


def test_a_mark_off_the_axis_is_an_arrow_at_its_end() -> None:
    chart = a_chart(NORMAL)
    for score, marker in ((2.0, "v"), (1e4, ">"), (-1e4, "<")):
        chart.show_marks(HistogramMarks(4.0, "1 in 100", score, "yours"))
        assert chart._mark.get_marker() == marker
        assert chart.axes.get_xlim()[0] <= chart._mark.get_xdata()[0] <= chart.axes.get_xlim()[1]


@pytest.mark.parametrize("width", [220, 300, 420, 1_200])
def test_no_text_leaves_the_figure_or_covers_another(width: int) -> None:
    chart = a_chart(NORMAL, NORMAL * 2, width=width)
    ticks = [label for label in chart.axes.get_xticklabels() if label.get_visible()]
    below = [*ticks, chart._names[1], *([chart.x_name] if chart.x_name.get_visible() else [])]
    boxes = [text.get_window_extent() for text in below]
    assert ticks
    for number, box in enumerate(boxes):
        assert box.x0 >= 0
        assert box.x1 <= width
        assert not any(box.overlaps(other) for other in boxes[:number])
