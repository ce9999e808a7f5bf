"""The groups of a folder of pictures on the screen: a click on a role offers the others, and previews are painted."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.pictures.import_plan import Role
from gui.look.theme import SPACING_PX, TIGHT_PX, colours, icon
from gui.pictures import wording
from gui.pictures.group_model import PREVIEWS_ROLE, GroupColumn, GroupModel
from gui.tables.copy_key import CopyKey, copy_rows

_Index = QModelIndex | QPersistentModelIndex
LEAST_PREVIEW_PX, MOST_PREVIEW_PX = 52, 112
_LEAST_PREVIEWS = 4
"""In a row, before they are made larger than the least."""
_ARROW_PX = 10
_INSET_PX = SPACING_PX - 3
"""Between a cell's edge and its content, beside the style's own 3 px, as in the header."""
_MOST_NAMES_PX = 260
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class GroupView(QTableView):
    """Shows a `GroupModel`. Space or Return changes the role of the current row; Ctrl+C copies the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureGroups")
        self.setAccessibleName(self.tr("Folders of pictures"))
        self.groups = GroupModel(self)
        self.setModel(self.groups)
        self.setItemDelegate(_GroupDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LEAST_PREVIEW_PX + 2 * TIGHT_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._offer_roles)
        self.groups.modelReset.connect(self._place_columns)
        CopyKey(self, self.copy)

    @Slot()
    def copy(self) -> None:
        """Put the table on the clipboard, under the titles of its columns, as spreadsheets take it."""
        columns = [column for column in GroupColumn if column is not GroupColumn.PREVIEWS]
        titles = [str(self.groups.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
        rows = range(self.groups.rowCount())
        copy_rows([titles, *([str(self.groups.index(row, column).data()) for column in columns] for row in rows)])

    @Slot(QModelIndex)
    def _offer_roles(self, index: QModelIndex) -> None:
        if index.column() == GroupColumn.ROLE:
            self.edit(index)

    def _place_columns(self) -> None:
        """Give every column its room; the previews take the rest."""
        header = self.horizontalHeader()
        metrics = header.fontMetrics()
        self.setColumnHidden(GroupColumn.MASKS, not self.groups.has_masks)
        for column in GroupColumn:
            title = metrics.horizontalAdvance(str(self.groups.headerData(column, Qt.Orientation.Horizontal)))
            width = max(title + 2 * SPACING_PX + 2, self.sizeHintForColumn(column))
            if column is GroupColumn.FOLDER:
                width = min(width, max(title + 2 * SPACING_PX + 2, _MOST_NAMES_PX))
            if column is GroupColumn.PREVIEWS:
                width = max(width, self.viewport().width() - header.sectionPosition(column))
            header.resizeSection(column, width)
        self._size_previews(header.sectionSize(GroupColumn.PREVIEWS))

    def _size_previews(self, width: int) -> None:
        """Make the previews as large as all rows have room for."""
        rows = max(self.groups.rowCount(), 1)
        room = min(self.viewport().height() // rows - 2 * TIGHT_PX, width // _LEAST_PREVIEWS - TIGHT_PX)
        side = min(max(room, LEAST_PREVIEW_PX), MOST_PREVIEW_PX)
        if self.verticalHeader().defaultSectionSize() != side + 2 * TIGHT_PX:
            self.verticalHeader().setDefaultSectionSize(side + 2 * TIGHT_PX)

    # ------------------------------------------------------------------------------------ Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the roles of the current row."""
        index = self.currentIndex()
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _KEYS and index.isValid() and not is_editing:
            self.edit(index.siblingAtColumn(GroupColumn.ROLE))
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the size in which all rows can be seen, up to eight."""
        rows = min(max(self.groups.rowCount(), 1), 8)
        return QSize(560, self._height_px(rows))

    def minimumSizeHint(self) -> QSize:
        """Return the size in which two rows can be seen, or the one that there is."""
        return QSize(240, self._height_px(min(max(self.groups.rowCount(), 1), 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._place_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "groups"):
            self._place_columns()

    def _height_px(self, rows: int) -> int:
        header = self.horizontalHeader().sizeHint().height()
        return header + rows * (LEAST_PREVIEW_PX + 2 * TIGHT_PX) + 2 * self.frameWidth()


class _GroupDelegate(QStyledItemDelegate):
    """Edits a role with a combo box that opens at once, and paints previews."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        box = QComboBox(parent)
        box.setObjectName("roleBox")
        box.setAccessibleName(self.tr("Used as"))
        box.setItemDelegate(QStyledItemDelegate(box))  # the default one ignores the style sheet's items
        for role in Role:
            box.addItem(wording.role_text(role), role.value)
            box.setItemData(box.count() - 1, wording.role_explanation(role), Qt.ItemDataRole.ToolTipRole)
        box.activated.connect(self._take_choice)
        QTimer.singleShot(0, box, box.showPopup)  # once it has its value and its place
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.column() == GroupColumn.ROLE:
            texts = [option.fontMetrics.horizontalAdvance(wording.role_text(role)) for role in Role]
            return QSize(max(texts) + 3 * SPACING_PX + _ARROW_PX + 2 * _INSET_PX, size.height())
        return QSize(size.width() + 2 * _INSET_PX, size.height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(_INSET_PX, 0, -_INSET_PX, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        cell: QRect = option.rect
        if index.column() == GroupColumn.ROLE:
            arrow = QRect(0, 0, _ARROW_PX, _ARROW_PX)
            arrow.moveCenter(cell.center())
            arrow.moveRight(cell.right() - _INSET_PX - TIGHT_PX)
            icon("arrow-down", "muted").paint(painter, arrow)
        elif index.column() == GroupColumn.PREVIEWS:
            _paint_previews(painter, cell.adjusted(SPACING_PX, 0, -TIGHT_PX, 0), index.data(PREVIEWS_ROLE))

    @Slot()
    def _take_choice(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def _paint_previews(painter: QPainter, cell: QRect, images: list[QImage] | None) -> None:
    """Paint as many pictures as fit, or empty places where they are still being made."""
    places = 3 if images is None else len(images)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(QPen(QColor(colours().border), 1))
    side = cell.height() - 2 * TIGHT_PX
    fitting = max((cell.width() + TIGHT_PX) // (side + TIGHT_PX), 1)
    for place in range(min(places, fitting)):
        tile = QRect(cell.left() + place * (side + TIGHT_PX), cell.top() + TIGHT_PX, side, side)
        if images is not None:
            painter.drawImage(tile, images[place])
        painter.drawRect(tile.adjusted(0, 0, -1, -1))
    painter.restore()
