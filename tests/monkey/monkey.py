"""The monkey: what it does next. Every choice comes from the seed's own random numbers."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from gui.window.main_window import MainWindow
from tests.monkey import hands
from tests.monkey.dialogs import Dialogs, Note
from tests.monkey.events import strange_event
from tests.monkey.files import Files

_KEYS = "BEOSDC[] 0123456789"
_SPECIAL_KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_F1,
    Qt.Key.Key_F10,
)
_SHORTCUTS = "RPEDKZYVCSIO."
_TEXTS = ("1", "0", "-5", "0,3", "1e999", "nan", "1e-3", "", "12", "999999999999", "a", "数字", "x" * 400)
_SIZES = ((900, 600), (1280, 800), (860, 600), (1600, 900), (1100, 720))


class Monkey:
    """Uses a window.

    Args:
        choose: every choice comes from it.
        files: what can be dropped and opened.
    """

    def __init__(self, choose: random.Random, files: Files) -> None:
        self._random = choose
        self._files = files
        self._dialogs = Dialogs(choose, files)
        self._actions: tuple[tuple[float, Callable[[MainWindow, Note], None]], ...] = (
            (20, self._click_button),
            (10, self._choose_action),
            (14, self._draw),
            (8, self._press_key),
            (4, self._press_shortcut),
            (6, self._turn_wheel),
            (5, self._open_page),
            (5, self._fill_field),
            (4, self._drop),
            (2, self._paste),
            (5, self._choose_theme),
            (3, self._resize),
            (5, self._click_anywhere),
            (3, self._drag_anywhere),
            (3, self._hover),
            (2, self._ask_for_menu),
            (2, self._deliver_strange_event),
            (3, self._train),
            (2, self._stop),
        )

    def act(self, window: MainWindow, note: Note) -> None:
        """Do one thing: answer what is open above the window, or else use the window."""
        above = (
            QApplication.activePopupWidget()
            or QApplication.activeModalWidget()
            or self._dialogs.open_above(window)
        )
        if above is not None:
            self._dialogs.answer(above, note)
            return
        actions = [action for _, action in self._actions]
        weights = [weight for weight, _ in self._actions]
        self._random.choices(actions, weights)[0](window, note)

    # ------------------------------------------------------------------------------------- the window

    def _click_button(self, window: MainWindow, note: Note) -> None:
        buttons = [b for b in hands.visible(window, QAbstractButton) if b.isEnabled()]
        button = self._random.choice(buttons)
        note(f"click {hands.name_of(button)} {button.text()!r}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _choose_action(self, window: MainWindow, note: Note) -> None:
        actions = [action for action in _entries(window.menuBar().actions()) if action.isEnabled()]
        actions = [action for action in actions if action is not window.actions_of_menu.quit]
        action = self._random.choice(actions)
        note(f"choose {action.text()!r}")
        action.trigger()

    def _train(self, window: MainWindow, note: Note) -> None:
        self._trigger(window.actions_of_menu.train, note)

    def _stop(self, window: MainWindow, note: Note) -> None:
        self._trigger(window.actions_of_menu.stop, note)

    def _trigger(self, action: QAction, note: Note) -> None:
        if action.isEnabled():
            note(f"choose {action.text()!r}")
            action.trigger()

    def _choose_theme(self, window: MainWindow, note: Note) -> None:
        theme = self._random.choice(("light", "dark", "system"))
        note(f"theme {theme}")
        window.actions_of_menu.theme_chosen.emit(theme)

    def _draw(self, window: MainWindow, note: Note) -> None:
        canvas = window.answer_row.canvas
        if not canvas.isVisible():
            return
        button = Qt.MouseButton.LeftButton if self._random.random() < 0.9 else Qt.MouseButton.RightButton
        path = hands.curve(self._random, canvas.rect())
        is_ended = self._random.random() < 0.95
        note(f"draw {len(path)} points from {path[0].toTuple()} with {button.name}, {is_ended=}")
        hands.drag(canvas, path, button, is_ended=is_ended)

    def _press_key(self, window: MainWindow, note: Note) -> None:
        target = QApplication.focusWidget() or window.answer_row.canvas
        if target.window() is not window:
            target = window.answer_row.canvas
        shift = Qt.KeyboardModifier.ShiftModifier
        modifier = shift if self._random.random() < 0.2 else Qt.KeyboardModifier.NoModifier
        if self._random.random() < 0.5:
            key: Qt.Key | str = self._random.choice(_KEYS)
        else:
            key = self._random.choice(_SPECIAL_KEYS)
        note(f"key {key!r} with {modifier.name} in {hands.name_of(target)}")
        QTest.keyClick(target, key, modifier)  # type: ignore[call-overload]

    def _press_shortcut(self, window: MainWindow, note: Note) -> None:
        key = self._random.choice(_SHORTCUTS)
        modifiers = Qt.KeyboardModifier.ControlModifier
        if self._random.random() < 0.3:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        note(f"shortcut Ctrl+{key}, {modifiers.name}")
        QTest.keyClick(window, key, modifiers)

    def _turn_wheel(self, window: MainWindow, note: Note) -> None:
        target = self._any_widget(window)
        steps = self._random.choice((-3, -1, 1, 3))
        note(f"wheel {steps} over {hands.name_of(target)}")
        hands.turn_wheel(target, steps)

    def _open_page(self, window: MainWindow, note: Note) -> None:
        bars = [bar for bar in hands.visible(window, QTabBar) if bar.count()]
        if bars:
            bar = self._random.choice(bars)
            index = self._random.randrange(bar.count())
            note(f"open the page {bar.tabText(index)!r}")
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())

    def _fill_field(self, window: MainWindow, note: Note) -> None:
        fields: list[QWidget] = [
            *hands.visible(window, QLineEdit),
            *hands.visible(window, QAbstractSpinBox),
            *hands.visible(window, QComboBox),
        ]
        fields = [field for field in fields if field.isEnabled()]
        if not fields:
            return
        field = self._random.choice(fields)
        if isinstance(field, QComboBox):
            key = self._random.choice((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home))
            note(f"{key.name} in {hands.name_of(field)}")
            QTest.keyClick(field, key)
            return
        text = self._random.choice(_TEXTS)
        note(f"type {text[:12]!r} into {hands.name_of(field)}")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if text.isascii():
            QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def _drop(self, window: MainWindow, note: Note) -> None:
        data, what = hands.mime_data(self._random, self._files)
        target = window.answer_row.canvas if self._random.random() < 0.4 else self._any_widget(window)
        note(f"drop {what} on {hands.name_of(target)}")
        hands.drop(window, target, data)

    def _paste(self, window: MainWindow, note: Note) -> None:
        data, what = hands.mime_data(self._random, self._files)
        note(f"paste {what}")
        QApplication.clipboard().setMimeData(data)
        window.answer_row.canvas.tools.paste.trigger()

    def _resize(self, window: MainWindow, note: Note) -> None:
        if self._random.random() < 0.3:
            state = self._random.choice((Qt.WindowState.WindowMaximized, Qt.WindowState.WindowNoState))
            note(f"window state {state.name}")
            window.setWindowState(state)
        else:
            size = self._random.choice(_SIZES)
            note(f"resize to {size}")
            window.resize(*size)

    def _click_anywhere(self, window: MainWindow, note: Note) -> None:
        target = self._any_widget(window)
        place = hands.place(self._random, target.rect())
        is_double = self._random.random() < 0.3
        note(f"click {'twice ' if is_double else ''}at {place.toTuple()} in {hands.name_of(target)}")
        click = QTest.mouseDClick if is_double else QTest.mouseClick
        click(target, Qt.MouseButton.LeftButton, pos=place)

    def _drag_anywhere(self, window: MainWindow, note: Note) -> None:
        target = self._any_widget(window)
        path = hands.curve(self._random, target.rect())
        note(f"drag in {hands.name_of(target)}")
        hands.drag(target, path, Qt.MouseButton.LeftButton, is_ended=True)

    def _hover(self, window: MainWindow, note: Note) -> None:
        target = self._any_widget(window)
        place = hands.place(self._random, target.rect())
        note(f"hover at {place.toTuple()} in {hands.name_of(target)}")
        hands.hover(target, place)

    def _ask_for_menu(self, window: MainWindow, note: Note) -> None:
        target = self._any_widget(window)
        note(f"context menu in {hands.name_of(target)}")
        hands.ask_for_menu(target, hands.place(self._random, target.rect()))

    def _deliver_strange_event(self, window: MainWindow, note: Note) -> None:
        event = strange_event(self._random, window)
        if event is not None:
            note(f"the engine publishes a strange {type(event).__name__}")
            window.client._deliver(event)

    def _any_widget(self, window: MainWindow) -> QWidget:
        place = hands.place(self._random, window.rect())
        return window.childAt(QPoint(place)) or window.centralWidget()


def _entries(actions: list[QAction]) -> list[QAction]:
    """Return the entries of menus and of their menus."""
    found: list[QAction] = []
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            found += _entries(menu.actions())
        elif not action.isSeparator():
            found.append(action)
    return found
