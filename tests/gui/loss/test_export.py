from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from engine.errors import UserError
from engine.history.run_history import CSV_HEADER
from gui.loss.plot import LossPlot
from tests.gui.loss.runs_to_plot import button, train
from tests.gui.training_events import STEPS_PER_EPOCH


def test_a_figure_is_saved_as_png_and_svg(plot: LossPlot, tmp_path: Path, qtbot: Any) -> None:
    train(plot, 1)
    train(plot, 2)
    with qtbot.waitSignal(plot.saved) as saved:
        plot.save(str(tmp_path / "loss.png"))
    assert saved.args == [tmp_path / "loss.png"]
    with Image.open(tmp_path / "loss.png") as image:
        assert image.size[0] >= 1_600
        assert len(image.convert("RGB").getcolors(100_000) or []) > 20
    plot.save_figure(tmp_path / "loss.SVG")
    assert (tmp_path / "loss.SVG").read_text(encoding="utf-8").count("<path") > 20


def test_the_numbers_of_all_runs_are_saved_as_a_table(plot: LossPlot, tmp_path: Path) -> None:
    train(plot, 1)
    train(plot, 2, is_over=False)
    plot.save_csv(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CSV_HEADER
    assert {row["run"] for row in rows} == {"Run 1 · Clear, changed", "Run 2 · Clear, changed"}
    assert [row["val_loss"] for row in rows if row["kind"] == "epoch"][:3] == ["1", "0.5", "0.33333333"]
    assert sum(row["kind"] == "batch" for row in rows) == 2 * 3 * STEPS_PER_EPOCH


@pytest.mark.parametrize("name", ["loss.png", "loss.csv", "loss.gif", "loss"])
def test_a_failure_to_save_is_reported_and_leaves_no_file(
    plot: LossPlot, tmp_path: Path, qtbot: Any, name: str
) -> None:
    train(plot, 1)
    folder = tmp_path / "missing" if name in ("loss.png", "loss.csv") else tmp_path
    with qtbot.waitSignal(plot.save_failed) as failed:
        plot.save(str(folder / name))
    assert isinstance(failed.args[0], UserError)
    assert str(failed.args[0])
    assert list(tmp_path.iterdir()) == []


def test_the_save_menu_asks_without_stopping_the_window(plot: LossPlot, tmp_path: Path, qtbot: Any) -> None:
    train(plot, 1)
    menu = button(plot, "lossSaveButton").menu()
    menu.actions()[-1].trigger()
    dialog = plot.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert not dialog.isModal()
    with qtbot.waitSignal(plot.saved):
        dialog.fileSelected.emit(str(tmp_path / "numbers.csv"))
    assert (tmp_path / "numbers.csv").exists()
    dialog.close()
