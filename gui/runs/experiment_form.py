"""What goes into an experiment file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from engine.protocol.run_info import RunInfo
from gui.look.icons import icon
from gui.look.theme import SPACING_PX
from gui.runs import wording
from gui.state.availability import Availability, apply_availability
from gui.widgets.buttons import push_button


class ExperimentForm(QWidget):
    """Notes, whether the data go in too, and a button.

    Signals:
        accepted: save the runs of these keys (tuple) with these notes (str); the bool says whether the data go in
            however large they are.
        cancelled: the user does not want to.
    """

    accepted = Signal(object, str, bool)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._notes = QPlainTextEdit(self)
        self._notes.setObjectName("experimentNotes")
        self._notes.setAccessibleName(self.tr("Notes on the experiment"))
        self._notes.setPlaceholderText(self.tr("Notes for whoever opens it"))
        self._notes.setTabChangesFocus(True)
        self._notes.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self._with_data = QCheckBox(self.tr("Put the images in too, however large they are"), self)
        self._with_data.setObjectName("experimentWithDataBox")
        self._with_data.setToolTip(self.tr("Small data sets go in anyway."))
        self._save = push_button(self, "experimentSaveButton", self.tr("Save…"), icon("save"))
        self._save.setToolTip(self.tr("Runs, notes, threshold and drawing as one file"))
        cancel = push_button(self, "experimentCancelButton", self.tr("Cancel"))
        self._save.clicked.connect(self._accept)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING_PX)
        buttons.addWidget(self._save)
        buttons.addWidget(cancel)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._title)
        layout.addWidget(self._notes, 1)
        layout.addWidget(self._with_data)
        layout.addLayout(buttons)

    def show_runs(self, runs: tuple[RunInfo, ...]) -> None:
        """Propose to save these runs. What was typed before stays."""
        self._keys = tuple(run.key for run in runs)
        self._title.setText(
            self.tr("Save {runs} as an experiment").format(runs=wording.quoted(tuple(run.name for run in runs)))
        )

    def focus_notes(self) -> None:
        """Let the user type the notes."""
        self._notes.setFocus()

    def apply_availability(self, availability: Availability) -> None:
        """Let it be saved, or say why not."""
        apply_availability(self._save, availability)

    @Slot()
    def _accept(self) -> None:
        self.accepted.emit(self._keys, self._notes.toPlainText().strip(), self._with_data.isChecked())
