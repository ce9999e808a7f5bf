"""Training: a new run, or one that goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset, Images
from engine.errors import Cancelled, UserError
from engine.model_file.project_file import check_weights
from engine.protocol.activity import Outcome
from engine.protocol.events import TrainingFinished
from engine.protocol.model_info import ModelInfo, Normal
from engine.protocol.run_control import RunControl
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs.checkpoint import state_of
from engine.runs.run_name import run_name
from engine.runs.training_state import TrainingState
from engine.session.run_data import require_data
from engine.session.run_keeper import RunKeeper
from engine.session.workspace import Workspace
from engine.settings import TrainingSettings, plain_number, validated
from engine.training.scaling import training_images
from engine.training.trainer import Trainer


class Training:
    """Trains the workspace's model on the workspace's data.

    Args:
        workspace: the data and the model.
        keeper: keeps what is trained.
        begin_beside: called when a training begins, with its data, normal classes and settings.
    """

    def __init__(
        self,
        workspace: Workspace,
        keeper: RunKeeper,
        begin_beside: Callable[[ImageDataset, Normal, TrainingSettings], None],
    ) -> None:
        self._workspace = workspace
        self._keeper = keeper
        self._begin_beside = begin_beside

    def begin(
        self, settings: TrainingSettings, normal: Normal, control: RunControl, run_id: int
    ) -> TrainingFinished:
        """Train a fresh model, which becomes the current one, as a new run.

        Returns:
            How it ended; published as well.

        Raises:
            UserError: the settings do not fit the data; the current model is kept.
        """
        validated(settings)
        workspace, store = self._workspace, self._keeper.store
        ending = workspace.ending_with_window(control.cancellation)
        try:
            ending.raise_if_cancelled()  # it may have been stopped while it waited in the queue
            workspace.require_samples(settings.samples, ending)
            dataset = workspace.dataset
            images = dataset.normal_train(normal, settings.samples)
            images = training_images(images, workspace.live.serve, ending)
            trainer = self._prepared(settings, dataset, len(images), ending)
        except Cancelled:  # the current model is kept
            return self._finish(TrainingFinished(run_id, Outcome.STOPPED, 0, 0.0, 0.0, has_begun=False))
        trainer.reset(settings.seed)
        told = None if normal == dataset.usual_normal else normal
        info = ModelInfo(
            name=run_name(settings, dataset.name, told, {run.name for run in store.runs}),
            settings=settings,
            image_shape=dataset.image_shape,
            parameters=trainer.parameters,
            trained_on=dataset.name,
            data_identity=dataset.identity,
            is_centred=dataset.is_centred,
            preparation=dataset.preparation,
            label_names=dataset.label_names,
            normal=normal,
        )
        run = RunInfo(store.new_key(), info, data_source=dataset.source)
        return self._train(trainer, images, run, control, run_id, None)

    def resume(
        self,
        key: str,
        control: RunControl,
        run_id: int,
        epochs: int | None = None,
        learning_rate: float | None = None,
    ) -> TrainingFinished:
        """Train a kept run further, from where it ended, as if it had never stopped.

        Args:
            key: the run's key.
            control: of the training.
            run_id: of its events.
            epochs: the number of epochs in all; None leaves it.
            learning_rate: from now on; None leaves it.

        Returns:
            How it ended; published as well.

        Raises:
            UserError: the run, or its data, are not there, or it has done all of its epochs.
        """
        workspace, store = self._workspace, self._keeper.store
        run = store.run(key)
        state = self._state_of(run)
        settings = run.model.settings
        settings = validated(
            replace(
                settings,
                epochs=settings.epochs if epochs is None else epochs,
                learning_rate=settings.learning_rate if learning_rate is None else learning_rate,
            )
        )
        if state is not None and learning_rate is not None:
            state = replace(state, learning_rate=learning_rate)
        if state is not None and state.epochs >= settings.epochs:
            raise UserError(
                "{name} has done all of its {epochs} epochs; ask for more to continue it.",
                name=run.name,
                epochs=plain_number(state.epochs),
            )
        ending = workspace.ending_with_window(control.cancellation)
        try:
            ending.raise_if_cancelled()
            dataset = require_data(workspace, run, ending)
            images = dataset.normal_train(run.model.normal, settings.samples)
            images = training_images(images, workspace.live.serve, ending)
            trainer = self._prepared(settings, dataset, len(images), ending)
        except Cancelled:
            return self._finish(TrainingFinished(run_id, Outcome.STOPPED, 0, 0.0, 0.0, has_begun=False))
        if state is None:
            trainer.reset(settings.seed)
        else:
            self._restore(trainer, state, run)
        info = replace(run.model, settings=settings, history={} if state is None else state.history, metrics={})
        run = replace(run, model=info, status=RunStatus.TRAINING, has_verdicts=False)
        return self._train(trainer, images, run, control, run_id, state)

    # ------------------------------------------------------------------------------------------- helpers

    def _state_of(self, run: RunInfo) -> TrainingState | None:
        """Return where a run stands; None where it was interrupted before its first state was written."""
        store = self._keeper.store
        if run.epochs == 0 and not store.model_file(run.key).exists():
            return None
        project = store.model(run.key)
        check_weights(project)
        return state_of(project)

    def _restore(self, trainer: Trainer, state: TrainingState, run: RunInfo) -> None:
        try:
            trainer.restore(state)
        except ValueError as error:
            raise UserError(
                "The run {name} cannot be continued, since its file is damaged; train anew with its settings.",
                name=run.name,
                details=str(error),
            ) from error

    def _prepared(
        self, settings: TrainingSettings, dataset: ImageDataset, count: int, ending: Cancellation
    ) -> Trainer:
        """Return the compiled model for a training on so many images."""
        trainer = self._workspace.trainer_for(settings, dataset.image_shape, ending)
        trainer.prepare(count, settings, ending, self._workspace.live.serve)
        return trainer

    def _train(
        self,
        trainer: Trainer,
        images: Images,
        run: RunInfo,
        control: RunControl,
        run_id: int,
        begun: TrainingState | None,
    ) -> TrainingFinished:
        workspace, keeper = self._workspace, self._keeper
        workspace.take_model(trainer, run.model)
        workspace.judge.forget("The model is still learning.")
        keeper.begin(run)
        self._begin_beside(workspace.dataset, run.model.normal, run.model.settings)
        workspace.live.is_training = True
        finished = TrainingFinished(run_id, Outcome.STOPPED, 0, 0.0, 0.0)
        outcome: Outcome | None = None
        try:
            result = trainer.fit(
                images,
                run.model.settings,
                control,
                run_id,
                workspace.publish,
                workspace.live.serve,
                begun=begun,
                keep=keeper.keep,
            )
            finished = TrainingFinished(
                run_id, result.outcome, result.epochs, result.seconds, result.samples_per_second
            )
            # Closing the window is no decision about the run: the next start offers to continue it.
            is_interrupted = result.outcome is Outcome.STOPPED and workspace.is_closing
            outcome = None if is_interrupted else result.outcome
            workspace.note(replace(run.model, history=result.history))
        finally:  # in any case, so that no one waits for the end of a run that is over
            workspace.live.is_training = False
            workspace.judge.forget()
            keeper.end(outcome)
            self._finish(finished)
        return finished

    def _finish(self, finished: TrainingFinished) -> TrainingFinished:
        self._workspace.publish(finished)
        return finished
