"""The threshold as a sentence: at most 1 false alarm in N normal images, and how exactly that is known."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from gui.look.numbers import percent
from gui.look.theme import SPACING_PX, TIGHT_PX, restyle
from gui.state.wording import error_text
from gui.verdict.threshold import LEAST, MOST, Threshold
from gui.widgets.fitting.elided_label import ElidedLabel
from gui.widgets.number_box import by_1_2_5
from gui.widgets.wheel_focus import WheelNeedsFocus


class FalseAlarmSpinBox(WheelNeedsFocus, QSpinBox):
    """N of "1 false alarm in N"; arrows, keys and wheel step along 10, 20, 50, ..."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("falseAlarmsBox")
        self.setRange(LEAST, MOST)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.setAccessibleName(self.tr("At most 1 false alarm in so many normal images"))
        self.setToolTip(
            self.tr("At most one in so many normal images may be judged abnormal by mistake, 10 to 1,000.")
        )

    @Slot(int)
    def stepBy(self, steps: int) -> None:
        """Step along 10, 20, 50, 100, ..."""
        self.setValue(round(by_1_2_5(float(self.value()), steps)))
        self.selectAll()


class FalseAlarmBox(QWidget):
    """A sentence with a number to choose in it; below it, the interval of the true rate, or why the request fails.

    Args:
        threshold: what the number shows and changes.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threshold = threshold
        self._before = QLabel(self.tr("At most 1 false alarm in"), self)
        self._after = QLabel(self.tr("normal images"), self)
        self.box = FalseAlarmSpinBox(self)
        self._before.setBuddy(self.box)
        self._range = ElidedLabel(parent=self, lines=2)
        self._range.setObjectName("falseAlarmsRange")
        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self._before)
        line.addWidget(self.box)
        line.addWidget(self._after)
        line.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addLayout(line)
        layout.addWidget(self._range)
        self.box.valueChanged.connect(threshold.request)
        threshold.changed.connect(self._follow)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the last words out where the sentence does not fit."""
        super().resizeEvent(event)
        parts = (self._before, self.box, self._after)
        needed = sum(part.sizeHint().width() for part in parts) + 2 * SPACING_PX
        self._after.setVisible(self.width() >= needed)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the sentence without its last words."""
        width = self._before.sizeHint().width() + SPACING_PX + self.box.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())

    @property
    def range_text(self) -> str:
        """The sentence below the number."""
        return self._range.text()

    @Slot()
    def _follow(self) -> None:
        self.box.blockSignals(True)
        self.box.setValue(self._threshold.requested)
        self.box.blockSignals(False)
        problem = self._threshold.problem
        is_bad = problem is not None
        if bool(self.box.property("bad")) != is_bad or not self._range.property("role"):
            self.box.setProperty("bad", is_bad)
            self._range.setProperty("role", "problem" if is_bad else "muted")
            restyle(self.box)
            restyle(self._range)
        self._range.setText(self._describe_range() if problem is None else error_text(problem))

    def _describe_range(self) -> str:
        threshold = self._threshold
        if not threshold.can_judge:
            return self.tr("This threshold applies to all verdicts, marks and colours.")
        low, high = threshold.rate_interval
        template = self.tr(
            "With {n:,} held-out normal images, the true rate is {low} to {high} %, nine times in ten."
        )
        text = template.format(n=threshold.normals, low=percent(low), high=percent(high))
        if threshold.copies_left_out:
            copies = self.tr("{copies:,} more are copies of these and do not count.")
            text += " " + copies.format(copies=threshold.copies_left_out)
        return text
