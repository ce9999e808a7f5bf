"""Are plain digits that are drawn by hand called normal, and other drawings abnormal? And photographs like the drawing?

Run from the root of the repository: python -m tests.benchmarks.drawn_digits
Prints one JSON object, at the default threshold of 1 false alarm in 100. Two models are asked: the bundled one, and the
preset Clear freshly trained on pen digits, which is what one click gives without a network; or the model files given.

The drawings are in `tests.drawings`: 80 digits, each of the ten in eight ways, and 56 shapes that are no digits, with a
jitter, for six widths of the brush. Their pixels are those that mouse events on the canvas give (`tests/drawings`).
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from engine.datasets import pen_digits
from engine.detection.calibration import is_abnormal
from engine.image_shape import LONGEST_PICTURE_SIDE_PX, USUAL_SHAPE
from engine.images.picture_reading import prepare_picture
from engine.images.preparation import prepare
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from engine.settings import PRESETS
from engine.startup.preview import BUNDLED_MODEL
from tests.benchmarks.shared_mnist import PATH
from tests.drawings.digits import DIGITS
from tests.drawings.hand import rendered
from tests.drawings.photographs import PHOTOGRAPHS, photograph
from tests.drawings.shapes import SHAPES

BRUSHES_PX = (1.0, 1.8, 2.6, 4.0, 6.0, 8.0)
RATE = 0.01
BAR_NORMAL, BAR_SHAPES, BAR_PHOTOGRAPHS = 0.97, 13 / 15, 0.9
Images = NDArray[np.float32] | NDArray[np.uint8]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "models", nargs="*", type=Path, help="model files (default: the bundled one and a fresh one)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the jitter (default: 0)")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {}
    for path in arguments.models or (BUNDLED_MODEL, None):
        session = fresh() if path is None else opened(path)
        name = "fresh" if path is None else "bundled" if path == BUNDLED_MODEL else path.name
        figures[name] = measure(session, arguments.seed)
    bars = {"bar_normal": BAR_NORMAL, "bar_shapes": BAR_SHAPES, "bar_photographs": BAR_PHOTOGRAPHS}
    print(json.dumps(figures | bars))


def opened(path: Path) -> Session:
    """Return a session with this model."""
    session = Session(lambda _event: None)
    session.open(path)
    return session


def fresh() -> Session:
    """Return a session with the preset Clear, trained on pen digits."""
    session = Session(lambda _event: None)
    session.load_dataset("pen-digits")
    session.training.begin(PRESETS["clear"], None, RunControl(), run_id=1)
    session.verdicts.learn_normal()
    return session


def measure(session: Session, seed: int) -> dict[str, Any]:
    """Return the shares by the width of the brush, over all digits and shapes, and of the photographs by their kind."""
    detector = session.workspace.judge.detector

    def are_normal(images: Images) -> NDArray[np.bool_]:
        return ~is_abnormal(detector.score(images).p_value, RATE)

    ways = [way for ways in DIGITS.values() for way in ways]
    digits = {brush: _drawn(ways, seed, brush) for brush in BRUSHES_PX}
    shapes = {brush: _drawn(list(SHAPES.values()), seed + 5_000, brush) for brush in BRUSHES_PX}
    normal = {brush: are_normal(_prepared(drawings)) for brush, drawings in digits.items()}
    abnormal = {brush: ~are_normal(_prepared(drawings)) for brush, drawings in shapes.items()}
    clean = [digits[brush][index] for brush in (1.8, 2.6, 4.0) for index in range(0, len(ways), 16)]
    verdicts = are_normal(_prepared(clean))
    same = {kind: float((are_normal(_photographed(clean, kind)) == verdicts).mean()) for kind in PHOTOGRAPHS}
    figures: dict[str, Any] = {
        "normal_by_brush": {f"{brush:g}": round(float(found.mean()), 4) for brush, found in normal.items()},
        "normal": round(float(np.mean(list(normal.values()))), 4),
        "abnormal_shapes_by_brush": {
            f"{brush:g}": round(float(found.mean()), 4) for brush, found in abnormal.items()
        },
        "abnormal_shapes": round(float(np.mean(list(abnormal.values()))), 4),
        "photographs_as_drawn_by_kind": {kind: round(share, 4) for kind, share in same.items()},
        "photographs_as_drawn": round(float(np.mean(list(same.values()))), 4),
        "new_pen_digits_abnormal": round(float((~are_normal(pen_digits.generate(2_000, 77)[0])).mean()), 4),
    }
    if PATH.is_file():
        with np.load(PATH) as mnist:
            figures["mnist_abnormal"] = round(float((~are_normal(mnist["x_test"][:2_000, :, :, None])).mean()), 4)
    return figures


def _drawn(ways: list[str], seed: int, brush_px: float) -> list[NDArray[np.uint8]]:
    return [rendered(way, seed * 1_000 + number, brush_px) for number, way in enumerate(ways)]


def _prepared(drawings: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    return np.stack([prepare(pixels, USUAL_SHAPE, is_centred=True) for pixels in drawings])


def _photographed(drawings: list[NDArray[np.uint8]], kind: str) -> NDArray[np.float32]:
    pages = [photograph(ink, kind, seed) for seed, ink in enumerate(drawings)]
    steps = [-(-max(page.shape) // LONGEST_PICTURE_SIDE_PX) for page in pages]  # a file would be shrunk, too
    return np.stack(
        [
            prepare_picture(page[::step, ::step], USUAL_SHAPE, is_centred=True)
            for page, step in zip(pages, steps, strict=True)
        ]
    )


if __name__ == "__main__":
    main()
