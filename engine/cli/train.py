"""``train``: train a model and save it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cancellation import Cancellation
from engine.cli.options import TrainOptions
from engine.cli.outputs import require_output
from engine.cli.session import INTERRUPTED, normal_of, open_session, stopping_on_interrupt
from engine.cli.terminal import ProgressLine, print_json, print_table, shown
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.errors import Cancelled, UserError
from engine.protocol.activity import Outcome
from engine.protocol.model_info import PROJECT_SUFFIX
from engine.protocol.run_control import RunControl

if TYPE_CHECKING:
    from engine.session.session import Session

_MOST_TOLD = 20


def train(options: TrainOptions, progress: ProgressLine) -> int:
    """Train a model, save it, evaluate it, fit its detector, and print the results.

    Returns:
        The exit status.

    Raises:
        UserError: the data cannot be used, the training diverged, or the file cannot or must not be written.
        Cancelled: Ctrl-C was pressed before the model had learnt anything.
    """
    require_output(
        options.output, PROJECT_SUFFIX, catalogue.source_files(options.data), is_forced=options.is_forced
    )
    session = open_session(progress, data=options.data)
    normal = normal_of(options.normal, session.workspace.dataset)
    _tell_skipped(session.workspace.dataset, progress)
    control = RunControl()
    with stopping_on_interrupt(control.stop):
        finished = session.training.begin(options.settings, normal, control, run_id=1)
    if not finished.has_begun:
        raise Cancelled
    if finished.outcome is Outcome.DIVERGED and finished.epochs == 0:
        raise UserError("The training diverged in its first epoch, so nothing was saved; lower the learning rate.")
    session.save(options.output)  # at once, so that an interrupt later does not lose the model
    test: dict[str, float] = {}
    if session.workspace.dataset.x_test is not None:
        overall = session.evaluate(normal).rows[0]
        test = {"bce": overall.bce, "mse": overall.mse, "mae": overall.mae}
        session.save(options.output)
    verdict_images = 0
    is_interrupted = finished.outcome is Outcome.STOPPED
    if finished.outcome is Outcome.COMPLETED and options.verdict_images:
        try:
            verdict_images = _learn_verdicts(session, options.verdict_images, progress)
        except Cancelled:
            is_interrupted = True
        if verdict_images:
            session.save(options.output)
    progress.end()
    info = session.workspace.model_info
    result = {
        "output": str(options.output),
        "name": info.name,
        "outcome": finished.outcome,
        "epochs": finished.epochs,
        "parameters": info.parameters,
        "seconds": finished.seconds,
        "samples_per_second": finished.samples_per_second,
        "loss": list(info.history.get("loss", ())),
        "val_loss": list(info.history.get("val_loss", ())),
        **test,
        "verdict_images": verdict_images,
    }
    if options.is_json:
        print_json(result)
    else:
        print_table([(name, shown(value)) for name, value in result.items()])
    if finished.outcome is Outcome.DIVERGED:
        raise UserError(
            "The training diverged, so {file} holds the last good weights, of epoch {epochs}; lower the learning "
            "rate.",
            file=options.output,
            epochs=finished.epochs,
        )
    return INTERRUPTED if is_interrupted else 0


def _tell_skipped(dataset: ImageDataset, progress: ProgressLine) -> None:
    """Print the files that were not used, and why; of many the first ones."""
    for each in dataset.skipped[:_MOST_TOLD]:
        progress.keep(f"{each.path}: {each.reason}")
    if len(dataset.skipped) > _MOST_TOLD:
        progress.keep(f"and {len(dataset.skipped) - _MOST_TOLD:,} more files")


def _learn_verdicts(session: Session, most: int, progress: ProgressLine) -> int:
    """Fit a detector for the model that has just been trained; return how many scores calibrate it.

    Where the images cannot be used it returns 0 and prints the reason; the model is not changed.

    Args:
        session: with the model and the images that it was trained on.
        most: the most images to learn from.
        progress: shows what is being done.

    Raises:
        Cancelled: Ctrl-C was pressed.
    """
    cancellation = Cancellation()
    try:
        with stopping_on_interrupt(cancellation.cancel):
            session.verdicts.learn_normal(cancellation, most=most)
    except UserError as error:
        progress.keep(f"The model is saved without verdicts: {error}")
        return 0
    return session.workspace.judge.detector.normal_count
