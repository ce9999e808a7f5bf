"""Whether Step goes on with the current run or starts a new one."""

from __future__ import annotations

from dataclasses import replace

from engine.protocol.model_info import Normal
from engine.protocol.run_info import RunInfo
from engine.settings import TrainingSettings
from gui.state.app_state import AppState


def run_to_step(state: AppState, settings: TrainingSettings | None, normal: Normal) -> RunInfo | None:
    """Return the run that Step trains one epoch further; None where it starts a new one.

    That is the current run if nothing runs and it was trained on the present data with the present normal classes and
    settings; the number of epochs and the learning rate may differ.
    """
    run = state.run(state.current_run)
    if run is None or settings is None or state.dataset is None or state.is_run_alive:
        return None
    model = run.model
    same = replace(settings, epochs=model.settings.epochs, learning_rate=model.settings.learning_rate)
    if same != model.settings or normal != model.normal or model.data_identity is None:
        return None
    return run if state.dataset.identity == model.data_identity else None
