"""Importing matplotlib and making the first figure, away from the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.startup.library_lock import LOADING
from gui.loss.view_data import LossLook, LossView

if TYPE_CHECKING:
    from gui.loss.figure import LossFigure


def load_figure(look: LossLook) -> LossFigure:
    """Import matplotlib, make a loss figure and draw it once, so that fonts and caches are warm.

    For a thread of its own, which lets the window's in every few milliseconds: measured with a 5 ms heart-beat, the
    longest gap is 20 to 50 ms, against 380 to 690 ms where the window's thread imports by itself. Once this has
    returned, only the window's thread may touch the figure. That thread also imports `gui.loss.canvas` (6 ms), since
    the import makes classes of Qt's.

    Raises:
        ImportError: matplotlib cannot be had.
    """
    with LOADING:  # else its extension modules would stall the window, see there
        from gui.loss.figure import LossFigure
    figure = LossFigure(look)
    figure.show(LossView())
    figure.fit()
    figure.figure.canvas.draw()
    return figure
