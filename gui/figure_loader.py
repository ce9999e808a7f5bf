"""Importing matplotlib and making the first figure while the window stays alive."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from engine.heavy_import import LOADING
from gui.loss_look import LossLook, LossView

if TYPE_CHECKING:
    from gui.loss_figure import LossFigure


class FigureLoader(threading.Thread):
    """Imports matplotlib, makes a loss figure and draws it once, so that fonts and caches are warm.

    All of it happens on this thread, which lets the window's thread in every few milliseconds: measured with a
    5 ms heart-beat, the longest gap is 20 to 50 ms, against 380 to 690 ms where the window's thread imports by
    itself. Then the figure changes hands: once the thread has ended, the window's thread alone may touch it. It is
    no daemon, so that a program that ends meanwhile waits for it rather than tear an import apart.

    It leaves all that is Qt's alone, matplotlib's Qt backend too, for that makes classes: before Python 3.12 PySide
    keeps them in one table, which Qt reads on the window's thread without any lock, and a class that is made
    elsewhere at that moment ends the process. The window's thread imports the backend, in 6 ms.

    Attributes:
        figure: the figure, once the thread has ended well.
        error: why there is none, else None.
    """

    def __init__(self, look: LossLook) -> None:
        super().__init__(name="loss-figure-loader")
        self._look = look
        self.figure: LossFigure | None = None
        self.error: ImportError | None = None

    def run(self) -> None:
        """Import, make and draw."""
        try:
            with LOADING:  # else its extension modules would stall the window, see there
                from gui.loss_figure import LossFigure
        except ImportError as error:  # a broken installation must not take the rest of the window with it
            self.error = error
            return
        figure = LossFigure(self._look)
        figure.show(LossView())
        figure.fit()
        figure.figure.canvas.draw()
        self.figure = figure
