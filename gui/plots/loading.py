"""Importing matplotlib away from the window's thread, so that nothing of the user's own set-up changes our charts."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from engine.startup.library_lock import LOADING
from gui.plots.look import ChartLook

if TYPE_CHECKING:
    from gui.plots.chart import Chart

AnyChart = TypeVar("AnyChart", bound="Chart")


def load_matplotlib(family: str) -> None:
    """Import matplotlib and set what all charts have in common; later calls cost nothing.

    Args:
        family: the window's font.

    Raises:
        ImportError: matplotlib cannot be had.
    """
    with LOADING:  # else its extension modules would stall the window, see there
        _load(family)


def is_loaded() -> bool:
    """Return whether matplotlib has been imported."""
    return "matplotlib.figure" in sys.modules


def load_chart(family: str, look: ChartLook, make: Callable[[ChartLook], AnyChart]) -> AnyChart:
    """Import matplotlib, make a chart and draw it once, so that its caches are warm.

    For a thread of its own, which lets the window's in every few milliseconds: measured with a 5 ms heart-beat, the
    longest gap is 20 to 50 ms, against 380 to 690 ms where the window's thread imports by itself. Once this has
    returned, only the window's thread may touch the chart. That thread also imports `gui.plots.canvas` (6 ms), since
    the import makes classes of Qt's.

    Args:
        family: the window's font.
        look: colours and size of letters.
        make: imports the chart's module and makes one.

    Raises:
        ImportError: matplotlib cannot be had.
    """
    load_matplotlib(family)
    chart = make(look)
    chart.fit()
    chart.figure.canvas.draw()
    return chart


@cache
def _load(family: str) -> None:
    os.environ["MPLBACKEND"] = "agg"  # a notebook's, or a name that matplotlib does not know, would end the import
    import matplotlib as mpl
    from matplotlib.backends import backend_agg  # noqa: F401  # so that a chart can be made without a wait

    from gui.plots.fonts import font_families

    mpl.rcdefaults()  # a matplotlibrc of the user's must not change our window, or ask for LaTeX
    mpl.rcParams.update(
        {
            "font.family": font_families(family),
            "text.parse_math": False,  # names of runs and files are no formulas
            "hatch.linewidth": 1.0,
            "pdf.compression": 6,
        }
    )
    # where no font of the system has a letter, a box stands in its place; that is all there is to say about it
    warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from", UserWarning)
