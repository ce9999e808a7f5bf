"""The verdict in one strip: icon and word, how rare the image is, and the evidence for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.protocol.events import DetectorMissing, DetectorReady, Scored
from gui.look.icons import IconLabel, Tint, icon
from gui.look.numbers import probability
from gui.look.theme import MARGIN_PX, SPACING_PX, restyle, tabular
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.state.wording import error_text
from gui.verdict.evidence_bars import EvidenceBars
from gui.verdict.threshold import Threshold
from gui.widgets.buttons import push_button
from gui.widgets.explanations import ExplanationLink, low_error

_ICON_PX = 28
_WORD_SCALE = 1.35
_HEIGHT_LINES = 5.1
_UNLIMITED_PX = 16_777_215  # QWIDGETSIZE_MAX, which PySide6 does not give


class VerdictView(QWidget):
    """Shows whether the current drawing is normal, by icon, word and colour, and the evidence.

    It follows each `Scored` and each move of the threshold. Where there is no verdict it shows why, and what to do
    next.

    Signals:
        learning_requested: let the current model learn what is normal, so that there can be verdicts.

    Args:
        threshold: what the verdict compares with.
    """

    learning_requested = Signal()

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictView")
        self._threshold = threshold
        self._scored: Scored | None = None
        self._missing = self.tr("Train a model or open one to get verdicts.")
        self._has_detector = False
        self._is_abnormal: bool | None = None

        self._icon = IconLabel(icon("info", "muted"), _ICON_PX, self)
        self._word = QLabel(self)
        self._word.setObjectName("verdictLabel")
        self._p_value = QLabel(self)
        self._p_value.setObjectName("pValueLabel")
        self._p_value.setProperty("role", "muted")
        self._p_value.setFont(tabular(self._p_value.font()))
        self._p_value.setToolTip(
            self.tr("The share of normal images that score at least as high, this one counted among them.")
        )
        self._reason = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._reason.setObjectName("verdictReason")
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.explanation_link = ExplanationLink(
            "lowErrorLink", low_error(), self.tr("Why not judge by the error?"), self
        )
        self.learn_button = push_button(self, "learnNormalButton", self.tr("Learn what is normal"))
        self.learn_button.setToolTip(self.tr("Score normal images that the model was not shown, to compare with"))
        self.learn_button.clicked.connect(self._request_learning)
        self.bars = EvidenceBars(threshold, self)
        self._lay_out()
        self._size_word()
        threshold.changed.connect(self._follow)
        self._follow()

    @Slot(object)
    def show_detector(self, event: DetectorReady) -> None:
        """Take the kinds of evidence of another detector, and wait for the next score."""
        self._has_detector = True
        self.bars.set_kinds(event.kinds)
        self.show_nothing()

    @Slot(object)
    def show_missing(self, event: DetectorMissing) -> None:
        """Show why there are no verdicts."""
        self._has_detector = False
        self._missing = event.reason
        self.show_nothing()

    @Slot(object)
    def show_scored(self, event: Scored) -> None:
        """Show the verdict on a drawing; an answer that comes after the detector has gone is dropped."""
        if self._has_detector:
            self._scored = event
            self._follow()

    @Slot()
    def show_nothing(self) -> None:
        """Show that there is no verdict, e.g. since the canvas is empty."""
        self._scored = None
        self._follow()

    def apply_state(self, state: AppState) -> None:
        """Let the button be used where the engine can learn; else its tool tip says why not."""
        apply_availability(self.learn_button, controls(state)[Control.LEARN_NORMAL])

    @property
    def is_abnormal(self) -> bool | None:
        """The verdict; None while there is none."""
        return self._is_abnormal

    # ----------------------------------------------------------------------------------------- showing

    @Slot()
    def _follow(self) -> None:
        scored = self._scored if self._threshold.can_judge else None
        self._is_abnormal = None if scored is None else self._threshold.is_abnormal(scored.p_value)
        if scored is not None:
            self.bars.show_evidence(scored.evidence.tolist(), is_abnormal=bool(self._is_abnormal))
        self.bars.setVisible(scored is not None)
        self.explanation_link.setVisible(scored is not None)
        self._p_value.setVisible(scored is not None)
        self.learn_button.setVisible(not self._has_detector)
        self._words.setMaximumWidth(self._words_px if scored is not None else _UNLIMITED_PX)
        if scored is None:
            self._show(self.tr("No verdict yet"), "info", "muted", self._why_none())
        elif self._is_abnormal:
            self._show(self.tr("Abnormal"), "warning", "error", self._rank(scored))
        else:
            self._show(self.tr("Normal"), "check", "success", self._rank(scored))
        if scored is not None:
            self._p_value.setText(self.tr("p = {p}").format(p=probability(scored.p_value)))
        why = self.tr("Beyond the threshold: {kinds}.").format(kinds=", ".join(self.bars.beyond))
        self.setAccessibleName(f"{self._word.text()}. {self._reason.text()}")
        self.setAccessibleDescription(why if self._is_abnormal and self.bars.beyond else "")

    def _show(self, word: str, icon_name: str, tint: Tint, reason: str) -> None:
        self._icon.show_icon(icon(icon_name, tint))
        self._word.setText(word)
        self._reason.setText(reason)
        if self._word.property("role") != tint:
            self._word.setProperty("role", tint)
            restyle(self._word)

    def _rank(self, scored: Scored) -> str:
        """Return "higher than 97 of 100 normal images"."""
        normals = self._threshold.normals
        below = normals + 1 - round(scored.p_value * (normals + 1))
        return self.tr("Score higher than {below:,} of {normals:,} normal images").format(
            below=below, normals=normals
        )

    def _why_none(self) -> str:
        problem = self._threshold.problem
        if not self._has_detector:
            return self._missing
        if not self._threshold.can_judge and problem is not None:
            return error_text(problem)
        return self.tr("Draw something, or put a sample on the canvas.")

    @Slot()
    def _request_learning(self) -> None:
        self.learning_requested.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING_PX)
        head.addWidget(self._word)
        head.addWidget(self._p_value)
        head.addStretch()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self._reason)
        words.addWidget(self.explanation_link, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        words.setContentsMargins(0, 0, 0, 0)
        self._words = QWidget(self)
        self._words.setLayout(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        layout.addSpacing(MARGIN_PX)
        layout.addWidget(self.bars, 3)
        layout.addWidget(self.learn_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.bars.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def _size_word(self) -> None:
        font = QFont(self.font())
        font.setPixelSize(round(_WORD_SCALE * self.fontInfo().pixelSize()))
        font.setWeight(QFont.Weight.DemiBold)
        self._word.setFont(font)
        widest = (
            QFontMetrics(font).horizontalAdvance(self.tr("Abnormal"))
            + SPACING_PX
            + self._p_value.fontMetrics().horizontalAdvance(self.tr("p = {p}").format(p="0.0000"))
        )
        self._words_px = max(widest, self.explanation_link.sizeHint().width())
        # A verdict that comes in the middle of a stroke must not move the canvas.
        self.setFixedHeight(self._height_px())
        self._words.setMinimumWidth(self._words_px)  # a number that changes must not move the bars

    def _height_px(self) -> int:
        return round(_HEIGHT_LINES * self.fontMetrics().height())

    # ------------------------------------------------------------------------------------ Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the words as they are styled now."""
        super().showEvent(event)
        self._size_word()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_word"):
            self._follow()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_word"):
            self._size_word()
            self._follow()

    def sizeHint(self) -> QSize:
        """Return the strip's comfortable size."""
        return QSize(900, self._height_px())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which word and bars can be read."""
        return QSize(super().minimumSizeHint().width(), self._height_px())
