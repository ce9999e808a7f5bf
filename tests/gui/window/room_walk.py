"""A walk over all visible widgets of a window: what is cut, what overlaps, and what sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtGui import Qt as RichText
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.widgets.fitting.elided_label import ElidedLabel

_ROUNDS = 8
_ROUNDING_PX = 1  # between the float widths of texts and the whole pixels of widgets


def problems(window: QWidget) -> list[str]:
    """Return a sentence for each text without its room, each overlap, and each widget that sticks out."""
    found: list[str] = []
    for widget in _visible(window):
        found += [f"{_name(widget)}: {what}" for what in (*_cut_texts(widget), *_sticking_out(widget))]
        found += list(_overlaps(widget))
    return found


def settle() -> None:
    """Let all layouts take the room that they have now."""
    for _ in range(_ROUNDS):  # a label that wraps anew asks its parents for another height, and so on
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def is_within(window: QWidget, widget: QWidget) -> bool:
    """Return whether all of a widget can be seen: it is shown, and no parent or scroll area cuts it off."""
    whole = QRect(widget.mapTo(window, QPoint()), widget.size())
    seen = widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint()))
    return widget.isVisibleTo(window) and window.rect().contains(whole) and seen == whole


def _visible(window: QWidget) -> Iterator[QWidget]:
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible() and widget.window() is window and not _is_folded(widget):
            yield widget


def _is_folded(widget: QWidget) -> bool:
    """Return whether a splitter has folded away the widget, or what it is in."""
    at: QWidget | None = widget
    while at is not None:
        parent = at.parentWidget()
        if isinstance(parent, QSplitter) and parent.indexOf(at) >= 0 and parent.sizes()[parent.indexOf(at)] == 0:
            return True
        at = parent
    return False


def _name(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names.append(at.objectName() or type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)


# ------------------------------------------------------------------------------------------- texts


def _cut_texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _cut_button(widget)
    elif isinstance(widget, QTabBar):
        yield from _cut_tabs(widget)
    elif isinstance(widget, QComboBox):
        yield from _cut_combo_box(widget)
    elif isinstance(widget, QGroupBox) and widget.title():
        yield from _too_small(widget, widget.title(), widget.minimumSizeHint())
    elif isinstance(widget, QHeaderView):
        yield from _cut_header(widget)
    elif isinstance(widget, QMenuBar):
        yield from _too_small(widget, "menu bar", QSize(0, widget.sizeHint().height()))


def _cut_label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or (label.toolTip() and _is_elided(label)):
        return
    plain = QTextDocumentFragment.fromHtml(text).toPlainText() if RichText.mightBeRichText(text) else text
    margins = label.contentsMargins()
    around = margins.left() + margins.right() + 2 * label.margin()
    metrics = label.fontMetrics()
    parts = plain.split() if label.wordWrap() else plain.split("\n")
    widest = max((metrics.horizontalAdvance(part) for part in parts), default=0) + around
    if widest > label.width() + _ROUNDING_PX:
        yield f"“{plain}” is {widest} px wide, and there are {label.width()}"
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    if needed > label.height() + _ROUNDING_PX:
        yield f"“{plain}” is {needed} px high at {label.width()} px, and there are {label.height()}"


def _is_elided(label: QLabel) -> bool:
    """Return whether the label shortens its text on purpose, and tells the whole in its tool tip."""
    return isinstance(label, ElidedLabel) and label.text() in label.toolTip()


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    if not button.text():
        return
    hint = button.sizeHint()
    shown = button.text().replace("&", "")
    if isinstance(button, QToolButton):
        if button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull():
            return
        spaces = 2 * button.fontMetrics().horizontalAdvance(" ")  # which the hint has on top of the text
        if button.maximumSize() == button.minimumSize():  # one sign in a fixed square
            hint, spaces = button.fontMetrics().size(0, shown), 0
        hint = QSize(hint.width() - spaces, button.fontMetrics().height())
    elif isinstance(button, QPushButton):
        option = QStyleOptionButton()
        button.initStyleOption(option)
        frame = (
            button.width()
            - button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
        )
        icon_px = 0 if button.icon().isNull() else button.iconSize().width() + 4
        hint = QSize(button.fontMetrics().horizontalAdvance(shown) + icon_px + frame, hint.height())
    elif not isinstance(button, QCheckBox | QRadioButton):
        return
    yield from _too_small(button, shown, hint)


def _cut_tabs(tabs: QTabBar) -> Iterator[str]:
    for index in range(tabs.count()):
        text = tabs.tabText(index)
        needed = tabs.fontMetrics().horizontalAdvance(text)
        room = tabs.tabRect(index).width() - _TAB_PADDING_PX
        is_told = text in tabs.tabToolTip(index)
        if needed > room + _ROUNDING_PX and not is_told:
            yield f"the tab “{text}” is {needed} px wide, and there are {room}"


_TAB_PADDING_PX = 24  # of the style sheet


def _cut_combo_box(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    text = box.currentText() or box.placeholderText()
    needed = box.fontMetrics().horizontalAdvance(text)
    if needed > room.width() + _ROUNDING_PX and text not in box.toolTip():
        yield f"“{text}” is {needed} px wide, and there are {room.width()}"
    if box.fontMetrics().height() > box.height():
        yield f"“{text}” is too high"


def _cut_header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if header.orientation() == Qt.Orientation.Vertical or model is None:
        return
    for section in range(header.count()):
        text = model.headerData(section, header.orientation())
        room = header.sectionSize(section)
        needed = header.fontMetrics().horizontalAdvance(text) + _HEADER_PADDING_PX if isinstance(text, str) else 0
        if not header.isSectionHidden(section) and needed > room + _ROUNDING_PX:
            yield f"the column “{text}” needs {needed} px, and there are {room}"


_HEADER_PADDING_PX = 16  # of the style sheet


def _too_small(widget: QWidget, text: str, needed: QSize) -> Iterator[str]:
    if needed.width() > widget.width() + _ROUNDING_PX or needed.height() > widget.height() + _ROUNDING_PX:
        size = widget.size()
        yield f"“{text}” needs {needed.width()} × {needed.height()} px, and has {size.width()} × {size.height()}"


# ------------------------------------------------------------------------------------------- places


def _sticking_out(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _is_scrolled(widget):
        return
    if not parent.rect().contains(widget.geometry()):
        yield f"at {_rectangle(widget.geometry())} it sticks out of {_rectangle(parent.rect())}"


def _is_scrolled(widget: QWidget) -> bool:
    """Return whether a widget is what a scroll area, a table or a tab bar moves on purpose."""
    parent = widget.parentWidget()
    area = parent.parentWidget() if parent is not None else None
    return isinstance(area, QScrollArea | QAbstractScrollArea) and parent is area.viewport()


def _overlaps(parent: QWidget) -> Iterator[str]:
    children: list[QWidget] = [
        child
        for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow() and not _may_overlap(child) and not _is_folded(child)
    ]
    for one, other in combinations(children, 2):
        common = one.geometry() & other.geometry()
        if common.width() > 0 and common.height() > 0:
            yield f"{_name(one)} and {_name(other)} overlap in {_rectangle(common)}"


def _may_overlap(widget: QWidget) -> bool:
    """Return whether a widget lies over others on purpose: a splitter's handle, or a notice that can be closed."""
    names = ("noticeBar", "ScrollLeftButton", "ScrollRightButton")  # Qt's own of a tab bar overlap by 1 px
    return isinstance(widget, QSplitterHandle) or widget.objectName() in names


def _rectangle(rectangle: QRect) -> str:
    return f"({rectangle.x()}, {rectangle.y()}) {rectangle.width()} × {rectangle.height()}"
