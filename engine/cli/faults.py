"""``faults``: measure how well a model recognises damaged images."""

from __future__ import annotations

from dataclasses import asdict

from engine.cancellation import Cancellation
from engine.cli.options import FaultsOptions
from engine.cli.session import open_session, stopping_on_interrupt
from engine.cli.terminal import ProgressLine, print_json, print_table, shown
from engine.errors import UserError
from engine.protocol.events import Event, FaultAdvanced


def measure_faults(options: FaultsOptions, progress: ProgressLine) -> None:
    """Measure how well every fault is distinguished from undamaged images, and print the results.

    Raises:
        UserError: the model gives no verdicts, or the data do not allow it.
        Cancelled: Ctrl-C was pressed.
    """

    def publish(event: Event) -> None:
        progress.publish(event)
        if isinstance(event, FaultAdvanced):
            row = event.row
            last = "" if row is None else f" · {row.name} {row.strength:g}: AUROC {row.auroc:.4f}"
            progress.show(f"Measured {event.done} of {event.total} faults{last}")

    cancellation = Cancellation()
    session = open_session(progress, model=options.model, data=options.data, publish=publish)
    if not session.workspace.judge.has_detector:
        raise UserError(
            "{name} gives no verdicts, so faults cannot be measured; train it again.", name=options.model.name
        )
    normal = options.normal
    if normal == "model":  # without labels, all images are normal
        normal = session.workspace.model_info.normal if session.workspace.dataset.labels else None
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
