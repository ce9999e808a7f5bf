from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gui.loss.plot import LossPlot
from gui.plots import display
from gui.verdict.histogram_view import HistogramView
from gui.verdict.threshold import Threshold

REPOSITORY = Path(__file__).parents[3]

LOAD_A_CHART = """
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken
import gui.loss.plot  # as in the window, where it is long there
from gui.loss.view_data import AxisNames
from gui.plots.loading import load_chart
from gui.plots.look import PAPER_LOOK

def make(look):
    from gui.loss.chart import LossChart
    return LossChart(look, AxisNames("Epoch", "Loss"))

def qt_classes(base=Shiboken.Object):
    subclasses = set(type.__subclasses__(base))
    return subclasses.union(*map(qt_classes, subclasses))

application = QApplication([])
before = qt_classes()
load_chart("DejaVu Sans", PAPER_LOOK, make)
print("before:", len(before) > 20)
print("made:", sorted(found.__name__ for found in qt_classes() - before))
from gui.plots.canvas import ChartCanvas
print("here:", ChartCanvas in qt_classes() - before)
"""

SHOW_AND_SAVE = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from gui.loss.plot import LossPlot

application = QApplication([])
plot = LossPlot()
plot.show()
plot.show_history("\u6570\u5b57 $x$", {"loss": (1.0, 0.5), "val_loss": (1.1, 0.6)})
end = time.monotonic() + 30
while plot.display.chart is None and time.monotonic() < end:
    application.processEvents()
    time.sleep(0.005)
plot.grab()
print("placeholder:", plot.display.placeholder_text)
for ending in ("png", "svg", "pdf"):
    plot.save_figure(Path(sys.argv[1]) / f"loss.{ending}")
import matplotlib
print("from the user:", matplotlib.rcParams["axes.facecolor"], matplotlib.rcParams["text.usetex"])
"""


def run(
    program: str, *arguments: str, cwd: Path = REPOSITORY, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, in which every warning is an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "QT_QPA_PLATFORM": "offscreen", **environment},
    )


def test_loading_makes_no_class_of_qts_for_on_another_thread_that_can_end_the_process() -> None:
    done = run(LOAD_A_CHART)

    assert done.stdout.splitlines() == ["before: True", "made: []", "here: True"], done.stderr


@pytest.mark.parametrize("module", ["gui.loss.plot", "gui.verdict.score_card", "gui.pages.results_page"])
def test_importing_what_shows_a_chart_does_not_import_matplotlib(module: str) -> None:
    assert run(f"import sys, {module}; sys.exit('matplotlib' in sys.modules)").returncode == 0


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "no_backend_at_all"])
def test_a_notebooks_backend_changes_nothing(backend: str, tmp_path: Path) -> None:
    done = run(SHOW_AND_SAVE, str(tmp_path), MPLBACKEND=backend)

    assert done.stdout.splitlines()[0] == "placeholder: ", done.stderr
    assert "Traceback" not in done.stderr
    assert {path.suffix for path in tmp_path.iterdir()} == {".png", ".svg", ".pdf"}


def test_a_matplotlibrc_of_the_users_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\ntext.usetex: True\n", encoding="utf-8")
    done = run(SHOW_AND_SAVE, str(tmp_path), cwd=tmp_path)

    assert done.stdout.splitlines() == ["placeholder: ", "from the user: white False"], done.stderr


def test_without_a_chinese_font_a_box_stands_for_the_letter_and_nobody_is_warned(tmp_path: Path) -> None:
    without = "import gui.plots.fonts as fonts; fonts._CHINESE = ()"
    done = run(f"{without}\n{SHOW_AND_SAVE}", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "Glyph" not in done.stderr
    assert len(list(tmp_path.iterdir())) == 3


def broken(*_arguments: object) -> None:
    raise ImportError("No module named 'matplotlib'")


@pytest.mark.parametrize("missing", ["matplotlib", "gui.plots.canvas"])
@pytest.mark.parametrize("kind", [LossPlot, HistogramView])
def test_without_matplotlib_the_window_says_so_and_goes_on(
    kind: type, missing: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "matplotlib":
        monkeypatch.setattr(display, "load_chart", broken)
    else:
        monkeypatch.setitem(sys.modules, missing, None)  # as where its Qt backend cannot be imported
    widget = LossPlot() if kind is LossPlot else HistogramView(Threshold())
    qtbot.addWidget(widget)
    widget.show()
    shown = widget.display if isinstance(widget, LossPlot) else widget
    qtbot.waitUntil(lambda: missing in shown.placeholder_text, timeout=20_000)
    if isinstance(widget, LossPlot):
        widget.show_history("A model", {"loss": (1.0, 0.5)})
    assert "Everything else works" in shown.placeholder_text
