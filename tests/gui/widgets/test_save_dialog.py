"""Asking where to save: whatever name is typed, no file of another kind is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.save_dialog import ask_where_to_save


class Asker(QWidget):
    """Asks where to save, and keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[str] = []
        self.given_up = 0

    def ask(self, name_filter: str, name: str) -> None:
        ask_where_to_save(self, "Save", name_filter, name, self.received.append, self._give_up)

    def _give_up(self) -> None:
        self.given_up += 1

    @property
    def dialog(self) -> QFileDialog:
        (shown,) = [found for found in self.findChildren(QFileDialog) if found.isVisible()]
        return shown

    def type(self, path: Path) -> None:
        box = self.dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(box, QLineEdit)
        box.setText(str(path))
        self.dialog.accept()


@pytest.fixture
def asker(qtbot: QtBot) -> Asker:
    widget = Asker()
    qtbot.addWidget(widget)
    return widget


FIGURES = "PNG (*.png);;SVG (*.svg);;Table (*.csv)"


@pytest.mark.parametrize(
    ("name_filter", "proposed", "typed", "expected"),
    [
        ("Table (*.csv)", "classes.csv", "mine", "mine.csv"),
        ("Table (*.csv)", "classes.csv", "mine.CSV", "mine.CSV"),
        ("Table (*.csv)", "classes.csv", "digits.npz", "digits.npz.csv"),
        ("Models (*.aestudio)", "run", "run.2", "run.2.aestudio"),
        (FIGURES, "loss.svg", "loss.txt", "loss.txt.svg"),
        (FIGURES, "loss.svg", "loss.csv", "loss.csv"),
    ],
)
def test_a_name_of_another_kind_gets_an_ending(
    asker: Asker, tmp_path: Path, name_filter: str, proposed: str, typed: str, expected: str
) -> None:
    asker.ask(name_filter, str(tmp_path / proposed))
    asker.type(tmp_path / typed)
    assert asker.received == [str(tmp_path / expected)]


def test_where_that_name_is_taken_it_asks_again(asker: Asker, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "digits.npz.csv").write_text("older")
    asker.ask("Table (*.csv)", str(tmp_path / "classes.csv"))
    asker.type(tmp_path / "digits.npz")
    assert asker.received == []
    qtbot.waitUntil(lambda: len([d for d in asker.findChildren(QFileDialog) if d.isVisible()]) == 1)
    assert asker.dialog.selectedFiles() == [str(tmp_path / "digits.npz.csv")]
    asker.dialog.reject()
    assert asker.given_up == 1
    assert asker.received == []
