"""Short explanations of results that surprise people, each opened by a link beside the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gui.look.theme import MARGIN_PX, SPACING_PX

_LINE_CHARACTERS = 76


class Explanation(NamedTuple):
    """A question and its answer.

    Attributes:
        title: the question as a sentence, e.g. "Why a low error does not mean normal".
        paragraphs: the answer, in plain words.
        source: where its numbers come from.
    """

    title: str
    paragraphs: Sequence[str]
    source: str


def low_error() -> Explanation:
    """Return why a low reconstruction error does not mean that an image is normal."""
    return Explanation(
        _tr("Why a low error does not mean normal"),
        (
            _tr(
                "The reconstruction error adds up how far each pixel is off. That depends on how much there is "
                "to reconstruct before it depends on whether the image is normal."
            ),
            _tr(
                "A picture taken in too little light has little ink, so there is little to get wrong: at 0.4 of "
                "the brightness, the plain error ranks damaged digits below sound ones three times out of four "
                "(AUROC 0.25, where 0.5 is guessing and 1 is perfect). Blur makes a digit smoother, and "
                "smooth is what an autoencoder does best: 0.25 to 0.48."
            ),
            _tr(
                "An autoencoder also learns strokes that many shapes share, so it may reconstruct what it has "
                "never seen. And a high error need not mean abnormal: an unusual but sound digit has one, too."
            ),
            _tr(
                "So the verdict does not ask whether the error is high. It asks, for several kinds of evidence "
                "and both ways, how rare such an image is among normal images that the model was not shown."
            ),
        ),
        _tr("Numbers: MNIST test set, the article's architecture, the plain error alone."),
    )


def easy_and_hard() -> Explanation:
    """Return why some classes are easier to distinguish from the rest than others."""
    return Explanation(
        _tr("Why 1 is easy and 8 is hard"),
        (
            _tr(
                "What counts is how much the normal class varies, and what else looks like it. Ones look much "
                "alike: in MNIST they differ from their mean by half as much as eights do (22.5 against 45.6, "
                "the squared distance over all pixels). Any ink beside that narrow stroke stands out."
            ),
            _tr(
                "An eight is two loops, and people write loops in many ways: round, slanted, open, thin. A "
                "detector that forgives all of them forgives some threes, fives and nines as well, which share "
                "most of their strokes with an eight."
            ),
            _tr(
                "It can get worse than that. A one has little ink, so it is never far from anything. Compared "
                "pixel by pixel with 2,000 eights, a one looks no less like an eight than other eights do (AUROC "
                "0.50, no better than guessing). The other way round, among ones, eights are found almost without fail "
                "(0.999)."
            ),
            _tr("That is why shape, not only brightness pixel by pixel, belongs to the evidence."),
        ),
        _tr(
            "Numbers: MNIST; spread over the training images, AUROC on the test set by the distance to the 5 "
            "nearest of the first 2,000 training images of the class."
        ),
    )


class ExplanationWindow(QDialog):
    """One explanation in a window of its own."""

    def __init__(self, explanation: Explanation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanationWindow")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(explanation.title)
        self._text = QWidget()
        self._text.setProperty("plain", True)
        column = QVBoxLayout(self._text)
        column.setContentsMargins(2 * MARGIN_PX, 2 * MARGIN_PX, 2 * MARGIN_PX, 2 * MARGIN_PX)
        column.setSpacing(MARGIN_PX)
        title = _paragraph(explanation.title)
        font = title.font()
        font.setPixelSize(round(1.3 * self.fontMetrics().ascent() + 2))
        title.setFont(font)
        title.setProperty("role", "title")
        column.addWidget(title)
        for paragraph in explanation.paragraphs:
            column.addWidget(_paragraph(paragraph))
        source = _paragraph(explanation.source)
        source.setProperty("role", "muted")
        column.addWidget(source)
        column.addStretch()
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACING_PX)
        layout.addWidget(scroll)

    def sizeHint(self) -> QSize:
        """Return the size of the whole text, in lines that are easy to read."""
        width = _LINE_CHARACTERS * self.fontMetrics().averageCharWidth()
        return QSize(width, min(self._text.heightForWidth(width) + SPACING_PX, 600))


class ExplanationLink(QToolButton):
    """A small link that opens an explanation, or brings its window to the front.

    Args:
        name: the object name.
        explanation: what it opens.
        text: of the link; the explanation's title where it is empty.
    """

    def __init__(self, name: str, explanation: Explanation, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(text or explanation.title)
        self.setToolTip(explanation.title)
        self.setAccessibleName(explanation.title)
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._explanation = explanation
        self._window: ExplanationWindow | None = None
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        if self._window is None:
            self._window = ExplanationWindow(self._explanation, self.window())
            self._window.destroyed.connect(self._forget)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    @Slot()
    def _forget(self) -> None:
        self._window = None


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("Explanations", text)
