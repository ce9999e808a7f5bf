from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.explanations import ExplanationLink, ExplanationWindow, easy_and_hard, low_error


def windows(parent: QWidget) -> list[ExplanationWindow]:
    return parent.findChildren(ExplanationWindow)


def test_a_link_opens_its_explanation_beside_the_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    link = ExplanationLink("lowErrorLink", low_error(), "Why?", parent)
    parent.show()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    (window,) = windows(parent)
    assert window.isVisible()
    assert not window.isModal()
    text = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "Why a low error does not mean normal" in text
    assert "AUROC 0.25" in text


def test_a_second_click_brings_the_same_one_forward_and_a_closed_one_comes_back(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    link = ExplanationLink("easyAndHardLink", easy_and_hard(), parent=parent)
    parent.show()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    (window,) = windows(parent)
    with qtbot.waitSignal(window.destroyed):
        window.close()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert len(windows(parent)) == 1


def test_a_link_without_words_of_its_own_asks_the_question(qtbot: QtBot) -> None:
    link = ExplanationLink("easyAndHardLink", easy_and_hard())
    qtbot.addWidget(link)
    assert link.text() == "Why 1 is easy and 8 is hard"


def test_the_whole_text_can_be_read(qtbot: QtBot) -> None:
    window = ExplanationWindow(easy_and_hard())
    qtbot.addWidget(window)
    window.show()
    window.resize(window.sizeHint())
    qtbot.waitExposed(window)
    for label in window.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
