"""What can be done with runs that are kept: answer by one, save one, compare two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.datasets.fixed_samples import fixed_samples
from engine.image_shape import ImageShape
from engine.images.drawing_answer import reconstruct_drawing
from engine.model_file import project_file
from engine.protocol.commands import Drawing
from engine.protocol.events import Reconstructed
from engine.protocol.model_info import Floats
from engine.protocol.run_events import RunSaved, RunsCompared
from engine.protocol.run_info import RunInfo
from engine.runs.checkpoint import without_training
from engine.session.run_keeper import RunKeeper
from engine.session.workspace import Workspace


class Runs:
    """Uses the runs that are kept.

    Args:
        workspace: the data and the model.
        keeper: keeps the runs.
    """

    def __init__(self, workspace: Workspace, keeper: RunKeeper) -> None:
        self._workspace = workspace
        self._keeper = keeper

    def make_current(self, key: str, epoch: int | None = None) -> None:
        """Answer by the model of a run, with its verdicts, or by one of its snapshots, which has none.

        Raises:
            UserError: it is not there or damaged; the current model is kept.
        """
        keeper, workspace = self._keeper, self._workspace
        run = keeper.store.run(key)
        project = without_training(keeper.store.model(key, epoch))
        info = run.model
        if epoch is not None:
            history = {name: losses[:epoch] for name, losses in info.history.items()}
            info = replace(info, name=f"{info.name} · epoch {epoch}", history=history, metrics={})
        workspace.open_project(replace(project, info=replace(info, parameters=project.info.parameters)), None)
        if epoch is None:
            keeper.current = key
            keeper.publish_all()
        else:
            keeper.leave()

    def edit(self, key: str, name: str | None, note: str | None) -> None:
        """Rename or annotate a run; the current model's name follows.

        Raises:
            UserError: there is no such run, the name is empty or too long, or it cannot be written.
        """
        self._keeper.edit(key, name, note)

    def delete(self, keys: tuple[str, ...]) -> None:
        """Delete runs; their models still answer where they are the current one.

        Raises:
            UserError: one cannot be deleted.
        """
        self._keeper.delete(keys)

    def restore(self, keys: tuple[str, ...]) -> None:
        """Bring deleted runs back.

        Raises:
            UserError: one is not there any more.
        """
        self._keeper.restore(keys)

    def save(self, key: str, path: Path) -> None:
        """Save a run's model, with its verdicts, as one file.

        Raises:
            UserError: it cannot be read or written; an old file is unchanged.
        """
        project_file.save(path, self._keeper.saved_model(key))
        self._keeper.mark_kept(key)
        self._workspace.publish(RunSaved(key, path))

    def compare(self, keys: tuple[str, str], drawing: Drawing | None) -> None:
        """Publish the reconstructions of two runs side by side; the current model stays.

        Raises:
            UserError: one is not there or damaged.
        """
        workspace, store = self._workspace, self._keeper.store
        runs = (store.run(keys[0]), store.run(keys[1]))
        samples = fixed_samples(workspace.dataset) if workspace.has_dataset else None
        if samples is not None and any(run.model.image_shape != samples.shape[1:] for run in runs):
            samples = None
        answers = [self._answers(run, samples, drawing) for run in runs]
        (first, drawn), (second, drawn_too) = answers
        event = RunsCompared(runs, None, None, None, None, None)
        if first is not None and second is not None:
            event = replace(event, samples=samples, sample_reconstructions=(first, second))
        if drawn is not None and drawn_too is not None:
            event = replace(
                event,
                drawing=drawn.model_input,
                drawing_reconstructions=(drawn.reconstruction, drawn_too.reconstruction),
                drawing_errors=(drawn.mse, drawn_too.mse),
            )
        workspace.publish(event)

    def _answers(
        self, run: RunInfo, samples: Floats | None, drawing: Drawing | None
    ) -> tuple[Floats | None, Reconstructed | None]:
        """Return a run's reconstructions of the samples and of the drawing."""
        workspace = self._workspace
        project = self._keeper.store.model(run.key)
        with workspace.borrowed(project) as reconstruct:
            reconstructed = None if samples is None else _read_only(reconstruct(samples))
            drawn = None
            if drawing is not None:
                shape: ImageShape = run.model.image_shape
                drawn = reconstruct_drawing(drawing, shape, reconstruct, is_training=False)
        return reconstructed, drawn


def _read_only(array: Floats) -> Floats:
    array.flags.writeable = False
    return array
