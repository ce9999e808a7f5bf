"""Finding the data that a run was trained on again."""

from __future__ import annotations

from contextlib import suppress

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import split_source, without
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
    found = find_data(workspace, run, cancellation)
    if found is None:
        raise UserError(
            "{name} was trained on {data}, which was not found or has changed; open these data to continue.",
            name=run.name,
            data=run.model.trained_on,
        )
    workspace.take_dataset(found)
    return found


def find_data(workspace: Workspace, run: RunInfo, cancellation: Cancellation) -> ImageDataset | None:
    """Return the data of a run from where they were; None if they are not there any more, or have changed.

    Raises:
        Cancelled: `cancellation` was requested.
    """
    if run.data_source is None:
        return None
    with suppress(UserError):
        found = load_source(workspace, run.data_source, run.model.settings.samples, cancellation)
        if found.identity == run.model.data_identity:
            return found
    return None


def load_source(
    workspace: Workspace, source: str, samples: int | None, cancellation: Cancellation
) -> ImageDataset:
    """Load data from a source; of the pen digits, which come in any number, as many as so many samples need.

    Raises:
        UserError: they cannot be loaded.
        Cancelled: `cancellation` was requested.
    """
    whole, left_out = split_source(source)
    needed = 0 if samples is None else samples + len(left_out)
    if whole == "pen-digits" and needed > catalogue.PEN_DIGITS_TRAIN:
        return without(catalogue.pen_digits(workspace.report, cancellation, count=needed), left_out)
    return catalogue.load(source, workspace.report, cancellation, stand_in=False)
