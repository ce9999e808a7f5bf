from __future__ import annotations

import subprocess
import sys

LOAD_A_FIGURE = """
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken
import gui.loss_plot  # as in the window, where it is long there
from gui.figure_loader import FigureLoader
from gui.loss_look import LossLook
from gui.theme import plot_colours

def qt_classes(base=Shiboken.Object):
    subclasses = set(type.__subclasses__(base))
    return subclasses.union(*map(qt_classes, subclasses))

application = QApplication([])
loader = FigureLoader(LossLook(plot_colours(), 12.0))
before = qt_classes()
loader.start()
loader.join()
assert loader.figure is not None
print("before:", len(before) > 20)
print("made:", sorted(found.__name__ for found in qt_classes() - before))
from gui.loss_canvas import LossCanvas
print("here:", LossCanvas in qt_classes() - before)
"""


def test_loading_makes_no_class_of_qts_on_its_thread_for_that_would_end_the_process_now_and_then() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_A_FIGURE], capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines() == ["before: True", "made: []", "here: True"], done.stderr
