from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from gui.loss import display
from gui.loss.plot import LossPlot
from gui.loss.view_data import LossLook

LOAD_A_FIGURE = """
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken
import gui.loss.plot  # as in the window, where it is long there
from gui.loss.figure_loader import load_figure
from gui.loss.view_data import LossLook
from gui.look.theme import plot_colours

def qt_classes(base=Shiboken.Object):
    subclasses = set(type.__subclasses__(base))
    return subclasses.union(*map(qt_classes, subclasses))

application = QApplication([])
look = LossLook(plot_colours(), 12.0)
before = qt_classes()
load_figure(look)
print("before:", len(before) > 20)
print("made:", sorted(found.__name__ for found in qt_classes() - before))
from gui.loss.canvas import LossCanvas
print("here:", LossCanvas in qt_classes() - before)
"""


def broken(_look: LossLook) -> None:
    raise ImportError("No module named 'matplotlib'")


def test_loading_makes_no_class_of_qts_for_on_another_thread_that_can_end_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_A_FIGURE], capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines() == ["before: True", "made: []", "here: True"], done.stderr


@pytest.mark.parametrize("missing", ["matplotlib", "gui.loss.canvas"])
def test_without_matplotlib_the_window_says_so_and_goes_on(
    missing: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "matplotlib":
        monkeypatch.setattr(display, "load_figure", broken)
    else:
        monkeypatch.setitem(sys.modules, missing, None)  # as where its Qt backend cannot be imported
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.show()
    qtbot.waitUntil(lambda: missing in plot.display.placeholder_text, timeout=20_000)
    plot.show_history("A model", {"loss": (1.0, 0.5)})
    assert "Training works all the same" in plot.display.placeholder_text
