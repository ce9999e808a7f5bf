"""Mouse, tablet, finger and keyboard as one pen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_LARGER_STEPS = 4
MIDDLE_PRESSURE = 0.5
"""The pressure assumed for a device without a pressure sensor."""


class PenWidget(QWidget):
    """A widget to draw on. It calls its subclass when the pen of any device goes down, moves and is lifted.

    A tablet's pen and the first finger draw like the mouse's left button; the pen's other end erases. On the
    keyboard the arrow keys move a cross (with Shift four times as far), Space puts the pen down and lifts it, and
    Escape cancels the stroke. Positions are in px of the widget.

    Attributes:
        cross: where the keyboard's pen is, or None while it is not in use.
        hover: where the mouse or the tablet's pen is, or None.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cross: QPointF | None = None
        self.hover: QPointF | None = None
        self._is_key_pen_down = False
        self._touch_id: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    # ------------------------------------------------------------------------------ for the subclass to define

    def pen_area(self) -> QRectF:
        """Return where one can draw."""
        raise NotImplementedError

    def key_step_px(self) -> float:
        """Return how far an arrow key moves the cross."""
        raise NotImplementedError

    def pen_down(self, position: QPointF, pressure: float, is_eraser: bool) -> None:
        """The pen touches. Pressure is 0..1; `is_eraser` if it is the eraser end of a pen."""
        raise NotImplementedError

    def pen_moved(self, position: QPointF, pressure: float) -> None:
        """The pen moves while it is down."""
        raise NotImplementedError

    def pen_up(self) -> None:
        """The pen leaves. Called without a stroke, too."""
        raise NotImplementedError

    def pen_cancelled(self) -> None:
        """The stroke is to be dropped. Called without a stroke, too."""
        raise NotImplementedError

    def pen_shown(self) -> None:
        """`cross` or `hover` has changed."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down with the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._down(event.position(), MIDDLE_PRESSURE, is_eraser=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw while the left button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pen_moved(event.position(), MIDDLE_PRESSURE)
        self._show_hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pen_up()

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget where the mouse was."""
        self._show_hover(None)

    # ------------------------------------------------------------------------------------- tablet and finger

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with the pressure of a tablet's pen."""
        kind = event.type()
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
            self._down(event.position(), _pressure(event), is_eraser)
        elif kind == QEvent.Type.TabletMove:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self.pen_moved(event.position(), _pressure(event))
            self._show_hover(event.position())
        elif kind == QEvent.Type.TabletRelease:
            self.pen_up()
        event.accept()  # else Qt would send it again as a mouse event

    def event(self, event: QEvent) -> bool:
        """Draw with the first finger; further ones are ignored."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self.pen_cancelled()
            self._touch_id = None
            return
        for point in event.points():
            state = point.state()
            if state == point.State.Pressed and self._touch_id is None:
                self._touch_id = point.id()
                self._down(point.position(), MIDDLE_PRESSURE, is_eraser=False)
            elif point.id() == self._touch_id and state == point.State.Updated:
                self.pen_moved(point.position(), MIDDLE_PRESSURE)
            elif point.id() == self._touch_id and state == point.State.Released:
                self._touch_id = None
                self.pen_up()

    # ---------------------------------------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross, put its pen down, lift it, or cancel the stroke."""
        key = event.key()
        if key in _ARROWS:
            step = self.key_step_px()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                step *= _LARGER_STEPS
            self._move_cross(_ARROWS[Qt.Key(key)] * step)
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._toggle_key_pen()
        elif key == Qt.Key.Key_Escape:
            self._is_key_pen_down = False
            self.pen_cancelled()
            self._show_cross(None)
            super().keyPressEvent(event)  # a window may have something to cancel, too
        elif key != Qt.Key.Key_Space:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the keyboard's pen: the keys go elsewhere now."""
        self._lift_key_pen()
        self._show_cross(None)
        super().focusOutEvent(event)

    def _toggle_key_pen(self) -> None:
        if self._is_key_pen_down:
            self._lift_key_pen()
            return
        position = self.cross or self.pen_area().center()
        self._down(position, MIDDLE_PRESSURE, is_eraser=False)
        self._is_key_pen_down = True
        self._show_cross(position)

    def _lift_key_pen(self) -> None:
        if self._is_key_pen_down:
            self._is_key_pen_down = False
            self.pen_up()

    def _move_cross(self, by: QPointF) -> None:
        area = self.pen_area()
        position = (self.cross or area.center()) + by
        position.setX(min(max(position.x(), area.left()), area.right()))
        position.setY(min(max(position.y(), area.top()), area.bottom()))
        if self._is_key_pen_down:
            self.pen_moved(position, MIDDLE_PRESSURE)
        self._show_cross(position)

    # ------------------------------------------------------------------------------------------------ common

    def _down(self, position: QPointF, pressure: float, is_eraser: bool) -> None:
        self._lift_key_pen()
        self._show_cross(None)
        if self.pen_area().contains(position):
            self.pen_down(position, pressure, is_eraser)

    def _show_cross(self, position: QPointF | None) -> None:
        if position != self.cross:
            self.cross = position
            self.pen_shown()

    def _show_hover(self, position: QPointF | None) -> None:
        if position != self.hover:
            self.hover = position
            self.pen_shown()


def _pressure(event: QTabletEvent) -> float:
    has_sensor = event.pointingDevice().capabilities() & QPointingDevice.Capability.Pressure
    return event.pressure() if has_sensor else MIDDLE_PRESSURE
