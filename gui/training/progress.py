"""How far a training is: a bar, the epoch and batch, the time left and the speed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from engine.protocol.activity import Outcome
from engine.protocol.events import BatchEnded, TrainingFinished, TrainingStarted
from gui.look.theme import SPACING_PX, tabular
from gui.state.app_state import AppState, Phase

_BAR_STEPS = 10_000


class TrainingProgress(QWidget):
    """Shows the plan before the first run, then the progress of a run, then its result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = AppState()
        self._total_epochs, self._steps_per_epoch = 1, 1
        self._shows_run = False
        self._is_finished = False
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setObjectName("progressBar")
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self._bar.setRange(0, _BAR_STEPS)
        self._place = self._muted_label("progressText", Qt.AlignmentFlag.AlignLeft)
        self._left = self._muted_label("timeLeftText", Qt.AlignmentFlag.AlignRight)
        self._batch = self._muted_label("batchText", Qt.AlignmentFlag.AlignLeft)
        self._speed = self._muted_label("speedText", Qt.AlignmentFlag.AlignRight)
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
        """Show what a click on Train would do, unless a run or its result is shown."""
        if not self._shows_run:
            self._place.setText(title)
            self._batch.setText(text)

    def apply_state(self, state: AppState) -> None:
        """Follow the phases of a run."""
        before, self._state = self._state, state
        if state.phase is before.phase:
            return
        if state.is_run_alive and not before.is_run_alive:
            self._clear(shows_run=True)
        elif before.is_run_alive and not state.is_run_alive and not self._is_finished:
            self._clear(shows_run=False)  # it failed before it began
        self._bar.setRange(0, 0 if state.phase is Phase.QUEUED else _BAR_STEPS)
        match state.phase:
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

    def show_start(self, started: TrainingStarted) -> None:
        """Set the length of the run: its epochs, and the batches of each."""
        self._total_epochs = max(started.settings.epochs, 1)
        self._steps_per_epoch = max(started.steps_per_epoch, 1)

    def show_batch(self, batch: BatchEnded) -> None:
        """Show how far the run is."""
        total, steps = self._total_epochs, self._steps_per_epoch
        done = (batch.epoch - 1 + batch.batch / steps) / total
        self._bar.setValue(round(_BAR_STEPS * min(max(done, 0.0), 1.0)))
        self._place.setText(self.tr("Epoch {epoch:,} of {total:,}").format(epoch=batch.epoch, total=total))
        self._batch.setText(self.tr("Batch {batch:,} of {steps:,}").format(batch=batch.batch, steps=steps))
        if self._state.phase is Phase.TRAINING:
            self._left.setText(self.tr("{time} left").format(time=duration(batch.seconds_left)))
        self._show_speed(batch.samples_per_second)

    def show_finished(self, finished: TrainingFinished) -> None:
        """Show the result of the run; the bar stays where it stopped."""
        texts = {
            (Outcome.COMPLETED, True): self.tr("Completed with epoch {epochs:,}"),
            (Outcome.STOPPED, True): self.tr("Stopped after epoch {epochs:,}"),
            (Outcome.STOPPED, False): self.tr("Stopped in the first epoch"),
            (Outcome.DIVERGED, True): self.tr("Diverged after epoch {epochs:,}"),
            (Outcome.DIVERGED, False): self.tr("Diverged in the first epoch"),
        }
        self._is_finished = True
        if finished.outcome is Outcome.COMPLETED:
            self._bar.setValue(_BAR_STEPS)
        self._left.clear()
        if not finished.has_begun:
            self._place.setText(self.tr("Stopped before it began"))
            self._batch.clear()
            self._speed.clear()
            return
        self._place.setText(texts[finished.outcome, finished.epochs > 0].format(epochs=finished.epochs))
        self._batch.setText(self.tr("in {time}").format(time=duration(finished.seconds)))
        self._show_speed(finished.samples_per_second)

    def _show_speed(self, samples_per_second: float) -> None:
        self._speed.setText(self.tr("{speed:,.0f} images/s").format(speed=samples_per_second))

    def _clear(self, *, shows_run: bool) -> None:
        self._shows_run = shows_run
        self._is_finished = False
        self._bar.setRange(0, _BAR_STEPS)
        self._bar.setValue(0)
        for label in (self._place, self._left, self._batch, self._speed):
            label.clear()

    def _muted_label(self, name: str, alignment: Qt.AlignmentFlag) -> QLabel:
        label = QLabel(self)
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
