"""The skeletons of the pen digits: the paths a pen takes to write each digit, in several ways.

A way of writing is one line of text: points "x,y" in percent of the digit's box, x to the right and y
downwards, in writing order. The pen passes through every point on a smooth curve; "!" after a point makes a
corner there, and "|" lifts the pen. The points were designed by hand; no data set was traced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SAMPLES_PER_PATH = 48  # ~1.3 px apart on the longest path: short enough to look smooth, few enough to be fast

# Width by height; a person's own proportions vary around it.
_ASPECTS = {0: 0.9, 1: 0.28, 2: 0.86, 3: 0.73, 4: 0.78, 5: 0.82, 6: 0.74, 7: 0.75, 8: 0.76, 9: 0.72}

# (relative frequency, path); the frequencies of a digit need not sum to one.
_WAYS: dict[int, tuple[tuple[float, str], ...]] = {
    0: (
        (3.0, "54,0 16,18 6,64 46,100 88,76 90,24 50,1"),
        (2.0, "75,8 40,2 8,36 14,84 54,100 92,66 86,14 46,6"),
        (1.0, "34,4 8,36 14,84 56,98 92,60 80,10 34,4 22,28"),
        (0.7, "82,0 44,4 8,36 14,84 54,100 92,66 86,16 62,10"),
    ),
    1: (
        (6.0, "50,0 50,33 50,66 50,100"),
        (1.0, "35,14 50,0! 50,35 50,68 50,100"),
        (0.6, "15,25 50,0! 50,35 50,68 50,100"),
        (0.6, "15,22 50,0! 50,50 50,99 | 8,100 50,99 92,98"),
    ),
    2: (
        (2.0, "8,22 28,4 58,0 84,18 78,45 48,72 8,97! 52,95 100,96"),
        (2.0, "6,20 34,0 76,6 84,32 60,68 26,96 6,90 16,72 40,76 66,94 100,90"),
        (1.2, "4,12 40,4 84,4 82,26 50,58 4,94! 50,96 98,100"),
        (1.0, "14,34 20,8 52,0 78,18 70,50 44,82 12,98 2,84 18,66 44,78 70,96 100,84"),
        (0.7, "2,28 22,4 60,4 74,30 58,66 26,94! 60,90 100,80"),
    ),
    3: (
        (2.0, "8,14 40,0 82,10 78,34 38,47! 80,54 94,78 55,100 4,90"),
        (1.5, "10,12 48,0 84,14 68,40 40,50 48,44 72,50 94,70 76,94 38,100 4,88"),
        (1.0, "4,6 46,4 90,3! 62,24 40,42! 84,54 92,80 50,100 6,92"),
        (0.8, "10,18 34,2 70,4 74,24 48,44 30,50 42,56 50,46 80,56 92,80 62,100 20,98 4,84"),
    ),
    4: (
        (3.0, "18,2 8,30 8,54! 50,54 96,46 | 86,0 80,50 74,100"),
        (1.5, "24,0 12,26 14,52 44,56 74,40 86,4! 82,50 76,100"),
        (1.2, "72,0 38,34 2,66! 50,66 100,64 | 72,0 71,50 70,100"),
        (0.4, "80,6 44,10 10,46 40,56 74,38 80,6! 76,50 70,100"),
        (0.7, "28,0 18,24 10,50! 40,54 66,50! 72,26 80,2! 72,50 62,100 | 60,52 80,50 100,46"),
    ),
    5: (
        (2.0, "24,4 20,22 16,44! 50,36 84,56 74,88 40,100 4,88 | 24,4 60,4 98,0"),
        (2.0, "96,0 60,3 28,6! 22,24 16,44! 52,38 82,58 72,88 38,100 2,90"),
        (1.5, "94,2 50,6 24,24 40,44 72,60 70,88 36,100 4,92"),
        (0.8, "96,0 56,8 40,10! 32,36! 64,44 74,70 48,94 2,100"),
    ),
    6: (
        (2.0, "68,0 34,26 8,62 22,94 60,98 88,76 70,54 34,64 16,86"),
        (1.5, "46,0 22,30 4,70 28,98 70,94 94,70 64,54 28,70 16,88"),
        (1.0, "84,2 44,20 8,56 14,92 54,100 84,78 66,50 30,56 10,72"),
        (0.8, "60,0 36,34 16,76 36,100 66,94 82,74 62,62 36,74 30,90"),
    ),
    7: (
        (2.0, "2,10 46,6 94,2! 70,46 46,100"),
        (1.5, "4,22 8,6! 50,5 96,3! 66,46 48,100"),
        (1.0, "2,12 44,4 90,8 78,40 56,72 48,100"),
        (1.0, "2,10 46,6 94,2! 66,48 44,100 | 26,54 56,50 90,48"),
        (0.6, "4,30 22,6 60,6 86,10 80,42 66,72 60,100"),
    ),
    8: (
        (2.5, "82,12 48,0 16,14 32,38 66,60 82,84 48,100 16,84 34,60 68,38 84,12"),
        (1.0, "50,46 16,30 24,6 60,0 82,20 56,44 18,68 20,94 54,100 82,80 50,46"),
        (1.0, "96,4 56,2 18,16 34,42 66,64 70,90 36,100 14,82 40,56 74,32 98,0"),
        (0.8, "54,0 18,16 40,44 76,28 54,0 | 46,44 12,70 38,100 80,84 50,46"),
    ),
    9: (
        (2.4, "82,14 48,2 12,24 26,48 62,42 84,10! 80,54 74,100"),
        (1.5, "84,10 46,0 10,20 28,46 66,38 84,12 82,46 66,80 42,100"),
        (1.0, "80,14 44,0 12,24 32,48 70,34 82,10 86,52 70,90 36,100 10,86"),
        (1.0, "66,6 28,8 14,34 42,46 78,24 80,4! 62,52 42,100"),
    ),
}


@dataclass(frozen=True)
class Skeletons:
    """Every way of writing every digit, padded to one size so that images are drawn without a loop over ways.

    Attributes:
        shares: (ways,) float64, the digit + the share of its images that this way and those before it write.
        aspects: (ways,) float32, the digit's width divided by its height.
        points: (ways, points, 2) float32, x and y around 0 in -0.5..0.5, zero beyond a way's last.
        is_end: (ways, points) bool, whether a stroke begins or ends at the point.
        basis: (ways, samples, points) float32; basis @ points are the samples along the curve.
        is_drawn: (ways, samples - 1) bool, whether the pen is down between a sample and the next.
    """

    shares: NDArray[np.float64]
    aspects: NDArray[np.float32]
    points: NDArray[np.float32]
    is_end: NDArray[np.bool_]
    basis: NDArray[np.float32]
    is_drawn: NDArray[np.bool_]


class _Piece(NamedTuple):
    """A smooth part of a stroke, between two corners or ends.

    Attributes:
        points: The indices of its points, both ends included; a corner belongs to two pieces.
        starts_stroke: Whether a stroke begins at its first point.
        ends_stroke: Whether a stroke ends at its last point.
    """

    points: list[int]
    starts_stroke: bool
    ends_stroke: bool


def load_skeletons() -> Skeletons:
    """Parse all ways of writing.

    Returns:
        The skeletons, in order of digit.
    """
    ways = [(digit, weight, path) for digit, paths in _WAYS.items() for weight, path in paths]
    size = max(len(path.replace("|", " ").split()) for _, _, path in ways)
    points = np.zeros((len(ways), size, 2), np.float32)
    is_end = np.zeros((len(ways), size), np.bool_)
    basis = np.zeros((len(ways), SAMPLES_PER_PATH, size), np.float32)
    is_drawn = np.ones((len(ways), SAMPLES_PER_PATH - 1), np.bool_)
    for index, (_, _, path) in enumerate(ways):
        pieces, place = _parse(path)
        points[index, : len(place)] = place / 100 - 0.5
        row = 0
        for piece, count in zip(pieces, _share_samples(pieces, place), strict=True):
            matrix = _spline_matrix(len(piece.points), count)
            if not piece.starts_stroke:
                matrix = matrix[1:]  # the piece before has already placed the sample at their corner
            basis[index][row : row + len(matrix), piece.points] = matrix
            row += len(matrix)
            if piece.starts_stroke:
                is_end[index, piece.points[0]] = True
            if piece.ends_stroke:
                is_end[index, piece.points[-1]] = True
                is_drawn[index, row - 1 : row] = False  # to the next stroke; nothing after the last one
    shares = []
    for digit, paths in _WAYS.items():
        weights = np.cumsum([weight for weight, _ in paths])
        shares.append(digit + weights / weights[-1])
    aspects = np.array([_ASPECTS[digit] for digit, _, _ in ways], np.float32)
    return Skeletons(np.concatenate(shares), aspects, points, is_end, basis, is_drawn)


def choose_ways(skeletons: Skeletons, labels: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose a way of writing for every label.

    Args:
        skeletons: What to choose from.
        labels: (n,) int64 in 0..9.
        rng: The random number generator.

    Returns:
        (n,), indices into the skeletons.
    """
    # 1 - u lies in (0, 1], and 24 bits add exactly to a digit: no draw is rounded up to the next digit.
    share = labels + (1 - rng.random(len(labels), dtype=np.float32).astype(np.float64))
    return np.searchsorted(skeletons.shares, share)


def _parse(path: str) -> tuple[list[_Piece], NDArray[np.float64]]:
    """Split a path at its corners and pen lifts.

    Returns:
        The pieces in writing order, and the points (points, 2) in percent.
    """
    pieces: list[_Piece] = []
    place: list[tuple[float, float]] = []
    for stroke in path.split("|"):
        current: list[int] = []
        is_start = True
        for token in stroke.split():
            x, y = token.rstrip("!").split(",")
            current.append(len(place))
            place.append((float(x), float(y)))
            if token.endswith("!"):
                pieces.append(_Piece(current, is_start, ends_stroke=False))
                current, is_start = [len(place) - 1], False
        pieces.append(_Piece(current, is_start, ends_stroke=True))
    return pieces, np.array(place)


def _share_samples(pieces: list[_Piece], place: NDArray[np.float64]) -> list[int]:
    """Divide the samples among the pieces by length, so that all segments are about equally long.

    Returns:
        Samples per piece, both ends counted; a corner's sample is counted in both pieces.
    """
    lengths = np.array([np.hypot(*np.diff(place[piece.points], axis=0).T).sum() for piece in pieces])
    segments = SAMPLES_PER_PATH - sum(piece.starts_stroke for piece in pieces)
    ends = np.rint(np.cumsum(lengths) / lengths.sum() * segments).astype(int)
    return [int(count) + 1 for count in np.diff(ends, prepend=0)]


def _spline_matrix(points: int, samples: int) -> NDArray[np.float64]:
    """Return a Catmull-Rom spline through evenly spaced points as a matrix, since every image has its own points.

    Returns:
        (samples, points) float64; a row sums to 1.
    """
    # One more point beyond each end continues the curve straight: 2 * end - neighbour.
    extended = np.zeros((points + 2, points))
    extended[1:-1] = np.eye(points)
    extended[0, :2] = 2, -1
    extended[-1, -2:] = -1, 2
    time = np.linspace(0, points - 1, samples)
    knot = np.minimum(time.astype(int), points - 2)
    t = (time - knot)[:, None]
    matrix: NDArray[np.float64] = (
        (-t + 2 * t**2 - t**3) / 2 * extended[knot]
        + (2 - 5 * t**2 + 3 * t**3) / 2 * extended[knot + 1]
        + (t + 4 * t**2 - 3 * t**3) / 2 * extended[knot + 2]
        + (t**3 - t**2) / 2 * extended[knot + 3]
    )
    return matrix
