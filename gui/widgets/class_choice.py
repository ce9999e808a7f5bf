"""Which classes count as normal: all of them, or any set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from engine.protocol.model_info import Normal
from gui.look.theme import TIGHT_PX
from gui.state.availability import Availability, apply_availability
from gui.state.class_names import class_text
from gui.state.wording import error_text
from gui.widgets.buttons import tool_button

CHIPS_AT_MOST = 20
"""More classes than this are typed, as "1, 3, 5-9"."""
_MOST_SIGNS = 14
"""Of a name on a chip; its tool tip has the whole name."""


class ClassChoice(QWidget):
    """A chip for each class and one for all of them; a line to type in where there are many classes.

    Nothing chosen means all, so a normal set is never empty.

    Signals:
        normal_changed: the user chose other classes: a tuple of labels, or None for all.
    """

    normal_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[int, ...] = ()
        self._normal: Normal = None
        self._chips: list[QToolButton] = []
        self._columns = 0
        caption = QLabel(self.tr("Normal classes"), self)
        caption.setProperty("role", "muted")
        tip = self.tr("Every training image counts as normal.")
        self._all = tool_button(self, "normalAllButton", self.tr("All"), tip=tip, look="chip", is_checkable=True)
        self._all.clicked.connect(self._choose_all)
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(self.tr("all, or for example 1, 3, 5-9"))
        self._line.setObjectName("normalLine")
        self._line.setAccessibleName(caption.text())
        self._line.editingFinished.connect(self._choose_typed)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setObjectName("normalProblem")
        self._problem.setProperty("role", "problem")
        self._grid = QGridLayout()
        self._grid.setSpacing(TIGHT_PX)

        header = QHBoxLayout()
        header.addWidget(caption, 1)
        header.addWidget(self._all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addLayout(header)
        layout.addLayout(self._grid)
        layout.addWidget(self._line)
        layout.addWidget(self._problem)
        self.set_labels(())

    @property
    def normal(self) -> Normal:
        """The labels that count as normal; None means all."""
        return self._normal

    def set_labels(self, labels: Sequence[int], names: Mapping[int, str] | None = None) -> None:
        """Offer the classes of another data set, all of them normal.

        Args:
            labels: the classes.
            names: what they are called, where that is more than a number.
        """
        names = names or {}
        self._labels = tuple(labels)
        while self._chips:
            chip = self._chips.pop()
            self._grid.removeWidget(chip)
            chip.deleteLater()
        are_chips = len(self._labels) <= CHIPS_AT_MOST
        for label in self._labels if are_chips else ():
            name = class_text(label, names)
            tip = self.tr("Count class {label} as normal, or not.").format(label=name)
            text = name if len(name) <= _MOST_SIGNS else f"{name[: _MOST_SIGNS - 1]}…"
            text = text.replace("&", "&&")
            chip = tool_button(self, f"normalButton{label}", text, tip=tip, look="chip", is_checkable=True)
            chip.setProperty("label", label)
            chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # as wide as its column
            chip.clicked.connect(self._choose_chips)
            self._chips.append(chip)
        self._line.setVisible(not are_chips)
        self._place_chips()
        self.set_normal(None)

    def set_normal(self, normal: Normal) -> None:
        """Show a choice, e.g. that of an opened model; no signal is sent. Unknown labels are left out."""
        chosen = tuple(sorted(set(self._labels) & set(normal or ())))
        self._normal = chosen if 0 < len(chosen) < len(self._labels) else None
        self._problem.hide()
        self._all.setChecked(self._normal is None)
        for chip in self._chips:
            chip.setChecked(chip.property("label") in (self._normal or ()))
        self._line.setText(", ".join(map(str, self._normal or ())))

    def apply_availability(self, availability: Availability) -> None:
        """Enable or disable the choice, with the reason in the tool tips."""
        for widget in (self._all, self._line, *self._chips):
            apply_availability(widget, availability)

    @Slot()
    def _choose_all(self) -> None:
        self._choose(None)

    @Slot()
    def _choose_chips(self) -> None:
        self._choose(tuple(chip.property("label") for chip in self._chips if chip.isChecked()))

    @Slot()
    def _choose_typed(self) -> None:
        try:
            self._choose(typed_labels(self._line.text(), self._labels))
        except UserError as error:
            self._problem.setText(error_text(error))
            self._problem.show()

    def _choose(self, normal: Normal) -> None:
        before = self._normal
        self.set_normal(normal)
        if self._normal != before:
            self.normal_changed.emit(self._normal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips for the new width."""
        super().resizeEvent(event)
        self._place_chips()

    def _place_chips(self) -> None:
        """Put the chips into rows of equal length."""
        if not self._chips:
            return
        narrowest = max(chip.fontMetrics().horizontalAdvance(chip.text()) for chip in self._chips) + 12
        fitting = max(1, (self.width() + TIGHT_PX) // (narrowest + TIGHT_PX))
        rows = -(-len(self._chips) // fitting)
        columns = -(-len(self._chips) // rows)
        if columns == self._columns and self._grid.count() == len(self._chips):
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for position, chip in enumerate(self._chips):
            self._grid.addWidget(chip, position // columns, position % columns)


def typed_labels(text: str, labels: Iterable[int]) -> Normal:
    """Return the labels that a text such as "1, 3, 5-9" names; None for an empty text or "all".

    Args:
        text: numbers and ranges, apart by commas or spaces.
        labels: the classes that there are. A range takes those within it.

    Raises:
        UserError: a part is no number and no range, or names no class.
    """
    known = sorted(labels)
    chosen: set[int] = set()
    if text.strip().lower() in ("", "all"):
        return None
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*(?=\d)", "-", text.strip())):
        if not part:
            continue
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if match is None:
            raise UserError('"{part}" is no class; type numbers and ranges, such as 1, 3, 5-9.', part=part)
        low, high = int(match[1]), int(match[2] or match[1])
        found = [label for label in known if low <= label <= high]
        if not found:
            raise UserError(
                "There is no class {part}; the classes go from {low} to {high}.",
                part=part,
                low=known[0],
                high=known[-1],
            )
        chosen.update(found)
    return tuple(sorted(chosen))
