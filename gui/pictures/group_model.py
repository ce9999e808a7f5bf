"""The groups of a folder of pictures as a table of Qt's; the roles can be changed in it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QImage

from engine.pictures.folder_scan import FolderScan, PictureGroup
from engine.pictures.import_plan import ImportPlan, Role, roles_of
from engine.pictures.layouts import Part
from gui.look.pixels import image_from_grey, image_from_rgb
from gui.look.theme import colours
from gui.pictures import wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
PREVIEWS_ROLE = Qt.ItemDataRole.UserRole
"""The small pictures of a row, a list of `QImage`; None while there are none yet."""


class GroupColumn(IntEnum):
    """The columns, from the left."""

    FOLDER = 0
    COUNT = 1
    MASKS = 2
    ROLE = 3
    PREVIEWS = 4


class GroupModel(QAbstractTableModel):
    """One row a group.

    Signals:
        role_chosen: the user gave the group of this folder (str) another `Role`.
    """

    role_chosen = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: FolderScan | None = None
        self._groups: tuple[PictureGroup, ...] = ()
        self._roles: dict[str, Role] = {}
        self._previews: dict[str, list[QImage]] = {}

    def show_folder(self, found: FolderScan | None, plan: ImportPlan | None) -> None:
        """Show the groups of a folder; None for none."""
        self.beginResetModel()
        self._found = found
        self._groups = () if found is None else tuple(sorted(found.groups, key=_is_for_tests))
        self._previews = {}
        self._roles = {} if found is None or plan is None else roles_of(found, plan)
        self.endResetModel()

    def show_roles(self, plan: ImportPlan) -> None:
        """Show other roles of the same groups."""
        assert self._found is not None
        self._roles = roles_of(self._found, plan)
        self._announce(GroupColumn.FOLDER, GroupColumn.ROLE)  # what is left out is greyed

    def show_previews(self, folder: str, images: NDArray[np.uint8]) -> None:
        """Show the small pictures of a group, (k, side, side, channels) uint8."""
        self._previews[folder] = [
            image_from_rgb(image) if image.shape[2] == 3 else image_from_grey(image[:, :, 0]) for image in images
        ]
        self._announce(GroupColumn.PREVIEWS, GroupColumn.PREVIEWS)

    @property
    def has_masks(self) -> bool:
        """Whether any group has masks."""
        return any(group.masks for group in self._groups)

    # ------------------------------------------------------------------------------------ Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of groups."""
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(GroupColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title, its explanation or its alignment."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = GroupColumn(section)
        title, explanation = {
            GroupColumn.FOLDER: (self.tr("Folder"), ""),
            GroupColumn.COUNT: (self.tr("Pictures"), self.tr("How many pictures it holds that can be used")),
            GroupColumn.MASKS: (self.tr("Masks"), self.tr("For how many it is known where they are abnormal")),
            GroupColumn.ROLE: (
                self.tr("Used as"),
                self.tr("A click, or Space, changes what the pictures are used as"),
            ),
            GroupColumn.PREVIEWS: (self.tr("As the model gets them"), self.tr("Some of the pictures, prepared")),
        }[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.WhatsThisRole:
                return explanation or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that a role can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == GroupColumn.ROLE else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows and how."""
        group, column = self._groups[index.row()], GroupColumn(index.column())
        own_role = self._roles[group.folder]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(group, column)
            case Qt.ItemDataRole.EditRole if column is GroupColumn.ROLE:
                return own_role.value
            case Qt.ItemDataRole.ToolTipRole if column is GroupColumn.ROLE:
                return wording.role_explanation(own_role)
            case Qt.ItemDataRole.ToolTipRole if column is GroupColumn.FOLDER:
                return self._text(group, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ForegroundRole if own_role is Role.LEFT_OUT:
                return QColor(colours().disabled)
            case _ if role == PREVIEWS_ROLE:
                return self._previews.get(group.folder)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another role; the row shows it once the plan does."""
        folder = self._groups[index.row()].folder
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str) or Role(value) is self._roles[folder]:
            return False
        self.role_chosen.emit(folder, Role(value))
        return True

    def _text(self, group: PictureGroup, column: GroupColumn) -> str:
        match column:
            case GroupColumn.FOLDER:
                return "" if self._found is None else wording.group_name(self._found, group)
            case GroupColumn.COUNT:
                return f"{len(group.files):,}"
            case GroupColumn.MASKS:
                return f"{len(group.masks):,}" if group.masks else "–"
            case GroupColumn.ROLE:
                return wording.role_text(self._roles[group.folder])
        return ""

    def _announce(self, first: GroupColumn, last: GroupColumn) -> None:
        self.dataChanged.emit(self.index(0, first), self.index(len(self._groups) - 1, last))


def _is_for_tests(group: PictureGroup) -> bool:
    return group.part is Part.TEST


def _alignment(column: GroupColumn) -> Qt.AlignmentFlag:
    is_number = column in (GroupColumn.COUNT, GroupColumn.MASKS)
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
