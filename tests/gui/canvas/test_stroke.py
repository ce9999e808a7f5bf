from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gui.canvas.stroke import CLOSEST_POINTS, GrowingStroke, PenPoint, Piece, Stroke

WIDTH = 0.1


def grown(places: list[tuple[float, float]]) -> tuple[list[Piece], Stroke]:
    """Return the pieces in the order in which they were settled, and the finished stroke."""
    points = [PenPoint(x, y, WIDTH) for x, y in places]
    growing = GrowingStroke(points[0], is_eraser=False)
    pieces = [piece for point in points[1:] if (piece := growing.add(point)) is not None]
    stroke, rest = growing.finish()
    return [*pieces, *rest], stroke


places = st.lists(st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)), min_size=1, max_size=30)


@given(places)
def test_what_was_settled_while_it_grew_is_exactly_the_finished_stroke(places: list[tuple[float, float]]) -> None:
    pieces, stroke = grown(places)
    assert pieces == stroke.pieces()


@given(places)
def test_the_curve_has_no_gap_and_goes_from_the_first_point_to_the_last(places: list[tuple[float, float]]) -> None:
    pieces, _ = grown(places)
    assert pieces[0].start == places[0]
    assert pieces[-1].end == places[-1]
    assert all(before.end == after.start for before, after in pairwise(pieces))


def test_the_curve_has_no_corner() -> None:
    pieces, _ = grown([(0.4 * math.cos(a / 3), 0.4 * math.sin(a / 3)) for a in range(15)])
    for before, after in pairwise(pieces):
        arriving = math.atan2(before.end[1] - before.control[1], before.end[0] - before.control[0])
        leaving = math.atan2(after.control[1] - after.start[1], after.control[0] - after.start[0])
        assert math.isclose(math.remainder(arriving - leaving, math.tau), 0, abs_tol=1e-9)


def test_points_closer_than_the_tremor_of_a_hand_are_left_out_but_for_the_last() -> None:
    places = [(i * CLOSEST_POINTS / 10, 0.0) for i in range(100)]
    _, stroke = grown(places)
    assert len(stroke.points) < 15
    assert (stroke.points[-1].x, stroke.points[-1].y) == places[-1]


def test_a_touch_without_a_move_is_a_dot() -> None:
    pieces, stroke = grown([(0.1, 0.2)])
    assert [piece.is_dot for piece in pieces] == [True]
    assert stroke.path().isEmpty()


def test_the_bounds_hold_all_of_the_ink() -> None:
    piece = Piece((0.0, 0.0), (0.2, 0.4), (0.4, 0.0), WIDTH)
    bounds = piece.bounds()
    curve = piece.path()
    for step in range(11):
        point = curve.pointAtPercent(step / 10)
        for way in range(8):
            x = point.x() + WIDTH / 2 * math.cos(way * math.pi / 4)
            y = point.y() + WIDTH / 2 * math.sin(way * math.pi / 4)
            assert bounds.left() - 1e-9 <= x <= bounds.right() + 1e-9
            assert bounds.top() - 1e-9 <= y <= bounds.bottom() + 1e-9


def test_a_line_of_changing_pressure_is_not_uniform() -> None:
    points = (PenPoint(0, 0, 0.1), PenPoint(0.1, 0, 0.1), PenPoint(0.2, 0, 0.12))
    assert Stroke(points[:2]).is_uniform
    assert not Stroke(points).is_uniform
