"""A run's model file: an ordinary one, with what its training needs to go on added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.model_file.checked_json import mapping, number_or_nan, require_keys
from engine.model_file.project_file import Project
from engine.protocol.model_info import ModelInfo
from engine.runs.training_state import TrainingState

_PREFIX = "training_"
_KEYS = {"learning_rate", "untrained_loss", "seconds"}


def to_project(info: ModelInfo, state: TrainingState) -> Project:
    """Return the model file of a training between two steps; its history becomes that of the model."""
    extra: dict[str, NDArray[Any]] = {
        f"{_PREFIX}seeds": state.seeds.astype(np.int64),
        f"{_PREFIX}batch_losses": np.array(state.batch_losses, np.float64),
    }
    for index, array in enumerate(state.optimizer):
        extra[f"{_PREFIX}optimizer_{index:04}"] = array
    facts = {
        "learning_rate": state.learning_rate,
        "untrained_loss": state.untrained_loss,
        "seconds": state.seconds,
    }
    return Project(
        replace(info, history=state.history), state.weights, extra=extra, extra_json={"training": facts}
    )


def state_of(project: Project) -> TrainingState:
    """Return the training that a run's model file holds.

    Raises:
        UserError: it holds none, or a damaged one.
    """
    try:
        facts = mapping(project.extra_json.get("training"))
        require_keys(facts, _KEYS)
        first_loss = facts["untrained_loss"]
        return TrainingState(
            weights=project.weights,
            seeds=project.extra[f"{_PREFIX}seeds"].astype(np.uint32).reshape(-1, 2),
            optimizer=tuple(
                array for name, array in sorted(project.extra.items()) if name.startswith(f"{_PREFIX}optimizer_")
            ),
            history=project.info.history,
            batch_losses=tuple(project.extra[f"{_PREFIX}batch_losses"].ravel().tolist()),
            learning_rate=number_or_nan(facts["learning_rate"]),
            untrained_loss=None if first_loss is None else number_or_nan(first_loss),
            seconds=number_or_nan(facts["seconds"]),
        )
    except (KeyError, ValueError) as error:
        raise UserError(
            "The run {name} cannot be continued, since its file is damaged; train anew with its settings.",
            name=project.info.name,
            details=str(error),
        ) from error


def without_training(project: Project) -> Project:
    """Return the model file as it is saved for others: without the training's state."""
    extra = {name: array for name, array in project.extra.items() if not name.startswith(_PREFIX)}
    facts = {name: value for name, value in project.extra_json.items() if name != "training"}
    return replace(project, extra=extra, extra_json=facts)


def with_detector(project: Project, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> Project:
    """Return the model file with a detector in place of the one that it holds; empty `facts` mean none."""
    plain = without_training(project)
    training = {name: array for name, array in project.extra.items() if name not in plain.extra}
    kept = {name: value for name, value in project.extra_json.items() if name == "training"}
    return replace(project, extra={**training, **arrays}, extra_json={**kept, **facts})
