"""The verdict in one strip: icon and word, how rare the image is, what it is judged by, and what led to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.protocol.events import DetectorMissing, DetectorReady, Scored
from engine.protocol.results import DrawingVerdict, EvidenceKind
from gui.look.icons import IconLabel, Tint, icon
from gui.look.numbers import probability
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX, restyle, tabular
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.state.wording import error_text
from gui.verdict.judge_by_box import JudgeByRow
from gui.verdict.nearest_normal import NearestNormal
from gui.verdict.score_bar import ScoreBar
from gui.verdict.sentences import Sentences
from gui.verdict.threshold import Threshold
from gui.verdict.wording import rank_sentence, reason_sentences
from gui.widgets.buttons import push_button
from gui.widgets.explanations import ExplanationLink, low_error

_WORD_SCALE = 1.6  # the verdict is what is seen first
_REASON_LINES = 3


class VerdictView(QWidget):
    """Shows whether the current drawing is normal, by icon, word and colour, and what led to it.

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
        self._is_example = False
        self._missing = self.tr("Train a model or open one to get verdicts.")
        self._has_detector = False
        self._is_abnormal: bool | None = None

        self._icon = IconLabel(icon("info", "muted"), parent=self)
        self._word = QLabel(self)
        self._word.setObjectName("verdictLabel")
        self._p_value = QLabel(self)
        self._p_value.setObjectName("pValueLabel")
        self._p_value.setProperty("role", "muted")
        self._p_value.setFont(tabular(self._p_value.font()))
        self._p_value.setToolTip(
            self.tr("The share of normal images that score at least as high, this one counted among them.")
        )
        self._reason = Sentences(_REASON_LINES, self)
        self._reason.setObjectName("verdictReason")
        self.explanation_link = ExplanationLink(
            "lowErrorLink", low_error(), self.tr("Why not by the error?"), self
        )
        self.learn_button = push_button(self, "learnNormalButton", self.tr("Learn what is normal"))
        self.learn_button.setToolTip(self.tr("Score normal images that the model was not shown, to compare with"))
        self.learn_button.clicked.connect(self._request_learning)
        self.judge_by = JudgeByRow(threshold, self)
        self.bar = ScoreBar(threshold, self)
        self.nearest = NearestNormal(self)
        self._kinds: tuple[EvidenceKind, ...] = ()
        self._explained: float | None = None
        self._lay_out()
        self._measure()
        threshold.changed.connect(self._follow)
        self._follow()

    @Slot(object)
    def show_detector(self, event: DetectorReady) -> None:
        """Take the kinds of evidence of another detector, and wait for the next score."""
        self._has_detector = True
        self._kinds, self._explained = event.kinds, event.explained
        self.show_nothing()

    @Slot(object)
    def show_missing(self, event: DetectorMissing) -> None:
        """Show why there are no verdicts."""
        self._has_detector = False
        self._missing = event.reason
        self.show_nothing()

    @Slot(object)
    def show_scored(self, event: Scored, *, is_example: bool = False) -> None:
        """Show the verdict on a drawing; an answer that comes after the detector has gone is dropped."""
        if self._has_detector:
            self._scored = event
            self._is_example = is_example
            self._follow()

    @Slot(object)
    def show_example(self, event: Scored) -> None:
        """Show the verdict on the start page's example, marked as such."""
        self.show_scored(event, is_example=True)

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
        verdict = self._verdict()
        self._is_abnormal = None if verdict is None else self._threshold.is_abnormal(verdict.p_value)
        for part in (self.bar, self._p_value, self.judge_by, self.explanation_link):
            part.setVisible(verdict is not None)
        self.learn_button.setVisible(not self._has_detector)
        if verdict is None or self._scored is None:
            self.nearest.show_nothing()
            self._show(self.tr("No verdict yet"), "info", "muted", [self._why_none()])
            self._word.setToolTip("")
        else:
            self.bar.show_score(verdict.score, self._kinds, verdict.contributions.tolist())
            self._p_value.setText(self.tr("p = {p}").format(p=probability(verdict.p_value)))
            why = reason_sentences(verdict, self._kinds, self._threshold, self._explained)
            if self._is_example:
                why[0] = self.tr("Example. {rank}").format(rank=why[0])
            if self._is_abnormal:
                self.nearest.show_image(self._scored.nearest_normal)
                self._show(self.tr("Abnormal"), "warning", "error", why)
            else:
                self.nearest.show_nothing()
                self._show(self.tr("Normal"), "check", "success", why)
            self._word.setToolTip(rank_sentence(verdict, self._threshold))
        self.setAccessibleName(f"{self._word.text()}. {self._reason.whole}")
        self.setAccessibleDescription("" if verdict is None else self.bar.accessibleDescription())

    def _verdict(self) -> DrawingVerdict | None:
        if self._scored is None or not self._threshold.can_judge:
            return None
        return self._scored.by.get(self._threshold.judge_by)

    def _show(self, word: str, icon_name: str, tint: Tint, reason: Sequence[str]) -> None:
        self._icon.show_icon(icon(icon_name, tint))
        self._word.setText(word)
        self._reason.show_sentences(reason)
        if self._word.property("role") != tint:
            self._word.setProperty("role", tint)
            restyle(self._word)

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
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self._reason)
        words.addStretch()
        self._words = QWidget(self)
        self._words.setLayout(words)
        upper = QHBoxLayout()
        upper.setSpacing(SPACING_PX)
        upper.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(self._words, 5)
        upper.addWidget(self.bar, 6)
        choice = QHBoxLayout()
        choice.setSpacing(SPACING_PX)
        choice.addWidget(self.judge_by)
        choice.addWidget(self.explanation_link)
        choice.addStretch()
        left = QVBoxLayout()
        left.setSpacing(TIGHT_PX)
        left.addLayout(upper, 1)
        left.addLayout(choice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addLayout(left, 1)
        layout.addWidget(self.nearest, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.learn_button, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in (self._words, self.bar):  # what they show must not move the border between them
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def _measure(self) -> None:
        """Fix all sizes by the font, since a verdict that comes in the middle of a stroke must move nothing."""
        font = QFont(self.font())
        font.setPixelSize(round(_WORD_SCALE * self.fontInfo().pixelSize()))
        font.setWeight(QFont.Weight.DemiBold)
        self._word.setFont(font)
        word = QFontMetrics(font)
        p_value_px = self._p_value.fontMetrics().horizontalAdvance(self.tr("p = {p}").format(p="0.00000"))
        words_px = word.horizontalAdvance(self.tr("Abnormal")) + SPACING_PX + p_value_px + TIGHT_PX
        self._icon.setFixedSize(word.height(), word.height())
        bar = self.bar.minimumSizeHint()
        self._words.setMinimumWidth(words_px)
        self.bar.setMinimumWidth(bar.width())
        choice = self.judge_by.sizeHint().expandedTo(self.explanation_link.sizeHint())
        choice_px = self.judge_by.sizeHint().width() + SPACING_PX + self.explanation_link.sizeHint().width()
        upper_px = word.height() + words_px + bar.width() + 2 * SPACING_PX
        nearest = self.nearest.sizeHint()
        self._least_px = max(choice_px, upper_px) + MARGIN_PX + nearest.width()
        upper = max(word.height() + self._reason.sizeHint().height(), bar.height())
        self.setFixedHeight(max(upper + TIGHT_PX + choice.height(), nearest.height()))

    # ------------------------------------------------------------------------------------ Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the words as they are styled now."""
        super().showEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_word"):
            self._follow()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "_word"):
            self._measure()
            self._follow()

    def sizeHint(self) -> QSize:
        """Return the strip's comfortable size."""
        return QSize(2 * self._least_px, self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which word and bar can be read."""
        return QSize(self._least_px, self.height())
