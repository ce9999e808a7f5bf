from __future__ import annotations

import numpy as np
import pytest

from engine.images.heat_overlay import overlaid


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_what_is_usual_looks_as_it_is_and_what_is_rare_turns_red(channels: int) -> None:
    image = np.full((2, 3, channels), 0.4, np.float32)
    heat = np.array([[0, 0.9, 1.0], [1.5, 4.0, 300.0]], np.float32)
    shown = overlaid(image, heat)
    assert shown.shape == (2, 3, 3)
    assert (shown[0] == 102).all()
    yellow, red, redder = shown[1].astype(int)
    assert yellow[0] > 150
    assert yellow[1] > 120
    assert red[0] > 150
    assert red[1] < 60
    assert (red == redder).all()
