"""A row of flat icon buttons of limited width: the buttons that do not fit go into a menu at its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gui.look import theme


class OverflowRow(QWidget):
    """Shows actions as buttons in their order. Those of the lowest `QAction.priority` go into the menu first."""

    _BUTTON = QSize(27, 27)

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = [self._button(action) for action in actions]
        self._more = QToolButton()
        self._more.setText("⋯")
        self._more.setAccessibleName(self.tr("More tools"))
        self._more.setToolTip(self.tr("More tools"))
        self._shape(self._more)
        self._more.clicked.connect(self._show_menu)
        self._menu = QMenu(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in (*self._buttons, self._more):
            layout.addWidget(button)
        layout.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size at which every action has its button."""
        return QSize(self._BUTTON.width() * len(self._buttons), self._BUTTON.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of three buttons and the menu's."""
        return QSize(self._BUTTON.width() * 4, self._BUTTON.height())

    def hidden_actions(self) -> list[QAction]:
        """Return the actions that are in the menu now."""
        return [button.defaultAction() for button in self._buttons if button.isHidden()]

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Show as many buttons as fit."""
        places = self.width() // self._BUTTON.width()
        shown = len(self._buttons) if places >= len(self._buttons) else max(places - 1, 0)
        by_importance = sorted(self._buttons, key=lambda button: -button.defaultAction().priority().value)
        for rank, button in enumerate(by_importance):
            button.setVisible(rank < shown)
        self._more.setVisible(shown < len(self._buttons))

    def _shape(self, button: QToolButton) -> None:
        button.setFixedSize(self._BUTTON)
        button.setStyleSheet("QToolButton { padding: 2px; }")

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAutoRaise(True)
        self._shape(button)
        return button

    def _show_menu(self) -> None:
        self._menu.clear()
        self._menu.addActions(self.hidden_actions())
        self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
