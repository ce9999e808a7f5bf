from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.history.run_history import RunHistory
from gui.look.colours import DARK
from gui.loss import export
from gui.loss.chart import LossChart
from gui.loss.view_data import AxisNames, FinishedRun, LossView
from gui.plots.export import save_chart
from gui.plots.fonts import _first_chinese, font_families
from gui.plots.look import PAPER_LOOK, ChartLook

NAMES = AxisNames("Epoch", "Loss")
SERIES = {"train": "Training", "validation": "Validation", "batch": "Each batch"}


def a_history(name: str) -> RunHistory:
    return RunHistory.from_lists(name, {"loss": (0.9, 0.5, 0.3), "val_loss": (0.95, 0.6, 0.4)})


def save(path: Path, name: str = "Run 1", finished: int = 0) -> Path:
    runs = tuple(
        FinishedRun(a_history(f"Run {number} with a name of some length"), number) for number in range(finished)
    )
    export.save_figure(path, "Loss over the epochs", LossView(runs, a_history(name)), NAMES, SERIES)
    return path


@pytest.fixture
def chart(qapp: object) -> LossChart:
    chart = LossChart(PAPER_LOOK, NAMES)
    chart.show(LossView(tuple(FinishedRun(a_history(f"Run {n}"), n) for n in range(10)), a_history("Run")))
    chart.add_key(SERIES)
    chart.resize(720, 405)
    chart.fit()
    return chart


def test_a_key_names_every_run_and_stands_beside_all_curves(chart: LossChart) -> None:
    chart.figure.canvas.draw()
    legend = chart.axes.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 10 + 2
    assert legend.get_window_extent().x0 > chart.axes.bbox.x1


def test_what_is_saved_holds_the_key_the_title_and_the_names_of_the_axes_whole(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with Image.open(save(tmp_path / "many.png", finished=10)) as image:
        pixels = np.asarray(image.convert("RGB"))
    edges = np.concatenate([pixels[:8].reshape(-1, 3), pixels[-8:].reshape(-1, 3), pixels[:, :8].reshape(-1, 3),
                            pixels[:, -8:].reshape(-1, 3)])  # fmt: skip
    assert (edges == 255).all(), "nothing touches the edge"
    with Image.open(save(tmp_path / "one.png")) as image:
        assert image.width < pixels.shape[1], "the figure grows with its key"


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_every_kind_can_be_saved_and_is_what_it_says(tmp_path: Path, qtbot: QtBot, ending: str) -> None:
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert save(tmp_path / f"loss.{ending}").read_bytes().startswith(starts[ending])


def test_a_figure_is_for_paper_whatever_look_the_window_has(tmp_path: Path, qtbot: QtBot) -> None:
    looks: list[ChartLook] = []

    def make(look: ChartLook) -> LossChart:
        looks.append(look)
        return LossChart(look, NAMES)

    save_chart(tmp_path / "loss.png", (300, 200), "Loss", make)
    assert [look.colours is DARK for look in looks] == [False]
    with Image.open(tmp_path / "loss.png") as image:
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["loss.bmp", "loss", "no such folder/loss.png"])
def test_a_failure_is_reported_and_leaves_no_file(tmp_path: Path, qtbot: QtBot, name: str) -> None:
    with pytest.raises(UserError):
        save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_chinese_name_is_drawn_with_its_letters(tmp_path: Path, qtbot: QtBot, ending: str) -> None:
    font_families("DejaVu Sans")  # finds what was installed since matplotlib last looked
    if not _first_chinese():
        pytest.skip("no Chinese font is installed here")
    save(tmp_path / f"before.{ending}")  # whatever is imported for this kind
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns where a font lacks a character
        files = [save(tmp_path / f"{name}.{ending}", name) for name in ("数字", "训练")]
    if ending == "png":
        with Image.open(files[0]) as first, Image.open(files[1]) as second:
            assert first.tobytes() != second.tobytes(), "boxes would be all alike"


def test_the_windows_font_comes_first_and_one_that_is_not_there_is_left_out(qapp: object) -> None:
    assert font_families("No such font")[0] == "DejaVu Sans"
    assert font_families("DejaVu Serif")[:2] == ["DejaVu Serif", "DejaVu Sans"]
