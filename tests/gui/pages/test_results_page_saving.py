"""Saving the results as tables and figures."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.pages.results_page import ResultsPage
from tests.gui.pages.results_page_examples import DETECTOR  # noqa: F401 - the `threshold` fixture asks for it


def test_the_classes_are_saved_as_csv(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "classes.csv"
    with qtbot.waitSignal(page.saved):
        page.saving.save_table(str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names, *rows = csv.reader(stream)
    assert names == ["class", "truth", "n", "alarm_rate", "auroc", "auroc_error"]
    assert [row[0] for row in rows] == [str(label) for label in range(10)]
    assert rows[1][1] == "normal"
    assert rows[1][4] == ""
    assert 0.5 < float(rows[9][4]) <= 1


def test_the_figures_are_saved_as_png_svg_and_pdf(page: ResultsPage, tmp_path: Path) -> None:
    for save, name in ((page.saving.save_roc, "roc"), (page.saving.save_scores, "scores")):
        for ending in ("png", "svg", "pdf"):
            save(str(tmp_path / f"{name}.{ending}"))
        image = QImage(str(tmp_path / f"{name}.png"))
        assert min(image.size().toTuple()) >= 1_000
        assert image.pixelColor(2, 2).name() == "#ffffff"
        colours = {image.pixelColor(x, y).name() for x in range(0, 1_000, 5) for y in range(0, 1_000, 5)}
        assert len(colours) > 5
        assert "on the test set</title>" in (tmp_path / f"{name}.svg").read_text(encoding="utf-8-sig")
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_a_figure_of_another_kind_is_refused(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.save_failed) as failed:
        page.saving.save_roc(str(tmp_path / "roc.bmp"))
    assert ".png, .svg or .pdf" in str(failed.args[0])
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_cannot_be_written_is_reported(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.save_failed):
        page.saving.save_table(str(tmp_path / "nowhere" / "classes.csv"))
