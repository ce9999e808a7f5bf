"""Sending a window what a mouse, a keyboard, a drag from elsewhere and a clipboard send."""

from __future__ import annotations

import math
import random
from typing import TypeVar

from PySide6.QtCore import (
    QByteArray,
    QLibraryInfo,
    QMimeData,
    QPoint,
    QPointF,
    QRect,
    Qt,
    QUrl,
    QVersionNumber,
)
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.monkey.files import Files

Kind = TypeVar("Kind", bound=QWidget)

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def visible(window: QWidget, kind: type[Kind]) -> list[Kind]:
    """Return the window's visible widgets of a kind, in the order of its tree; dialogs are left out."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible() and widget.window() is window]


def name_of(widget: QWidget) -> str:
    """Return a name for the log."""
    own, parent = widget.objectName(), widget.parent()
    above = parent.objectName() if parent is not None else ""
    return f"{type(widget).__name__}({own or above + '/'})"


def place(choose: random.Random, rect: QRect) -> QPoint:
    """Return a point in a rectangle."""
    return QPoint(choose.randint(0, max(rect.width() - 1, 0)), choose.randint(0, max(rect.height() - 1, 0)))


def curve(choose: random.Random, rect: QRect) -> list[QPoint]:
    """Return the points of a curved stroke, now and then out of the rectangle."""
    start, end = place(choose, rect), place(choose, rect)
    bend = choose.uniform(-0.6, 0.6) * max(rect.width(), rect.height())
    count = choose.randint(1, 20)
    points = []
    for step in range(count):
        share = step / max(count - 1, 1)
        bow = bend * math.sin(math.pi * share)
        points.append(
            QPoint(
                round(start.x() + share * (end.x() - start.x()) + bow),
                round(start.y() + share * (end.y() - start.y()) - bow),
            )
        )
    return points


def drag(widget: QWidget, path: list[QPoint], button: Qt.MouseButton, *, is_ended: bool) -> None:
    """Press at the first point, move along the others, and release at the last unless the end is left out."""
    QTest.mousePress(widget, button, _NO_KEYS, path[0])
    for point in path[1:]:
        QTest.mouseMove(widget, point)
    if is_ended:
        QTest.mouseRelease(widget, button, _NO_KEYS, path[-1])


def hover(widget: QWidget, point: QPoint) -> None:
    """Move the mouse to a point and wait there for the tool tip."""
    QTest.mouseMove(widget, point)
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, point, widget.mapToGlobal(point)))


def turn_wheel(widget: QWidget, steps: int) -> None:
    """Turn the wheel over a widget's middle."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        _NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def ask_for_menu(widget: QWidget, point: QPoint) -> None:
    """Ask for the context menu."""
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.postEvent(widget, QContextMenuEvent(reason, point, widget.mapToGlobal(point)))


def mime_data(choose: random.Random, files: Files) -> tuple[QMimeData, str]:
    """Return what is dropped or pasted, good or nonsense, and a word for it."""
    data, kind = (
        QMimeData(),
        choose.choice(("file", "file", "file", "files", "text", "image", "odd", "none", "url")),
    )
    if kind in ("file", "files"):
        paths = choose.sample(files.all, 1 if kind == "file" else 3)
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        return data, ", ".join(path.name[:40] for path in paths)
    if kind == "text":
        data.setText("nan\n" * 3)
    elif kind == "image":
        side = choose.choice((1, 28, 300))
        image = QImage(side, side, choose.choice((QImage.Format.Format_RGB32, QImage.Format.Format_Mono)))
        image.fill(Qt.GlobalColor.white)
        data.setImageData(choose.choice((image, QImage())))
    elif kind == "odd":
        data.setData("text/uri-list", QByteArray(b"\xff\xfe not an address\r\n"))
        data.setData("application/x-qt-image", QByteArray(b"no image"))
    elif kind == "url":
        data.setUrls([QUrl(), QUrl("http://localhost:9/picture.png"), QUrl("file:"), QUrl("file:///")])
    return data, f"<{kind}>"


def drop(window: QWidget, widget: QWidget, data: QMimeData) -> None:
    """Drag something onto a widget and let go; as Qt does it, the first parent that accepts drops gets it."""
    target = widget
    while target is not window and not target.acceptDrops():
        target = target.parentWidget() or window
    middle = target.rect().center()
    actions = Qt.DropAction.CopyAction
    is_in_whole_pixels = QLibraryInfo.version() < QVersionNumber(6, 12)  # from then on that is deprecated
    place = middle if is_in_whole_pixels else QPointF(middle)
    entering = QDragEnterEvent(place, actions, data, _LEFT, _NO_KEYS)
    entering.ignore()
    QApplication.sendEvent(target, entering)
    event = QDropEvent(QPointF(middle), actions, data, _LEFT, _NO_KEYS)
    QApplication.sendEvent(target, event)  # also where it was refused: no event may end in an exception
