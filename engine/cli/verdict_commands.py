"""The headless commands about verdicts: learning them, judging by them, the one-class study and the faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING

from engine.cancellation import Cancellation
from engine.cli.command_options import FaultsOptions, StudyOptions
from engine.cli.progress_line import ProgressLine
from engine.cli.result_printing import print_json, print_table, shown
from engine.cli.session import open_session, stopping_on_interrupt
from engine.datasets.image_dataset import each_in_turn
from engine.detection.calibration import conformal_p_values, promise
from engine.errors import UserError
from engine.protocol.events import Event, FaultAdvanced, StudyAdvanced
from engine.protocol.results import StudyRow

if TYPE_CHECKING:
    from engine.detection.detector import Detector  # which imports scikit-learn
    from engine.session.session import Session


def learn_verdicts(session: Session, most: int, progress: ProgressLine) -> int:
    """Let the model that has just been trained learn verdicts, and return by how many scores they are calibrated.

    It is 0, and told why, where the images do not serve; the model is as good as before.

    Args:
        session: with the model and the images that it was trained on.
        most: learn from so many images at most.
        progress: told what is being done.

    Raises:
        Cancelled: by Ctrl-C.
    """
    cancellation = Cancellation()
    try:
        with stopping_on_interrupt(cancellation.cancel):
            session.verdicts.learn_normal(cancellation, most=most)
    except UserError as error:
        progress.keep(f"The model is saved without verdicts: {error}")
        return 0
    return len(session.current.judge.detector.normal_scores)


def can_promise(false_alarms: float, detector: Detector, progress: ProgressLine) -> bool:
    """Return whether the detector can keep a rate of false alarms; tell it where not."""
    try:
        promise(false_alarms, len(detector.normal_scores))
    except UserError as error:
        progress.keep(f"No verdicts: {error}")
        return False
    return True


def judge_test_set(
    session: Session, normal: tuple[int, ...], false_alarms: float, progress: ProgressLine
) -> dict[str, object]:
    """Return how well normal is told from abnormal on the test set, as plain data.

    Args:
        session: with a model and a test set that fits it.
        normal: the labels that count as normal.
        false_alarms: at most this share of normal images may be called abnormal.
        progress: told what is being done, and why something is missing.

    Returns:
        "auroc" of the detector, "auroc_error" of the plain error, and "confusion", the counts of verdicts; None for
        what there is not.
    """
    from engine.detection.roc import auroc, confusion

    found: dict[str, object] = {"auroc": None, "auroc_error": None, "confusion": None}
    if not session.current.judge.has_detector:
        progress.keep("This model gives no verdicts, so only the plain error is judged; train it again.")
        dataset = session.current.dataset
        assert dataset.x_test is not None
        is_normal = dataset.is_normal(dataset.y_test, normal)
        return {**found, "auroc_error": auroc(is_normal, session.current.errors_of(dataset.x_test)["mse"])}

    judged = session.verdicts.judge_test_set(normal)
    if judged.roc is None or judged.roc_error is None:
        progress.keep("All test images are of the normal classes, so there is nothing to tell them from.")
    else:
        found |= {"auroc": judged.roc.auroc, "auroc_error": judged.roc_error.auroc}
    detector = session.current.judge.detector
    if can_promise(false_alarms, detector, progress):
        # Anew, since the event's are rounded, and 0.05 as float32 is above 0.05.
        p_values = conformal_p_values(detector.normal_scores, judged.scores)
        found["confusion"] = asdict(confusion(judged.is_normal, p_values, false_alarms))
    return found


def study(options: StudyOptions, progress: ProgressLine) -> None:
    """Train and judge for one choice of normal classes, or for each class in turn, and print the results.

    Raises:
        UserError: the data or a choice do not allow it.
        Cancelled: by Ctrl-C; the rows so far have been told.
    """

    def publish(event: Event) -> None:
        progress.publish(event)
        if isinstance(event, StudyAdvanced) and event.row is not None:
            row = event.row
            progress.keep(
                f"{_names(row)}: AUROC {row.auroc:.4f}, of the plain error {row.auroc_error:.4f}, of neighbours "
                f"{row.auroc_neighbours:.4f} · {row.seconds:.1f} s · {event.done} of {event.total}"
            )

    cancellation = Cancellation()
    session = open_session(progress, data=options.data, publish=publish)
    choices = each_in_turn(session.current.dataset) if options.normal is None else (options.normal,)
    with stopping_on_interrupt(cancellation.cancel):
        rows = session.verdicts.study(options.settings, choices, cancellation)
    progress.end()
    print_study(rows, is_json=options.is_json)


def print_study(rows: Sequence[StudyRow], *, is_json: bool) -> None:
    """Print the rows of a study, at least one, with their mean and worst."""
    if not is_json:
        print_table(_study_table(rows))
        return
    classes = [
        {
            "label": row.normal[0] if len(row.normal) == 1 else row.normal,
            "auroc": row.auroc,
            "auroc_error": row.auroc_error,
            "auroc_neighbours": row.auroc_neighbours,
            "seconds": row.seconds,
        }
        for row in rows
    ]
    ours = [row.auroc for row in rows]
    print_json({"classes": classes, "mean": fmean(ours), "worst": min(ours)})


def _study_table(rows: Sequence[StudyRow]) -> list[tuple[str, ...]]:
    columns = list(zip(*((row.auroc, row.auroc_error, row.auroc_neighbours) for row in rows), strict=True))
    return [
        ("label", "auroc", "auroc_error", "auroc_neighbours", "seconds"),
        *(
            (
                _names(row),
                shown(row.auroc),
                shown(row.auroc_error),
                shown(row.auroc_neighbours),
                f"{row.seconds:.1f}",
            )
            for row in rows
        ),
        ("mean", *(shown(fmean(column)) for column in columns), f"{fmean(row.seconds for row in rows):.1f}"),
        ("worst", *(shown(min(column)) for column in columns), f"{max(row.seconds for row in rows):.1f}"),
    ]


def _names(row: StudyRow) -> str:
    return ", ".join(map(str, row.normal))


def measure_faults(options: FaultsOptions, progress: ProgressLine) -> None:
    """Measure how well every fault is told from whole images, and print the results.

    Raises:
        UserError: the model gives no verdicts, or the data do not allow it.
        Cancelled: by Ctrl-C.
    """

    def publish(event: Event) -> None:
        progress.publish(event)
        if isinstance(event, FaultAdvanced):
            row = event.row
            last = "" if row is None else f" · {row.name} {row.strength:g}: AUROC {row.auroc:.4f}"
            progress.show(f"Measured {event.done} of {event.total} faults{last}")

    cancellation = Cancellation()
    session = open_session(progress, model=options.model, data=options.data, publish=publish)
    if not session.current.judge.has_detector:
        raise UserError(
            "{name} gives no verdicts, so faults cannot be measured; train it again.", name=options.model.name
        )
    normal = options.normal
    if normal == "model":  # of images without labels, all are normal
        normal = session.current.model_info.normal if session.current.dataset.labels else None
    with stopping_on_interrupt(cancellation.cancel):
        rows = session.verdicts.measure_faults(normal, cancellation)
    progress.end()
    if options.is_json:
        print_json({"faults": [asdict(row) for row in rows]})
        return
    print_table(
        [
            ("name", "strength", "auroc", "auroc_error"),
            *((row.name, f"{row.strength:g}", shown(row.auroc), shown(row.auroc_error)) for row in rows),
        ]
    )
