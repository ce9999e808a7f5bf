"""``study``: measure how well each class is distinguished from the others."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from engine.cancellation import Cancellation
from engine.cli.options import StudyOptions
from engine.cli.session import normal_of, open_session, stopping_on_interrupt
from engine.cli.terminal import ProgressLine, print_json, print_table, shown
from engine.datasets.image_dataset import each_in_turn
from engine.protocol.events import Event, StudyAdvanced
from engine.protocol.results import StudyRow


def study(options: StudyOptions, progress: ProgressLine) -> None:
    """Train and evaluate for one choice of normal classes, or for each class in turn, and print the results.

    Raises:
        UserError: the data have no labels or no test set, or a choice leaves nothing normal or nothing abnormal.
        Cancelled: Ctrl-C was pressed; the rows so far have been printed.
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
    dataset = session.workspace.dataset
    normal = normal_of(options.normal, dataset)
    choices = each_in_turn(dataset) if normal is None else (normal,)
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
