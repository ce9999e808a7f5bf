"""The bar at the top of the window that shows errors and notices without blocking anything."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
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


class _Notice(NamedTuple):
    text: str
    details: str = ""
    is_error: bool = False
    can_start_again: bool = False


class NoticeBar(QFrame):
    """One sentence with an icon, details to unfold, and a close button; hidden while there is nothing to show.

    An error replaces a notice and waits for an earlier error to be closed, so that none is lost. A notice waits
    until all errors are closed, replaces an older notice, and closes by itself.

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
        self._details = QPlainTextEdit(self)
        self._details.setReadOnly(True)
        self._details.setObjectName("noticeDetails")
        self._details.setFixedHeight(120)

        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
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

    def show_notice(self, text: str) -> None:
        """Show a text that is no error, for a while."""
        self._announce(_Notice(text))

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
        if shown is None or not shown.is_error:
            self._show(notice)
        elif notice.is_error:
            errors = sum(waiting.is_error for waiting in self._waiting)
            self._waiting.insert(errors, notice)
        else:
            self._waiting = deque(waiting for waiting in self._waiting if waiting.is_error)
            self._waiting.append(notice)

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
        self._unfold.setChecked(False)
        self._show_details(False)
        if not notice.is_error:
            self._expiry.start()
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
        if self._shown is not None and not self._shown.is_error:
            self._expiry.start()
        super().leaveEvent(event)
