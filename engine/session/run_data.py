"""Finding the data that a run was trained on again."""

from __future__ import annotations

from contextlib import suppress

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol.run_info import RunInfo
from engine.session.workspace import Workspace


def require_data(workspace: Workspace, run: RunInfo, cancellation: Cancellation) -> ImageDataset:
    """Return the data of a run, and make them the current ones if they are not.

    Raises:
        UserError: they are not found where they were, or have changed since; the current ones are kept.
        Cancelled: `cancellation` was requested.
    """
    identity = run.model.data_identity
    if workspace.has_dataset and workspace.dataset.identity == identity:
        return workspace.dataset
    found = None
    if run.data_source is not None:
        with suppress(UserError):
            found = _loaded(workspace, run, run.data_source, cancellation)
    if found is None or found.identity != identity:
        raise UserError(
            "{name} was trained on {data}, which was not found or has changed; open these data to continue.",
            name=run.name,
            data=run.model.trained_on,
        )
    workspace.take_dataset(found)
    return found


def _loaded(workspace: Workspace, run: RunInfo, source: str, cancellation: Cancellation) -> ImageDataset:
    samples = run.model.settings.samples
    if source == "pen-digits" and samples is not None and samples > catalogue.PEN_DIGITS_TRAIN:
        return catalogue.pen_digits(workspace.report, cancellation, count=samples)
    return catalogue.load(source, workspace.report, cancellation, stand_in=False)
