"""How a run is to be trained further: more epochs, another learning rate."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.protocol.run_info import RunInfo
from engine.settings import FIELDS
from gui.look.icons import icon
from gui.look.theme import SPACING_PX
from gui.state.availability import Availability, apply_availability
from gui.state.wording import error_text
from gui.widgets.buttons import push_button
from gui.widgets.number_box import NumberBox


class ContinueForm(QWidget):
    """Two numbers and a button; it stays open beside everything else.

    Signals:
        accepted: train the run of this key (str) to so many epochs in all (int), with this learning rate (float, or
            None to leave it).
        cancelled: the user does not want to.
    """

    accepted = Signal(str, int, object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunInfo | None = None
        self._availability = Availability(True)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._more = NumberBox(FIELDS["epochs"], parent=self)
        self._more.setObjectName("moreEpochsBox")
        self._more.setAccessibleName(self.tr("More epochs"))
        self._more.setToolTip(self.tr("How many epochs are trained beside those that are done"))
        self._rate = NumberBox(FIELDS["learning_rate"], parent=self)
        self._rate.setObjectName("nextLearningRateBox")
        self._total = QLabel(self)
        self._total.setObjectName("totalEpochsLabel")
        self._total.setProperty("role", "muted")
        self._start = push_button(self, "continueStartButton", self.tr("Continue"), icon("resume"))
        self._start.setToolTip(self.tr("Train further from where it ended"))
        cancel = push_button(self, "continueCancelButton", self.tr("Cancel"))
        for box in (self._more, self._rate):
            box.value_edited.connect(self._follow)
            box.lineEdit().returnPressed.connect(self._accept)
        self._start.clicked.connect(self._accept)
        cancel.clicked.connect(self.cancelled)

        fields = QGridLayout()
        fields.setHorizontalSpacing(SPACING_PX)
        fields.setVerticalSpacing(SPACING_PX)
        for row, (text, box) in enumerate(
            ((self.tr("More epochs"), self._more), (self.tr("Learning rate"), self._rate))
        ):
            label = QLabel(text, self)
            label.setBuddy(box)
            fields.addWidget(label, row, 0)
            fields.addWidget(box, row, 1)
        fields.addWidget(self._total, 0, 2)
        fields.setColumnStretch(2, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING_PX)
        buttons.addWidget(self._start)
        buttons.addWidget(cancel)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._title)
        layout.addLayout(fields)
        layout.addLayout(buttons)
        layout.addStretch()

    @property
    def run(self) -> RunInfo | None:
        """The run that is to be continued."""
        return self._run

    def show_run(self, run: RunInfo) -> None:
        """Propose what is left of a run, or as many epochs again, and its own learning rate."""
        self._run = run
        left = run.model.settings.epochs - run.epochs
        self._title.setText(self.tr("Continue “{name}”").format(name=run.name))
        self._more.setValue(left if left > 0 else max(run.model.settings.epochs, 1))
        self._rate.setValue(run.model.settings.learning_rate)
        self._follow()
        self._more.setFocus()
        self._more.lineEdit().selectAll()

    def apply_availability(self, availability: Availability) -> None:
        """Let the run be continued, or say why not."""
        self._availability = availability
        self._follow()

    @Slot()
    def _follow(self) -> None:
        run = self._run
        if run is None:
            return
        problem = self._more.problem() or self._rate.problem()
        more = self._more.value()
        reason = ""
        if problem is not None:
            reason = error_text(problem)
        elif isinstance(more, int) and run.epochs + more > FIELDS["epochs"].high:
            reason = self.tr("A run has at most {most:,} epochs.").format(most=round(FIELDS["epochs"].high))
        text = reason
        if not reason and isinstance(more, int):
            text = self.tr("{done:,} are done, {total:,} in all").format(done=run.epochs, total=run.epochs + more)
        self._total.setText(text)
        availability = self._availability
        if availability.is_enabled and reason:
            availability = Availability(False, reason)
        apply_availability(self._start, availability)

    @Slot()
    def _accept(self) -> None:
        more, rate = self._more.value(), self._rate.value()
        if self._run is None or not self._start.isEnabled() or not isinstance(more, int):
            return
        is_same = not isinstance(rate, int | float) or rate == self._run.model.settings.learning_rate
        self.accepted.emit(self._run.key, self._run.epochs + more, None if is_same else float(rate))  # type: ignore[arg-type]
