"""The line at the bottom: what the engine is doing, and which model answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from engine.protocol.activity import Outcome
from engine.protocol.events import TrainingFinished, Working
from gui.look.theme import MARGIN_PX
from gui.state.app_state import AppState, Phase
from gui.state.class_names import classes_text
from gui.widgets.fitting.elided_label import ElidedLabel


class StatusLine(QStatusBar):
    """One sentence on the left, the current model on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        self._state: AppState | None = None
        self._outcome = ""
        self._is_complete = False
        self._status = ElidedLabel(parent=self)
        self._status.setObjectName("statusLabel")
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._model = ElidedLabel(parent=self)
        self._model.setObjectName("modelLabel")
        for label in (self._status, self._model):
            label.setProperty("role", "muted")
        self.addWidget(self._status, 1)
        self.addPermanentWidget(self._model)

    def apply_state(self, state: AppState) -> None:
        """Show what the engine is doing, and which model answers."""
        had, self._state = self._state, state
        if had is None or (state.model, state.dataset) != (had.model, had.dataset):
            self._show_model(state)
        if had is None or state.phase is not had.phase or state.is_saving is not had.is_saving:
            self._show_phase(state)

    def _show_phase(self, state: AppState) -> None:
        if state.phase not in (Phase.READY, Phase.EVALUATING, Phase.LEARNING, Phase.SAVING):
            self._outcome = ""
            self._is_complete = False
        if self._is_complete and state.detector is None and state.phase is Phase.READY:
            self._outcome = self.tr("The training is complete, without verdicts.")
        texts = {
            Phase.STARTING: self.tr("The engine is starting; you can draw already."),
            Phase.READY: self._outcome or self.tr("Ready."),
            Phase.LOADING_DATA: self.tr("Loading the images…"),
            Phase.QUEUED: self.tr("The training starts as soon as the engine is ready…"),
            Phase.TRAINING: self.tr("Training. Draw, and watch the reconstruction sharpen."),
            Phase.PAUSED: self.tr("Paused. The model as it is now answers your drawings."),
            Phase.STOPPING: self.tr("Stopping…"),
            Phase.EVALUATING: self.tr("Evaluating on the test set…"),
            Phase.LEARNING: self.tr("Learning what is normal, for verdicts…"),
            Phase.STUDYING: self.tr("Measuring…"),
            Phase.COMPARING: self.tr("Comparing two runs…"),
            Phase.SAVING: self.tr("Saving the model…"),
            Phase.OPENING: self.tr("Opening the model…"),
            Phase.FAILED: self.tr("The engine could not start; the bundled model still answers drawings."),
        }
        self._status.setText(texts[state.phase] + self._then())

    @Slot(object)
    def show_work(self, work: Working) -> None:
        """Show how far a longer piece of work is."""
        if self._state is None or self._state.phase not in (Phase.READY, Phase.TRAINING, Phase.PAUSED):
            percent = "" if work.fraction is None else f" {work.fraction:.0%}"
            self._status.setText(f"{work.doing}{percent}…{self._then()}")

    def _then(self) -> str:
        """Return what follows the learning of verdicts, if the model is to be saved then."""
        waits = self._state is not None and self._state.is_learning and self._state.is_saving
        return self.tr(" The model is saved once its verdicts are learnt.") if waits else ""

    @Slot(object)
    def show_finish(self, finished: TrainingFinished) -> None:
        """Show how a training has ended, until something else happens."""
        texts = {
            Outcome.COMPLETED: self.tr("The training is complete."),
            Outcome.STOPPED: self.tr("Stopped. What the model has learnt is kept."),
            Outcome.DIVERGED: self.tr("The training diverged. The last good weights are kept."),
        }
        before = self.tr("Stopped before it began. The model is as it was.")
        self._outcome = texts[finished.outcome] if finished.has_begun else before
        self._is_complete = finished.has_begun and finished.outcome is Outcome.COMPLETED
        if self._state is None or not self._state.is_learning:  # else it is not over yet
            self._status.setText(self._outcome)

    @Slot(object)
    def show_saved(self, path: Path) -> None:
        """Show where something has been saved, until something else happens."""
        self._show_outcome(self.tr("Saved as {path}").format(path=path))

    @Slot(object)
    def show_model_saved(self, path: Path) -> None:
        """Show where the model has been saved, and if it was without verdicts, until something else happens."""
        has_verdicts = self._state is not None and self._state.detector is not None
        template = self.tr("Saved as {path}") if has_verdicts else self.tr("Saved without verdicts as {path}")
        self._show_outcome(template.format(path=path))

    def forget_outcome(self) -> None:
        """Take back how a training has ended or where something was saved: it is of a former model or former data."""
        had, self._outcome, self._is_complete = self._outcome, "", False
        if had and self._status.text() == had and self._state is not None:
            self._show_phase(self._state)

    def _show_outcome(self, text: str) -> None:
        self._outcome = text
        self._is_complete = False
        self._status.setText(text)

    def _show_model(self, state: AppState) -> None:
        """Show the model, and whether it was made from other data or for some classes only."""
        model, data = state.model, state.dataset
        if model is None:
            return
        height, width, _ = model.image_shape
        facts = [self.tr("Model: {name}").format(name=model.name)]
        if model.data_identity is not None and data is not None and model.data_identity != data.identity:
            facts.append(self.tr("trained on other data"))
        if model.normal is not None:
            facts.append(
                self.tr("normal: {classes}").format(classes=classes_text(model.normal, model.label_names))
            )
        facts.append(self.tr("{width} × {height} px").format(width=width, height=height))
        facts.append(self.tr("{parameters:,} weights").format(parameters=model.parameters))
        self._model.setText(" · ".join(facts))
