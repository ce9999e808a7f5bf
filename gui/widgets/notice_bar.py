"""The bar at the top of the window that shows errors and notices without blocking anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from gui.look.icons import IconLabel, icon
from gui.look.theme import MARGIN_PX, SPACING_PX, restyle
from gui.state.wording import error_text
from gui.widgets.buttons import push_button, tool_button

NOTICE_MS = 10_000
"""How long a notice stays, in ms. Errors stay until they are closed."""


class NoticeAction(NamedTuple):
    """A button of a notice.

    Attributes:
        text: what is written on it.
        do: what a click does, after the notice has closed; a method of a QObject.
    """

    text: str
    do: Callable[[], None]


class _Notice(NamedTuple):
    text: str
    details: str = ""
    is_error: bool = False
    actions: tuple[NoticeAction, ...] = ()
    is_lasting: bool = False
    can_start_again: bool = False

    @property
    def rank(self) -> int:
        """What goes first: errors, then notices that stay, then those that close by themselves."""
        return 0 if self.is_error else 1 if self.is_lasting else 2


class NoticeBar(QFrame):
    """One sentence with an icon, details to unfold, and a close button; hidden while there is nothing to show.

    An error replaces a notice and waits for an earlier error to be closed, so that none is lost. A notice waits
    until all errors are closed, replaces an older notice, and closes by itself. A lasting notice, which asks for a
    decision, stays until it is answered or closed; only an error is shown before it.

    Args:
        notice_ms: how long a notice stays, in ms.

    Signals:
        start_requested: try once more to start the engine.
    """

    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, notice_ms: int = NOTICE_MS) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._waiting: deque[_Notice] = deque()
        self._shown: _Notice | None = None
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.setInterval(notice_ms)
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
        self._unfold.toggled.connect(self._show_details)
        self._start_again = push_button(self, "noticeStartButton", self.tr("Try again"))
        self._start_again.clicked.connect(self._request_start)
        close = tool_button(self, "noticeCloseButton", drawn=icon("close"), tip=self.tr("Close this message"))
        close.clicked.connect(self.close_notice)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(SPACING_PX)
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setObjectName("noticeDetails")
        self._details.setFixedHeight(120)

        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addLayout(self._actions)
        line.addWidget(self._unfold)
        line.addWidget(self._start_again)
        line.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, 6, SPACING_PX, 6)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(line)
        layout.addWidget(self._details)
        self.hide()

    def show_error(self, error: UserError, details: str = "", *, can_start_again: bool = False) -> None:
        """Show what went wrong.

        Args:
            error: the sentence.
            details: what can be unfolded, e.g. a traceback; the error's own details where it is empty.
            can_start_again: offer a button to try once more to start the engine.
        """
        notice = _Notice(
            error_text(error), details or error.details, is_error=True, can_start_again=can_start_again
        )
        self._announce(notice)

    def show_notice(self, text: str, *actions: NoticeAction, details: str = "", is_lasting: bool = False) -> None:
        """Show a text that is no error, for a while.

        Args:
            text: the sentence.
            actions: the buttons beside it.
            details: what can be folded away below it, e.g. notes.
            is_lasting: whether it stays until it is answered or closed.
        """
        self._announce(_Notice(text, details, actions=actions, is_lasting=is_lasting))

    @Slot()
    def close_notice(self) -> None:
        """Close the message, and show the next one that waits, if there is one."""
        self._show(self._waiting.popleft() if self._waiting else None)

    @Slot()
    def _request_start(self) -> None:
        self.close_notice()
        self.start_requested.emit()

    def _announce(self, notice: _Notice) -> None:
        shown = self._shown
        if notice == shown or notice in self._waiting:
            return
        if notice.rank == 2:  # it replaces an older one
            self._waiting = deque(waiting for waiting in self._waiting if waiting.rank < 2)
        if shown is None or notice.rank < shown.rank or notice.rank == shown.rank == 2:
            if shown is not None and shown.rank < 2:
                self._waiting.appendleft(shown)
            self._show(notice)
        else:
            self._waiting.append(notice)
        self._waiting = deque(sorted(self._waiting, key=_rank))

    def _show(self, notice: _Notice | None) -> None:
        self._shown = notice
        self.setVisible(notice is not None)
        self._expiry.stop()
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
        self._show_details(is_open)
        if notice.rank == 2:
            self._expiry.start()
        self._show_actions(notice.actions)
        self.setAccessibleName(notice.text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @Slot(bool)
    def _show_details(self, is_wanted: bool) -> None:
        self._details.setVisible(is_wanted)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep the notice while the mouse is over it."""
        self._expiry.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the notice close by itself again."""
        if self._shown is not None and self._shown.rank == 2:
            self._expiry.start()
        super().leaveEvent(event)

    def _show_actions(self, actions: tuple[NoticeAction, ...]) -> None:
        while (item := self._actions.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for number, action in enumerate(actions):
            button = tool_button(self, f"noticeActionButton{number}", action.text, look="link")
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


def _rank(notice: _Notice) -> int:
    return notice.rank
