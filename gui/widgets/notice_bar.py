"""The bar that shows errors and notices without blocking anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from gui.look.icons import IconLabel, icon
from gui.look.theme import MARGIN_PX, SPACING_PX, restyle
from gui.state.wording import error_text
from gui.widgets.buttons import push_button, tool_button
from gui.widgets.notice_queue import Notice, NoticeAction, NoticeQueue

NOTICE_MS = 10_000
"""How long a notice stays, in ms. Errors stay until they are closed."""
_UNFOLDED_LINES = 6
_MOST_FOR_BUTTONS = 0.45
"""Of the width; buttons that need more of it stand below the text."""


class NoticeBar(QFrame):
    """One sentence with an icon, details to unfold, and a close button; hidden while there is nothing to show.

    The newest error is shown first. How many older ones wait is told beside it, and a click there lists them. A notice
    waits until all errors are closed, replaces an older notice, and closes by itself. A lasting notice, which asks for
    a decision, stays until it is answered or closed; only an error is shown before it.

    Args:
        notice_ms: how long a notice stays, in ms.

    Signals:
        start_requested: try once more to start the engine.
    """

    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, notice_ms: int = NOTICE_MS) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._queue = NoticeQueue()
        self._shown: Notice | None = None
        self._expiry = QTimer(self, singleShot=True, interval=notice_ms)
        self._expiry.timeout.connect(self.close_notice)
        self._icon = IconLabel(icon("info"), parent=self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setObjectName("noticeText")
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._unfold = tool_button(self, "noticeDetailsButton", self.tr("Details"), look="link", is_checkable=True)
        self._more = tool_button(self, "noticeMoreButton", look="link", is_checkable=True)
        self._more.setToolTip(self.tr("List the other messages; a click on one shows it"))
        self._start_again = push_button(self, "noticeStartButton", self.tr("Try again"))
        self._close = tool_button(
            self, "noticeCloseButton", drawn=icon("close"), tip=self.tr("Close this message")
        )
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setObjectName("noticeDetails")
        self._list = QListWidget(self)
        self._list.setObjectName("noticeList")
        self._list.setAccessibleName(self.tr("Other messages"))
        self._list.setWordWrap(True)
        self._actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons = QWidget(self)
        self._lay_out()
        self._unfold.toggled.connect(self._details.setVisible)
        self._more.toggled.connect(self._list.setVisible)
        self._start_again.clicked.connect(self._request_start)
        self._close.clicked.connect(self.close_notice)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self.hide()

    def show_error(
        self, error: UserError, details: str = "", *, can_start_again: bool = False, subject: str = ""
    ) -> None:
        """Show what went wrong.

        Args:
            error: the sentence.
            details: what can be unfolded, e.g. a traceback; the error's own details where it is empty.
            can_start_again: offer a button to try once more to start the engine.
            subject: what it is about; see `clear`.
        """
        text, details = error_text(error), details or error.details
        self._add(Notice(text, details, is_error=True, can_start_again=can_start_again, subject=subject))

    def show_notice(self, text: str, *actions: NoticeAction, details: str = "", is_lasting: bool = False) -> None:
        """Show a text that is no error, for a while.

        Args:
            text: the sentence.
            actions: the buttons beside it.
            details: what can be folded away below it, e.g. notes.
            is_lasting: whether it stays until it is answered or closed.
        """
        self._add(Notice(text, details, actions=actions, is_lasting=is_lasting))

    def topic(self, subject: str) -> NoticeTopic:
        """Return what takes the errors about one subject, and takes them back once it has succeeded."""
        return NoticeTopic(self, subject)

    def clear(self, subject: str) -> None:
        """Take back the errors about this, since it has succeeded."""
        self._queue.clear(subject)
        self._follow()

    @property
    def waiting(self) -> tuple[str, ...]:
        """The texts of what is shown next, in this order."""
        return tuple(notice.text for notice in self._queue.waiting)

    def height_px(self, width: int) -> int:
        """Return the height that all texts need at a width, in px."""
        self._place_buttons(width)
        layout = self.layout()
        assert layout is not None
        return max(layout.heightForWidth(width), layout.minimumSize().height())

    @Slot()
    def close_notice(self) -> None:
        """Close the message, and show the next one that waits, if there is one."""
        self._queue.close()
        self._follow()

    @Slot()
    def _request_start(self) -> None:
        self.close_notice()
        self.start_requested.emit()

    def _add(self, notice: Notice) -> None:
        self._queue.add(notice)
        self._follow()

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self._queue.bring_forward(self._list.row(item))
        self._follow()

    # ----------------------------------------------------------------------------------------- showing

    def _follow(self) -> None:
        """Show what is first in the queue, and how many wait behind it."""
        notice, waiting = self._queue.shown, self.waiting
        self._more.setVisible(bool(waiting))
        self._more.setText(self.tr("{count} more").format(count=len(waiting)))
        if not waiting:
            self._more.setChecked(False)
        self._list.setVisible(self._more.isChecked())
        self._list.clear()
        self._list.addItems(waiting)
        if notice != self._shown:
            self._shown = notice
            self._show(notice)
        self.updateGeometry()

    def _show(self, notice: Notice | None) -> None:
        self._expiry.stop()
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.setProperty("notice", "error" if notice.is_error else "info")
        restyle(self)
        self._icon.show_icon(icon("error", "error") if notice.is_error else icon("info", "accent"))
        self._text.setText(notice.text)
        self._details.setPlainText(notice.details)
        self._unfold.setVisible(bool(notice.details))
        self._start_again.setVisible(notice.can_start_again)
        is_open = bool(notice.details) and not notice.is_error
        self._unfold.setChecked(is_open)
        self._details.setVisible(is_open)
        if notice.rank == 2:
            self._expiry.start()
        self._show_actions(notice.actions)
        self.setAccessibleName(notice.text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show_actions(self, actions: tuple[NoticeAction, ...]) -> None:
        while (item := self._actions.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for number, action in enumerate(actions):
            button = tool_button(self._buttons, f"noticeActionButton{number}", action.text, look="link")
            button.clicked.connect(self._act)
            self._actions.addWidget(button)
            button.show()

    @Slot()
    def _act(self) -> None:
        """Close the notice and do what the button says."""
        button, notice = self.sender(), self._shown
        if notice is None or not isinstance(button, QToolButton):
            return
        do = next((action.do for action in notice.actions if action.text == button.text()), None)
        self.close_notice()
        if do is not None:
            do()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for row in (buttons, self._actions, self._line):
            row.setSpacing(SPACING_PX)
        buttons.addStretch()
        buttons.addLayout(self._actions)
        for button in (self._more, self._unfold, self._start_again):
            buttons.addWidget(button)
        self._line.addWidget(self._text, 1)
        self._line.addWidget(self._buttons)
        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self._icon)
        line.addLayout(self._line, 1)
        line.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, 6, SPACING_PX, 6)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(line)
        for unfolded in (self._details, self._list):
            unfolded.setFixedHeight(_UNFOLDED_LINES * self.fontMetrics().lineSpacing() + 2 * SPACING_PX)
            unfolded.hide()
            layout.addWidget(unfolded)

    def _place_buttons(self, width: int) -> None:
        """Put the buttons beside the text, or below it where they would leave too little room for it."""
        shown = [button for button in self._buttons.findChildren(QAbstractButton) if not button.isHidden()]
        needed = sum(button.sizeHint().width() + SPACING_PX for button in shown)
        around = 2 * MARGIN_PX + 2 * SPACING_PX + self._icon.sizeHint().width() + self._close.sizeHint().width()
        for row, is_column in (
            (self._line, needed > _MOST_FOR_BUTTONS * width),
            (self._actions, needed > width - around),
        ):
            direction = QBoxLayout.Direction.TopToBottom if is_column else QBoxLayout.Direction.LeftToRight
            if row.direction() != direction:
                row.setDirection(direction)

    # ------------------------------------------------------------------------------------ Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the buttons for the new width."""
        super().resizeEvent(event)
        self._place_buttons(event.size().width())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep the notice while the mouse is over it."""
        self._expiry.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the notice close by itself again."""
        if self._shown is not None and self._shown.rank == 2:
            self._expiry.start()
        super().leaveEvent(event)


class NoticeTopic(QObject):
    """What can fail and succeed, such as the saving of a figure: its success takes its error back."""

    def __init__(self, bar: NoticeBar, subject: str) -> None:
        super().__init__(bar)
        self._bar = bar
        self._subject = subject

    @Slot(object)
    def show_error(self, error: UserError) -> None:
        """Show that it has failed."""
        self._bar.show_error(error, subject=self._subject)

    @Slot()
    def clear(self) -> None:
        """Take the error back."""
        self._bar.clear(self._subject)
