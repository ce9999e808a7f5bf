"""How far a training is: a bar, the epoch and batch, the time left and the speed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, TrainingFinished, TrainingStarted
from gui.look.theme import SPACING_PX, tabular
from gui.state.app_state import AppState, Phase
from gui.widgets.fitting.elided_label import ElidedLabel

_BAR_STEPS = 10_000


class TrainingProgress(QWidget):
    """Shows the plan, then the progress of a run and of the learning of verdicts, then the result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = AppState()
        self._total_epochs, self._steps_per_epoch = 1, 1
        self._plan = "", ""
        self._finished: TrainingFinished | None = None
        self._reached = 0
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setObjectName("progressBar")
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self._bar.setRange(0, _BAR_STEPS)
        self._place = self._muted("progressText", ElidedLabel(parent=self), Qt.AlignmentFlag.AlignLeft)
        self._left = self._muted("timeLeftText", QLabel(self), Qt.AlignmentFlag.AlignRight)
        self._batch = self._muted("batchText", ElidedLabel(parent=self), Qt.AlignmentFlag.AlignLeft)
        self._speed = self._muted("speedText", QLabel(self), Qt.AlignmentFlag.AlignRight)
        labels = QVBoxLayout()
        labels.setSpacing(2)
        for left, right in ((self._place, self._left), (self._batch, self._speed)):
            row = QHBoxLayout()
            row.addWidget(left, 1)
            row.addWidget(right)
            labels.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addWidget(self._bar)
        layout.addLayout(labels)

    def show_plan(self, title: str, text: str) -> None:
        """Take what a click on Train would do; it is shown where there is no run and no result."""
        self._plan = title, text
        if not self._state.is_run_alive:
            self._show_rest()

    def apply_state(self, state: AppState) -> None:
        """Follow the phases of a run, and the learning of verdicts after it."""
        before, self._state = self._state, state
        if state.is_run_alive and not before.is_run_alive:
            self._finished = None
            self._clear()
        if not state.is_run_alive or self._finished is not None:
            self._show_rest()
        elif state.phase is not before.phase:
            self._follow_run(state.phase)

    def show_start(self, started: TrainingStarted) -> None:
        """Set the length of the run: its epochs, and the batches of each."""
        self._total_epochs = max(started.settings.epochs, 1)
        self._steps_per_epoch = max(started.steps_per_epoch, 1)

    def show_batch(self, batch: BatchEnded) -> None:
        """Show how far the run is."""
        total, steps = self._total_epochs, self._steps_per_epoch
        done = (batch.epoch - 1 + batch.batch / steps) / total
        self._reached = round(_BAR_STEPS * min(max(done, 0.0), 1.0))
        self._bar.setValue(self._reached)
        self._place.setText(self.tr("Epoch {epoch:,} of {total:,}").format(epoch=batch.epoch, total=total))
        self._batch.setText(self.tr("Batch {batch:,} of {steps:,}").format(batch=batch.batch, steps=steps))
        if self._state.phase is Phase.TRAINING:
            self._left.setText(self.tr("{time} left").format(time=duration(batch.seconds_left)))
        self._show_speed(batch.samples_per_second)

    def show_finished(self, finished: TrainingFinished) -> None:
        """Show the result of the run, once the model has learnt its verdicts."""
        self._finished = finished
        if finished.outcome is Outcome.COMPLETED:
            self._reached = _BAR_STEPS
        self._show_rest()

    @Slot()
    def forget_result(self) -> None:
        """Show the plan instead of the result, which is that of another model or of other data."""
        if self._finished is not None:
            self._finished = None
            self._clear()
            self._show_rest()

    def _follow_run(self, phase: Phase) -> None:
        self._bar.setRange(0, 0 if phase is Phase.QUEUED else _BAR_STEPS)
        match phase:
            case Phase.QUEUED:
                self._place.setText(self.tr("Waiting for the engine…"))
            case Phase.PAUSED:
                self._left.setText(self.tr("paused"))
            case Phase.STOPPING:
                self._left.setText(self.tr("stopping…"))
            case Phase.TRAINING:
                self._left.clear()
                if not self._batch.text():
                    self._place.setText(self.tr("Preparing the model…"))

    def _show_rest(self) -> None:
        """Show what there is to see outside a run: the learning of verdicts, the result of the run, or the plan."""
        finished, is_learning = self._finished, self._state.is_learning
        self._left.clear()
        self._bar.setRange(0, 0 if is_learning else _BAR_STEPS)
        if not is_learning:
            self._bar.setValue(self._reached)
        if is_learning:
            is_evaluating = self._state.phase is Phase.EVALUATING
            doing = (
                self.tr("Evaluating on the test set…") if is_evaluating else self.tr("Learning what is normal…")
            )
            self._place.setText(doing)
            self._batch.setText("" if finished is None else self._trained(finished))
        elif finished is None:
            title, text = self._plan
            self._place.setText(title)
            self._batch.setText(text)
        elif finished.has_begun:
            self._place.setText(self._result(finished))
            self._batch.setText(self._time(finished))
        else:
            self._place.setText(self.tr("Stopped before it began"))
            self._batch.clear()
        if finished is None or not finished.has_begun:
            self._speed.clear()
        else:
            self._show_speed(finished.samples_per_second)

    def _result(self, finished: TrainingFinished) -> str:
        texts = {
            (Outcome.COMPLETED, True): self.tr("Completed with {count}"),
            (Outcome.STOPPED, True): self.tr("Stopped after epoch {epochs:,}"),
            (Outcome.STOPPED, False): self.tr("Stopped in the first epoch"),
            (Outcome.DIVERGED, True): self.tr("Diverged after epoch {epochs:,}"),
            (Outcome.DIVERGED, False): self.tr("Diverged in the first epoch"),
        }
        text = texts[finished.outcome, finished.epochs > 0]
        return text.format(epochs=finished.epochs, count=self._count(finished))

    def _time(self, finished: TrainingFinished) -> str:
        has_verdicts = self._state.detector is not None
        text = self.tr("in {time}") if has_verdicts else self.tr("in {time}, without verdicts")
        return text.format(time=duration(finished.seconds))

    def _trained(self, finished: TrainingFinished) -> str:
        template = self.tr("Trained: {count} in {time}")
        return template.format(count=self._count(finished), time=duration(finished.seconds))

    def _count(self, finished: TrainingFinished) -> str:
        one = finished.epochs == 1
        return self.tr("1 epoch") if one else self.tr("{epochs:,} epochs").format(epochs=finished.epochs)

    def _show_speed(self, samples_per_second: float) -> None:
        self._speed.setText(self.tr("{speed:,.0f} images/s").format(speed=samples_per_second))

    def _clear(self) -> None:
        self._reached = 0
        self._bar.setRange(0, _BAR_STEPS)
        self._bar.setValue(0)
        for label in (self._place, self._left, self._batch, self._speed):
            label.clear()

    def _muted(self, name: str, label: QLabel, alignment: Qt.AlignmentFlag) -> QLabel:
        label.setObjectName(name)
        label.setAlignment(alignment)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "muted")
        label.setFont(tabular(label.font()))
        return label


def duration(seconds: float) -> str:
    """Return a time as minutes and seconds, with hours from an hour on: 0:07, 1:02:03."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
