"""Importing matplotlib on another thread, without the user's own matplotlib settings."""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
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
        ImportError: matplotlib cannot be imported.
    """
    with LOADING:  # else its extension modules would block the window, see there
        try:
            _load(family)
        except (
            OSError,
            ValueError,
        ) as error:  # no folder for its cache, or a damaged matplotlibrc in the current one
            raise ImportError(str(error)) from error


def is_loaded() -> bool:
    """Return whether matplotlib has been imported."""
    return "matplotlib.figure" in sys.modules


def load_chart(family: str, look: ChartLook, make: Callable[[ChartLook], AnyChart]) -> AnyChart:
    """Import matplotlib, make a chart and draw it once, so that its caches are warm.

    Call it on another thread: measured with a 5 ms timer, the window's thread is then blocked for 20 to 50 ms at most,
    against 380 to 690 ms where it imports matplotlib itself. Once this has returned, only the window's thread may use
    the chart. That thread also imports `gui.plots.canvas` (6 ms), since the import defines subclasses of Qt classes.

    Args:
        family: the window's font.
        look: colours and font size.
        make: imports the chart's module and makes one.

    Raises:
        ImportError: matplotlib cannot be imported.
    """
    load_matplotlib(family)
    chart = make(look)
    chart.fit()
    chart.figure.canvas.draw()
    return chart


@cache
def _load(family: str) -> None:
    os.environ["MPLBACKEND"] = "agg"  # with a notebook's or an unknown backend the import would fail
    spec = importlib.util.find_spec("matplotlib")
    if spec is not None and spec.origin is not None:  # else a damaged matplotlibrc would end it, a pipe block it
        os.environ["MATPLOTLIBRC"] = str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc")
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
    # a character that no font of the system has is drawn as a box; a warning would not help
    warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from", UserWarning)
