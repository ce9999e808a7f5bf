from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from gui.widgets.lazy_page import LazyPage


def test_a_page_is_made_when_it_is_first_shown_and_only_once(qtbot: QtBot) -> None:
    made: list[QLabel] = []

    def make() -> QLabel:
        made.append(QLabel("page"))
        return made[-1]

    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(QLabel("first"), "First")
    tabs.addTab(LazyPage(make), "Late")
    tabs.show()
    assert made == []
    for tab in (1, 0, 1):
        tabs.setCurrentIndex(tab)
    assert len(made) == 1
    assert made[0].isVisible()
    assert made[0].size() == tabs.currentWidget().size()
