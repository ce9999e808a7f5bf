from __future__ import annotations

import pytest

from engine.images.faults import FAULTS
from engine.settings import FIELDS
from gui.canvas.damage import wording


@pytest.mark.parametrize(
    ("name", "strength", "text"),
    [
        ("low_light", 0.6, "60 %"),
        ("noise", 0.07, "7 %"),
        ("dead_rows", 3, "3"),
        ("dead_columns", 12, "12"),
        ("stuck_pixels", 60, "60"),
        ("blur", 1.25, "1.2 px"),
        ("occlusion", 8, "8 px"),
        ("scratch", 1.5, "1.5 px"),
        ("shift", 6, "6 px"),
    ],
)
def test_a_strength_is_written_briefly(name: str, strength: float, text: str) -> None:
    assert wording.amount(FAULTS[name], strength) == text


def test_a_block_is_called_so_wherever_one_blanks_it() -> None:
    assert wording.label(FAULTS["occlusion"]) == FIELDS["mask_fraction"].label == "Block"


@pytest.mark.parametrize("name", FAULTS)
def test_every_amount_stands_for_a_unit_that_one_can_read(name: str) -> None:
    fault = FAULTS[name]
    text = wording.amount(fault, fault.high)
    assert "%" in text or "px" in text or fault.unit in fault.label.lower()
    assert fault.unit in wording.tool_tip(fault)
    assert fault.explanation in wording.tool_tip(fault)


@pytest.mark.parametrize("name", FAULTS)
def test_whole_steps_of_the_slider_reach_the_strongest(name: str) -> None:
    fault = FAULTS[name]
    steps = fault.high / wording.step_of(fault)
    assert steps == pytest.approx(round(steps))
    assert steps >= 10
