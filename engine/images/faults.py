"""The faults that the article names, as data: their names and strengths.

They are used for the damage tools of the canvas, for the fault panel, and for the damaged copies of normal images
from which the detector learns. How they change images is in `engine.images.damage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of damage to an image.

    Attributes:
        name: in files and on the command line, e.g. "low_light".
        label: the name shown in the window.
        family: similar faults; a test leaves a whole family out of the detector's training.
        unit: of the strength; "" if it has none.
        low: the weakest strength of the slider, at which the image may look undamaged.
        high: the strongest one.
        panel: the strengths that the fault panel measures, first the usual one.
        lesson: (weakest, strongest) strength of the damaged copies that the detector learns from.
        is_integer: whether the strength is a whole number.
        explanation: one sentence for the tool tip.
    """

    name: str
    label: str
    family: str
    unit: str
    low: float
    high: float
    panel: tuple[float, ...]
    lesson: tuple[float, float]
    explanation: str
    is_integer: bool = False


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        fault.name: fault
        for fault in (
            Fault(
                "low_light",
                "Low light",
                "light",
                "of the light lost",
                0.0,
                0.95,
                (0.6, 0.3),
                (0.15, 0.8),
                "Too little light: every pixel keeps only a part of its brightness.",
            ),
            Fault(
                "over_exposure",
                "Over-exposure",
                "light",
                "of full brightness",
                0.0,
                0.9,
                (0.3,),
                (0.1, 0.5),
                "Too much light: the same brightness is added everywhere, and what is over the top is cut off.",
            ),
            Fault(
                "noise",
                "Noise",
                "noise",
                "of full brightness, standard deviation",
                0.0,
                0.6,
                (0.1,),
                (0.04, 0.3),
                "A grainy sensor: random brightness is added to every pixel.",
            ),
            Fault(
                "dead_rows",
                "Dead rows",
                "lines",
                "rows",
                0,
                12,
                (3,),
                (1, 5),
                "Broken lines of the sensor: whole rows are black. Rows that show something are hit.",
                is_integer=True,
            ),
            Fault(
                "dead_columns",
                "Dead columns",
                "lines",
                "columns",
                0,
                12,
                (3,),
                (1, 5),
                "Broken lines of the sensor: whole columns are black. Columns that show something are hit.",
                is_integer=True,
            ),
            Fault(
                "stuck_pixels",
                "Stuck pixels",
                "points",
                "pixels",
                0,
                60,
                (12, 3),
                (1, 20),
                "Single pixels are stuck at full brightness.",
                is_integer=True,
            ),
            Fault(
                "blur",
                "Blur",
                "blur",
                "px, standard deviation",
                0.0,
                4.0,
                (1.0, 1.5),
                (0.5, 2.0),
                "Out of focus: every point is spread over its neighbours.",
            ),
            Fault(
                "occlusion",
                "Block",
                "block",
                "px a side",
                0,
                24,
                (8,),
                (4, 12),
                "Missing information: a square block over something that shows is black.",
                is_integer=True,
            ),
            Fault(
                "scratch",
                "Scratch",
                "scratch",
                "px wide",
                0.0,
                5.0,
                (1.5,),
                (0.8, 3.0),
                "A bright straight scratch runs across the lens.",
            ),
            Fault(
                "shift",
                "Shift",
                "shift",
                "px",
                0,
                14,
                (6,),
                (2, 8),
                "The camera was knocked: everything has moved the same way, and what leaves the image is lost.",
                is_integer=True,
            ),
        )
    }
)

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(fault.family for fault in FAULTS.values()))
