from __future__ import annotations

from engine.images.faults import FAMILIES, FAULTS


def test_every_family_has_a_name_and_every_lesson_lies_within_the_slider() -> None:
    assert len(FAMILIES) == 8
    for fault in FAULTS.values():
        assert fault.low <= fault.lesson[0] < fault.lesson[1] <= fault.high
        assert all(fault.low < strength <= fault.high for strength in fault.panel)
