"""The facts about the selected run that the list has no room for, and its note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from engine.protocol.run_info import RunInfo
from gui.look.theme import SPACING_PX
from gui.runs import wording
from gui.state.availability import Availability

_SAVING_MS = 1_500  # after the last key


class NoteEditor(QPlainTextEdit):
    """Edits a run's note. It is kept when the typing pauses, the focus moves on or another run is shown.

    Signals:
        note_changed: the run of this key (str) has another note (str).
    """

    note_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runNote")
        self.setAccessibleName(self.tr("Note"))
        self.setPlaceholderText(self.tr("Note: what you tried, what came of it"))
        self.setTabChangesFocus(True)
        self._key = ""
        self._kept = ""
        self._pause = QTimer(self, singleShot=True, interval=_SAVING_MS)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._wait)

    def show_run(self, run: RunInfo | None) -> None:
        """Show a run's note. What is being typed about the same run stays."""
        key = "" if run is None else run.key
        note = "" if run is None else run.note
        is_being_typed = key == self._key and self.toPlainText() != self._kept
        if key != self._key:
            self.keep()
        self._key = key
        if is_being_typed:
            return
        self._kept = note
        if self.toPlainText() != note:
            self.setPlainText(note)
        self._pause.stop()

    @Slot()
    def keep(self) -> None:
        """Ask for the note to be kept, if it was changed."""
        self._pause.stop()
        text = self.toPlainText()
        if self._key and text != self._kept and not self.isReadOnly():
            self._kept = text
            self.note_changed.emit(self._key, text)

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    def sizeHint(self) -> QSize:
        """Return room for three lines."""
        return QSize(240, 3 * self.fontMetrics().lineSpacing() + 16)

    def minimumSizeHint(self) -> QSize:
        """Return room for two lines."""
        return QSize(120, 2 * self.fontMetrics().lineSpacing() + 16)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep the note when the focus moves on."""
        super().focusOutEvent(event)
        self.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the note when it is hidden."""
        super().hideEvent(event)
        self.keep()


class RunDetails(QWidget):
    """Shows what is known about one run, or what to do where none or several are selected.

    Signals:
        note_changed: as of `NoteEditor`.
    """

    note_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = QLabel(self)
        self._facts.setObjectName("runFacts")
        self._facts.setProperty("role", "muted")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = NoteEditor(self)
        self.note.note_changed.connect(self.note_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._facts, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.note, 1)

    def show_runs(self, selected: tuple[RunInfo, ...]) -> None:
        """Show the facts and the note of one run; of several, what can be done with them."""
        run = selected[0] if len(selected) == 1 else None
        self.note.show_run(run)
        self.note.setVisible(run is not None)
        if run is not None:
            self._facts.setText(self._text(run))
        elif len(selected) == 2:
            self._facts.setText(self.tr("Two runs are selected. Compare shows them side by side."))
        elif selected:
            self._facts.setText(self.tr("{count:,} runs are selected.").format(count=len(selected)))
        else:
            self._facts.setText(self.tr("Select a run to see its note."))

    def apply_availability(self, availability: Availability) -> None:
        """Let the note be edited, or say why not."""
        self.note.setReadOnly(not availability.is_enabled)
        self.note.setToolTip(availability.reason)

    def _text(self, run: RunInfo) -> str:
        model = run.model
        auroc, error = wording.metric(run, "auroc"), wording.test_error(run)
        parts = [
            wording.data_text(run),
            wording.date_text(run),
            "" if error is None else self.tr("test error {error}").format(error=wording.number_text(error, 4)),
            "" if auroc is None else self.tr("AUROC {auroc}").format(auroc=wording.number_text(auroc, 3)),
            self.tr("{parameters:,} weights").format(parameters=model.parameters),
            wording.size_text(run.size_bytes),
            self.tr("gives verdicts") if run.has_verdicts else "",
            self.tr("kept") if run.is_kept else "",
        ]
        return " · ".join(filter(None, parts))
