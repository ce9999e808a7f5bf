"""The offer to download MNIST, which the article is about, where pen digits stand in for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.look.icons import icon
from gui.look.theme import SPACING_PX, TIGHT_PX
from gui.state.app_state import AppState, Phase
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.widgets.buttons import push_button, tool_button

_STAND_IN = "pen-digits"


class MnistOffer(QFrame):
    """One sentence, a button that downloads MNIST, and one that closes the offer for good.

    It is shown while pen digits are loaded and MNIST is not in Keras's cache. Nobody who opened their own images is
    asked.

    Signals:
        download_requested: download MNIST and load it.
    """

    download_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mnistOffer")
        self.setProperty("offer", True)
        self._is_dismissed = False
        self._is_needed = False
        self._state = AppState()
        reason = QLabel(self.tr("The article trains on MNIST: 70,000 real handwritten digits."), self)
        reason.setObjectName("mnistOfferText")
        reason.setWordWrap(True)
        reason.setTextFormat(Qt.TextFormat.PlainText)
        self._tip = self.tr("Download MNIST once, into Keras's own cache. The pen digits stay until it is here.")
        self._download = push_button(
            self, "downloadMnistButton", self.tr("Download MNIST, 11 MB"), icon("download", "accent"), self._tip
        )
        self._close = tool_button(
            self, "dismissMnistButton", drawn=icon("close"), tip=self.tr("Do not offer this again")
        )
        self._download.clicked.connect(self.download_requested)
        self._close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.setSpacing(TIGHT_PX)
        head.addWidget(reason, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(head)
        layout.addWidget(self._download)
        self.hide()

    @property
    def is_dismissed(self) -> bool:
        """Whether the user wants to see the offer no more."""
        return self._is_dismissed

    @Slot()
    def dismiss(self) -> None:
        """Hide the offer for good."""
        self._is_dismissed = True
        self._show_or_hide()

    def apply_state(self, state: AppState) -> None:
        """Show the offer where it is needed, and let it be taken where other data can be requested."""
        had, self._state = self._state, state
        if state.dataset is not had.dataset:
            self._is_needed = (
                state.dataset is not None and state.dataset.source == _STAND_IN and not _is_mnist_cached()
            )
        apply_availability(self._download, controls(state)[Control.DATA], self._tip)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        is_loading = self._state.phase is Phase.LOADING_DATA  # the progress is shown instead
        self.setVisible(self._is_needed and not self._is_dismissed and not is_loading)


def _is_mnist_cached() -> bool:
    from engine.datasets import mnist  # by then the engine has imported it; it would delay the window's start

    return mnist.cached_file() is not None
