"""``evaluate``: evaluate a model on a test set."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from engine.cli.options import EvaluateOptions
from engine.cli.session import can_promise, known_choice, normal_of, open_session
from engine.cli.terminal import ProgressLine, print_json, print_table, shown
from engine.detection.calibration import conformal_p_values

if TYPE_CHECKING:
    from engine.session.session import Session


def evaluate(options: EvaluateOptions, progress: ProgressLine) -> None:
    """Evaluate a model on a test set, and print the errors and the verdicts.

    Raises:
        UserError: there is no test set, or it does not fit the model.
    """
    session = open_session(progress, model=options.model, data=options.data)
    dataset = session.workspace.dataset
    normal = normal_of(options.normal, dataset)
    overall, *classes = map(asdict, session.evaluate(normal).rows)
    judged: dict[str, object] = {}
    if normal is not None:
        judged = _judge_test_set(session, options, normal, progress)
    progress.end()
    if dataset.label_names:
        classes = [{**row, "name": dataset.label_names.get(row["label"], "")} for row in classes]
    if options.is_json:
        del overall["label"]
        print_json({"data": dataset.name, **overall, **judged, "classes": classes})
        return
    overall["label"] = "all"
    if dataset.label_names:
        overall["name"] = ""
    print_table([tuple(overall), *(tuple(map(shown, row.values())) for row in (overall, *classes))])
    if judged:
        confusion = judged.pop("confusion")
        aurocs = judged.pop("aurocs")
        kinds = judged.pop("kinds", None)
        counts = confusion if isinstance(confusion, dict) else {}
        by = {f"auroc by {name}": value for name, value in aurocs.items()} if isinstance(aurocs, dict) else {}
        if isinstance(kinds, dict):
            by |= {f"auroc of {name}": value for name, value in kinds.items()}
        print()
        print_table([(name, shown(value)) for name, value in {**judged, **by, **counts}.items()])


def _judge_test_set(
    session: Session, options: EvaluateOptions, normal: tuple[int, ...], progress: ProgressLine
) -> dict[str, object]:
    """Return how well normal and abnormal images of the test set are distinguished, as plain data.

    Args:
        session: with a model and a test set that fits it.
        options: what is judged by, and at most which share of normal images may be called abnormal.
        normal: the labels that count as normal.
        progress: shows what is being done, and why something is missing.

    Returns:
        "judge_by", "auroc" of that, "auroc_error" of the plain error, "aurocs" of each choice of what to judge by, and
        "confusion", the counts of verdicts; each is None if it cannot be computed. Where abnormal classes have names,
        also "kinds" with the AUROC of each of them.
    """
    from engine.detection.roc import auroc, confusion

    found: dict[str, object] = {
        "judge_by": None,
        "auroc": None,
        "auroc_error": None,
        "aurocs": None,
        "confusion": None,
    }
    if not session.workspace.judge.has_detector:
        progress.keep("This model gives no verdicts, so only the plain error is judged; train it again.")
        dataset = session.workspace.dataset
        assert dataset.x_test is not None
        is_normal = dataset.is_normal(dataset.y_test, normal)
        return {**found, "auroc_error": auroc(is_normal, session.workspace.errors_of(dataset.x_test)["mse"])}

    judged = session.verdicts.judge_test_set(normal)
    judge_by = known_choice(options.judge_by, session.workspace.judge.detector, progress)
    verdicts = judged.by[judge_by]
    found["judge_by"] = judge_by.value
    if verdicts.roc is None or judged.roc_error is None:
        progress.keep("No test image is of the normal classes, so there is nothing to tell them from.")
    else:
        if judged.has_damaged_copies:
            progress.keep(
                "All test images are of the normal classes, so the abnormal ones are damaged copies of them."
            )
        found |= {"auroc": verdicts.roc.auroc, "auroc_error": judged.roc_error.auroc}
        found["aurocs"] = {by.value: of.roc.auroc for by, of in judged.by.items() if of.roc is not None}
    detector = session.workspace.judge.detector
    names = session.workspace.dataset.label_names
    if names and judged.labels is not None and not judged.has_damaged_copies:
        found["kinds"] = {
            names[label]: auroc(judged.is_normal[of_kind], verdicts.scores[of_kind])
            for label in np.unique(judged.labels[~judged.is_normal]).tolist()
            if label in names
            for of_kind in [judged.is_normal | (judged.labels == label)]
        }
    if can_promise(options.false_alarms, detector, progress):
        # Computed again in float64: the event's p-values are float32, in which 0.05 is above 0.05.
        p_values = conformal_p_values(detector.normal_scores[judge_by], verdicts.scores)
        found["confusion"] = asdict(confusion(judged.is_normal, p_values, options.false_alarms))
    return found
