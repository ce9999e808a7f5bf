from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPlainTextEdit, QPushButton, QToolButton, QWidget

from engine.errors import UserError
from gui.look.icons import IconLabel
from gui.look.theme import apply_theme, colours
from gui.state.wording import error_text
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.notice_queue import NoticeAction


@pytest.fixture
def bar(qtbot: Any, qapp: Any) -> NoticeBar:
    apply_theme(qapp, "light")
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(600, 40)
    return bar


def text_of(bar: NoticeBar) -> str:
    label = bar.findChild(QLabel, "noticeText")
    assert isinstance(label, QLabel)
    return label.text()


def button(bar: NoticeBar, name: str) -> QToolButton:
    found = bar.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


class _Mirror(QTranslator):
    """A language in which every sentence of an error is in capitals."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return source.upper().replace("{LIMIT}", "{limit}") if context == "UserError" else source


def test_an_error_is_translated_before_its_values_are_filled_in(qapp: Any) -> None:
    translator = _Mirror()
    QCoreApplication.installTranslator(translator)
    try:
        assert error_text(UserError("At most {limit}.", limit="ten")) == "AT MOST ten."
    finally:
        QCoreApplication.removeTranslator(translator)


def test_nothing_shows_while_there_is_nothing_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()


def test_an_error_stands_there_until_it_is_closed(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_error(UserError("The file {name} is missing.", name="a.npz"))

    assert not bar.isHidden()
    assert text_of(bar) == bar.accessibleName() == "The file a.npz is missing."
    qtbot.mouseClick(button(bar, "noticeCloseButton"), Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_details_unfold_and_are_folded_again_for_the_next_error(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_error(UserError("Second.", details="unused"), "a traceback")
    bar.show_error(UserError("First.", details="its own"))
    details = bar.findChild(QPlainTextEdit, "noticeDetails")
    assert isinstance(details, QPlainTextEdit)
    assert details.isHidden()

    qtbot.mouseClick(button(bar, "noticeDetailsButton"), Qt.MouseButton.LeftButton)
    assert not details.isHidden()
    assert details.toPlainText() == "its own"

    bar.close_notice()
    assert text_of(bar) == "Second."
    assert details.isHidden()
    assert details.toPlainText() == "a traceback"


def test_without_details_there_is_nothing_to_unfold(bar: NoticeBar) -> None:
    bar.show_error(UserError("Only this."))

    assert button(bar, "noticeDetailsButton").isHidden()


def test_the_newest_error_goes_first_and_none_is_said_twice(bar: NoticeBar) -> None:
    for sentence in ("One.", "Two.", "One.", "Two."):
        bar.show_error(UserError(sentence))

    said = []
    while not bar.isHidden():
        said.append(text_of(bar))
        bar.close_notice()
    assert said == ["Two.", "One."]


def test_an_error_replaces_a_notice(bar: NoticeBar) -> None:
    bar.show_notice("Saved.")
    bar.show_error(UserError("The disk is full."))

    assert text_of(bar) == "The disk is full."


def test_the_latest_notice_waits_until_the_errors_are_closed(bar: NoticeBar) -> None:
    bar.show_error(UserError("One."))
    bar.show_notice("Saved once.")
    bar.show_notice("Saved twice.")
    bar.show_error(UserError("Two."))

    said = []
    while not bar.isHidden():
        said.append(text_of(bar))
        bar.close_notice()
    assert said == ["Two.", "One.", "Saved twice."]


def test_a_notice_closes_by_itself_and_an_error_does_not(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bars = [NoticeBar(window, notice_ms=1) for _ in range(2)]
    for bar in bars:
        bar.move(0, 200)  # away from the mouse, which would keep it open
    window.show()

    bars[0].show_error(UserError("Stays."))
    bars[1].show_notice("Goes.")
    qtbot.waitUntil(bars[1].isHidden)
    assert not bars[0].isHidden()


def test_a_notice_stays_while_the_mouse_is_over_it(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    read, other = (NoticeBar(window, notice_ms=1) for _ in range(2))
    for bar in (read, other):
        bar.move(0, 200)
    window.show()
    read.show_notice("Being read.")
    QApplication.sendEvent(read, QEnterEvent(QPointF(), QPointF(), QPointF()))

    other.show_notice("Goes.")
    qtbot.waitUntil(other.isHidden)
    assert not read.isHidden()
    QApplication.sendEvent(read, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(read.isHidden)


def test_markup_in_a_value_is_shown_as_it_is_written(bar: NoticeBar) -> None:
    bar.show_error(UserError("No file {name}.", name="<b>x</b>"))
    label = bar.findChild(QLabel, "noticeText")

    assert isinstance(label, QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_an_error_and_a_notice_look_different(bar: NoticeBar) -> None:
    sign = bar.findChild(IconLabel)
    assert isinstance(sign, IconLabel)

    def looks() -> tuple[str, QImage]:
        return bar.grab().toImage().pixelColor(bar.width() // 2, 3).name(), sign.grab().toImage()

    bar.show_error(UserError("Same words."))
    as_error = looks()
    assert as_error[0] == colours().error_field
    bar.close_notice()
    bar.show_notice("Same words.")
    as_news = looks()

    assert as_news[0] == colours().selection
    assert as_error[1] != as_news[1]


def test_a_failed_start_offers_to_try_again_and_nothing_else_does(bar: NoticeBar, qtbot: Any) -> None:
    again = bar.findChild(QPushButton, "noticeStartButton")
    assert isinstance(again, QPushButton)
    bar.show_error(UserError("The file is missing."))
    assert again.isHidden()
    bar.show_error(UserError("The engine could not start."), can_start_again=True)
    assert not again.isHidden()
    with qtbot.waitSignal(bar.start_requested):
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert text_of(bar) == "The file is missing."


def test_a_button_of_a_notice_closes_it_and_does_what_it_says(bar: NoticeBar) -> None:
    done: list[str] = []
    bar.show_notice("Deleted.", NoticeAction("Undo", lambda: done.append("undo")))
    button(bar, "noticeActionButton0").click()
    assert done == ["undo"]
    assert bar.isHidden()


def test_a_notice_that_asks_stays_whatever_else_is_said_but_lets_an_error_go_first(
    bar: NoticeBar, qtbot: Any
) -> None:
    bar.show_notice("Continue?", NoticeAction("Yes", lambda: None), is_lasting=True)
    bar.show_notice("Saved.")
    bar.show_error(UserError("Broken."))
    said = []
    while not bar.isHidden():
        said.append(text_of(bar))
        bar.close_notice()
    assert said == ["Broken.", "Continue?", "Saved."]


def test_a_notice_that_asks_does_not_close_by_itself(qtbot: Any) -> None:
    bar = NoticeBar(notice_ms=1)
    qtbot.addWidget(bar)
    bar.show_notice("Continue?", is_lasting=True)
    assert not bar._expiry.isActive()
    bar.close_notice()
    bar.show_notice("Saved.")
    assert bar._expiry.isActive()


def test_the_buttons_of_a_notice_go_with_it(bar: NoticeBar) -> None:
    bar.show_notice("Deleted.", NoticeAction("Undo", lambda: None))
    bar.show_notice("Saved.")
    shown = [one for one in bar.findChildren(QToolButton) if one.text() == "Undo" and not one.isHidden()]
    assert shown == []


def test_older_errors_are_counted_and_can_be_listed_and_shown(bar: NoticeBar, qtbot: Any) -> None:
    bar.show()
    for sentence in ("One.", "Two.", "Three."):
        bar.show_error(UserError(sentence))
    more, listed = button(bar, "noticeMoreButton"), bar.findChild(QListWidget, "noticeList")
    assert isinstance(listed, QListWidget)
    assert (text_of(bar), more.text(), listed.isHidden()) == ("Three.", "2 more", True)

    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not listed.isHidden()
    assert [listed.item(row).text() for row in range(listed.count())] == ["Two.", "One."]
    oldest = listed.visualItemRect(listed.item(1)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=oldest)
    assert text_of(bar) == "One."
    assert bar.waiting == ("Three.", "Two.")

    bar.close_notice()
    bar.close_notice()
    assert (more.isHidden(), listed.isHidden()) == (True, True)


def test_a_success_takes_its_own_error_back_and_no_other(bar: NoticeBar) -> None:
    figure, table = bar.topic("figure"), bar.topic("table")
    figure.show_error(UserError("The figure could not be saved."))
    table.show_error(UserError("The table could not be saved."))
    table.clear()
    assert text_of(bar) == "The figure could not be saved."
    figure.clear()
    assert bar.isHidden()


def test_what_fails_again_is_said_once(bar: NoticeBar) -> None:
    figure = bar.topic("figure")
    figure.show_error(UserError("The disk is full."))
    bar.show_error(UserError("Something else."))
    figure.show_error(UserError("The folder is gone."))
    assert text_of(bar) == "The folder is gone."
    assert bar.waiting == ("Something else.",)


def test_buttons_that_would_leave_no_room_for_the_text_stand_below_it(bar: NoticeBar) -> None:
    actions = [NoticeAction(text, lambda: None) for text in ("Continue", "Keep", "Discard")]
    bar.show_notice("Clear on MNIST was interrupted at epoch 31 of 50.", *actions, is_lasting=True)
    first = button(bar, "noticeActionButton0")
    label = bar.findChild(QLabel, "noticeText")
    assert label is not None
    for width, is_below in ((1_000, False), (300, True)):
        bar.resize(width, bar.height_px(width))
        bar.layout().activate()
        assert (first.mapTo(bar, QPoint()).y() > label.geometry().bottom()) is is_below
        assert label.height() >= label.heightForWidth(label.width())
