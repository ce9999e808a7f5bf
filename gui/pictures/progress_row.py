"""What is being done, how far it is, and the button that ends it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gui.look.icons import icon
from gui.look.theme import SPACING_PX, TIGHT_PX
from gui.widgets.buttons import push_button
from gui.widgets.fitting.elided_label import ElidedLabel


class ProgressRow(QWidget):
    """A sentence above a bar with Cancel beside it; hidden while nothing is done.

    Signals:
        cancel_requested: the user wants it to end.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doing = ElidedLabel(parent=self)
        self._doing.setObjectName("picturesDoing")
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setObjectName("picturesProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = push_button(self, "picturesCancelButton", self.tr("Cancel"), icon("cancel"))
        self._cancel.setToolTip(self.tr("End this; the present data stay."))
        self._cancel.clicked.connect(self.cancel_requested)
        beside = QVBoxLayout()
        beside.setSpacing(TIGHT_PX)
        beside.addStretch()
        beside.addWidget(self._doing)
        beside.addWidget(self._bar)
        beside.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(beside, 1)
        layout.addWidget(self._cancel)
        self.hide()

    @property
    def text(self) -> str:
        """What is being done; empty while nothing is."""
        return "" if self.isHidden() else self._doing.text()

    @Slot(str)
    def show_work(self, doing: str, fraction: float | None = None) -> None:
        """Show what is being done, and how much of it is done, 0..1; None where that is not known."""
        self._doing.setText(doing)
        self._bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._bar.setValue(round(1000 * fraction))
        self.show()

    @Slot()
    def finish(self) -> None:
        """Show that nothing is done any more."""
        self.hide()
