from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.canvas import DrawingCanvas

NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = DrawingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.show()
    canvas.setFocus()
    qtbot.waitExposed(canvas)
    return canvas


def is_ink(canvas: DrawingCanvas, x: int, y: int) -> bool:
    return bool(canvas.document.pixels()[y, x] == 255)


def stroke_width(canvas: DrawingCanvas, x: int) -> float:
    return float(canvas.document.pixels()[:, x].sum()) / 255


def tablet(has_pressure: bool, end: QPointingDevice.PointerType) -> QPointingDevice:
    abilities = QInputDevice.Capability.Position
    if has_pressure:
        abilities |= QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, end, abilities, 1, 2)


def pen_event(
    device: QPointingDevice, kind: QEvent.Type, place: QPoint, pressure: float, button: Qt.MouseButton
) -> QTabletEvent:
    held = NONE if kind == QEvent.Type.TabletRelease else LEFT
    at = QPointF(place)
    no_keys = Qt.KeyboardModifier.NoModifier
    return QTabletEvent(kind, device, at, at, pressure, 0, 0, 0, 0, 0, no_keys, button, held)


def draw_with(device: QPointingDevice, canvas: DrawingCanvas, points: list[QPoint], pressure: float) -> None:
    kinds = QEvent.Type
    QApplication.sendEvent(canvas, pen_event(device, kinds.TabletPress, points[0], pressure, LEFT))
    for point in points[1:]:
        QApplication.sendEvent(canvas, pen_event(device, kinds.TabletMove, point, pressure, NONE))
    QApplication.sendEvent(canvas, pen_event(device, kinds.TabletRelease, points[-1], 0, LEFT))


LINE = [QPoint(x, 140) for x in range(40, 240, 10)]


def test_a_pen_pressed_harder_draws_a_wider_line(canvas: DrawingCanvas) -> None:
    pen = tablet(True, QPointingDevice.PointerType.Pen)
    widths = []
    for pressure in (0.1, 0.5, 1.0):
        draw_with(pen, canvas, LINE, pressure)
        widths.append(stroke_width(canvas, 140))
        canvas.clear()
    assert widths == sorted(widths)
    assert widths[1] == pytest.approx(26, rel=0.05)
    assert widths[2] > 2 * widths[0]


def test_pressure_may_change_along_the_stroke(canvas: DrawingCanvas) -> None:
    pen, kinds = tablet(True, QPointingDevice.PointerType.Pen), QEvent.Type
    QApplication.sendEvent(canvas, pen_event(pen, kinds.TabletPress, LINE[0], 0.05, LEFT))
    for i, point in enumerate(LINE):
        QApplication.sendEvent(canvas, pen_event(pen, kinds.TabletMove, point, i / len(LINE), NONE))
    QApplication.sendEvent(canvas, pen_event(pen, kinds.TabletRelease, LINE[-1], 0, LEFT))
    assert stroke_width(canvas, 80) + 5 < stroke_width(canvas, 140) < stroke_width(canvas, 200) - 5


def test_a_tablet_without_a_pressure_sensor_draws_the_brushs_own_width(canvas: DrawingCanvas) -> None:
    draw_with(tablet(False, QPointingDevice.PointerType.Pen), canvas, LINE, 0.0)
    assert stroke_width(canvas, 140) == pytest.approx(26, rel=0.05)


def test_the_pens_other_end_erases(canvas: DrawingCanvas) -> None:
    draw_with(tablet(True, QPointingDevice.PointerType.Pen), canvas, LINE, 0.5)
    draw_with(tablet(True, QPointingDevice.PointerType.Eraser), canvas, LINE, 1.0)
    assert not canvas.document.pixels().any()
    assert canvas.tools.brush.isChecked()


def touch_screen() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_a_finger_draws_and_a_second_one_does_not_disturb_it(canvas: DrawingCanvas) -> None:
    screen = touch_screen()
    QTest.touchEvent(canvas, screen).press(1, QPoint(40, 100)).commit()
    for x in range(50, 150, 10):
        QTest.touchEvent(canvas, screen).move(1, QPoint(x, 100)).commit()
    QTest.touchEvent(canvas, screen).stationary(1).press(2, QPoint(100, 240)).commit()
    for x in range(150, 240, 10):
        QTest.touchEvent(canvas, screen).move(1, QPoint(x, 100)).move(2, QPoint(x, 240)).commit()
    QTest.touchEvent(canvas, screen).release(1, QPoint(230, 100)).release(2, QPoint(230, 240)).commit()
    assert all(is_ink(canvas, x, 100) for x in range(40, 230, 10))
    assert not canvas.document.pixels()[200:].any()
    canvas.tools.undo.trigger()
    assert not canvas.document.pixels().any()


def test_arrows_move_the_cross_and_space_draws_with_it(canvas: DrawingCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.cross == QPointF(130, 140)  # one pixel of 28
    assert not canvas.document.pixels().any()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)  # four pixels each
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.cross == QPointF(170, 20)
    assert all(is_ink(canvas, 130, y) for y in range(20, 141, 10))
    assert not is_ink(canvas, 165, 20)
    canvas.tools.undo.trigger()
    assert not canvas.document.pixels().any()


def test_the_cross_stays_on_the_canvas(canvas: DrawingCanvas) -> None:
    for _ in range(20):
        QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.cross == QPointF(140, 280)


def test_the_line_reaches_the_cross_with_every_step(canvas: DrawingCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    for x in range(150, 200, 10):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        assert is_ink(canvas, x, 140)


def test_a_space_that_is_held_does_not_stutter(canvas: DrawingCanvas) -> None:
    from PySide6.QtGui import QKeyEvent

    QTest.keyClick(canvas, Qt.Key.Key_Space)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True, count=1
    )
    QApplication.sendEvent(canvas, held)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert is_ink(canvas, 180, 140)


@pytest.mark.parametrize("is_mouse", [True, False])
def test_escape_takes_the_unfinished_stroke_back(canvas: DrawingCanvas, is_mouse: bool) -> None:
    if is_mouse:
        QTest.mousePress(canvas, LEFT, pos=QPoint(50, 50))
        QTest.mouseMove(canvas, QPoint(100, 50))
        QTest.mouseMove(canvas, QPoint(150, 50))
    else:
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.document.pixels().any()
    cleared: list[None] = []
    canvas.drawing_cleared.connect(lambda: cleared.append(None))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    if is_mouse:
        QTest.mouseMove(canvas, QPoint(200, 50))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 50))
    else:
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert not canvas.document.pixels().any()
    assert not canvas.tools.undo.isEnabled()
    assert cleared == [None]


def test_the_keyboards_pen_is_lifted_when_the_focus_goes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    canvas, other = DrawingCanvas(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(canvas)
    layout.addWidget(other)
    window.resize(400, 400)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert canvas.cross is None
    assert canvas.tools.undo.isEnabled()
    before = np.copy(canvas.document.pixels())
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert np.array_equal(canvas.document.pixels(), before)


def test_single_letters_are_shortcuts_only_where_the_canvas_has_the_keyboard(canvas: DrawingCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.tools.eraser.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_B)
    assert canvas.tools.brush.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush_px == pytest.approx(2.8)
    QTest.keyClick(canvas, Qt.Key.Key_C)
    assert not canvas.tools.centre.isChecked()
    local = (canvas.tools.brush, canvas.tools.eraser, canvas.tools.clear, canvas.tools.centre)
    assert all(action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut for action in local)
