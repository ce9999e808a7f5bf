from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.verdict.sentences import Sentences
from tests.gui.showing import shown

SENTENCES = ("Score higher than 1,988 of 2,000 normal images.", "No single place: as a whole, by shape.")


@pytest.fixture
def label(qtbot: QtBot) -> Sentences:
    label = Sentences(3)
    return shown(qtbot, label, 900, label.sizeHint().height())


def test_where_there_is_room_all_are_shown(label: Sentences) -> None:
    label.show_sentences(SENTENCES)
    assert label.text() == label.whole == " ".join(SENTENCES)
    assert label.toolTip() == ""


def test_where_there_is_not_the_first_goes_into_the_tool_tip_and_comes_back(label: Sentences) -> None:
    label.show_sentences(SENTENCES)
    label.resize(label.fontMetrics().horizontalAdvance(SENTENCES[1]) // 2, label.height())
    assert label.text() == SENTENCES[1]
    assert label.toolTip() == label.whole == " ".join(SENTENCES)
    label.resize(900, label.height())
    assert label.text() == label.whole


@pytest.mark.parametrize("size_pt", [9, 13, 18])
@pytest.mark.parametrize("width", [90, 120, 180, 260])
def test_no_line_is_cut_and_the_height_stays_the_same(label: Sentences, size_pt: int, width: int) -> None:
    font = label.font()
    font.setPointSize(size_pt)
    label.setFont(font)
    height = label.sizeHint().height()
    label.resize(width, height)
    for sentences in ((), ("Short.",), SENTENCES, (*SENTENCES, " ".join(SENTENCES * 9))):
        label.show_sentences(sentences)
        assert label.sizeHint().height() == height
        assert label.heightForWidth(width) <= height, label.text()
        assert label.text() == label.whole or label.toolTip() == label.whole
