"""The choice of what verdicts are judged by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from engine.protocol.results import JudgeBy
from gui.look.theme import SPACING_PX
from gui.verdict.threshold import Threshold
from gui.widgets.wheel_focus import WheelNeedsFocus

_ORDER = (JudgeBy.ALL, JudgeBy.CODE, JudgeBy.ERROR)


def choice_name(judge_by: JudgeBy) -> str:
    """Return what a choice is called in the window."""
    names = {
        JudgeBy.ERROR: _tr("Reconstruction error"),
        JudgeBy.CODE: _tr("Error and code"),
        JudgeBy.ALL: _tr("All evidence"),
    }
    return names[judge_by]


class JudgeByBox(WheelNeedsFocus, QComboBox):
    """Chooses what verdicts are judged by, and shows what is chosen.

    Args:
        threshold: holds the choice.
    """

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judgeByBox")
        self.setAccessibleName(self.tr("Judge by"))
        for choice in _ORDER:
            self.addItem(choice_name(choice), choice)
        self._threshold = threshold
        self.activated.connect(self._choose)
        threshold.changed.connect(self._follow)
        self._follow()

    @Slot(int)
    def _choose(self, index: int) -> None:
        self._threshold.request_judge_by(JudgeBy(self.itemData(index)))

    @Slot()
    def _follow(self) -> None:
        self.setCurrentIndex(_ORDER.index(self._threshold.judge_by))
        self.setEnabled(len(self._threshold.choices) > 1)
        self.setToolTip(self._explain())

    def _explain(self) -> str:
        if not self._threshold.choices:
            return self.tr("There is nothing to judge by yet: train a model or open one to get verdicts.")
        if not self.isEnabled():
            return self.tr(
                "These verdicts know only what the image itself shows: the model was trained on too few images that "
                "it could be compared with. Train with a validation split to judge by your autoencoder, too."
            )
        return self.tr(
            "Judge by your autoencoder alone, by its reconstruction error as in the article or also by its code, "
            "or by all evidence, with what the image itself shows. Each has a threshold of its own."
        )


class JudgeByRow(QWidget):
    """The choice with its name before it."""

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = JudgeByBox(threshold, self)
        name = QLabel(self.tr("Judge by"), self)
        name.setBuddy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(name)
        layout.addWidget(self.box)
        layout.setAlignment(Qt.AlignmentFlag.AlignLeft)


def _tr(text: str) -> str:
    return QCoreApplication.translate("JudgeByBox", text)
