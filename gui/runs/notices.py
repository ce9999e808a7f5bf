"""What the user is told about runs in the bar at the top: what was interrupted, deleted, dropped or cannot be kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from engine.protocol.run_events import ExperimentOpened, RunsChanged, RunsDropped, RunsNotKept
from engine.protocol.run_info import RunInfo, RunStatus
from gui.runs import wording
from gui.state.run_requests import RunRequests
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.notice_queue import NoticeAction


class RunNotices(QObject):
    """Makes the notices; their buttons ask the engine.

    Signals:
        continue_requested: train this `RunInfo` to its end.
        data_requested: let the user open a file of images.

    Args:
        bar: shows them.
        requests: what their buttons ask with.
    """

    continue_requested = Signal(object)
    data_requested = Signal()

    def __init__(self, bar: NoticeBar, requests: RunRequests, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._requests = requests
        self._is_recovery_offered = False

    @Slot(object)
    def follow_runs(self, event: RunsChanged) -> None:
        """At the start, offer to continue the latest run that was interrupted; the page shows the others."""
        if self._is_recovery_offered:
            return
        self._is_recovery_offered = True
        interrupted = [run for run in event.runs if run.status is RunStatus.INTERRUPTED]
        if interrupted:
            self._offer_recovery(interrupted[0], len(interrupted) - 1)

    def _offer_recovery(self, run: RunInfo, others: int) -> None:
        text = self.tr("“{name}” was {status}.").format(name=run.name, status=wording.status_text(run))
        if others:
            more = self.tr("1 more is under Runs.") if others == 1 else self.tr("{count:,} more are under Runs.")
            text += " " + more.format(count=others)
        go_on = NoticeAction(self.tr("Continue"), partial(self.continue_requested.emit, run))
        has_epochs_left = run.epochs < run.model.settings.epochs
        self._bar.show_notice(
            text,
            *((go_on,) if has_epochs_left else ()),
            NoticeAction(self.tr("Keep"), partial(self._requests.keep, run.key)),
            NoticeAction(self.tr("Discard"), partial(self.delete, (run,))),
            is_lasting=True,
        )

    def delete(self, runs: tuple[RunInfo, ...]) -> None:
        """Delete runs, and offer to undo that."""
        keys = tuple(run.key for run in runs)
        self._requests.delete(keys)
        names = tuple(run.name for run in runs)
        text = self.tr("Deleted {runs}.").format(runs=wording.quoted(names))
        self._bar.show_notice(text, NoticeAction(self.tr("Undo"), partial(self._requests.restore, keys)))

    @Slot(object)
    def show_dropped(self, event: RunsDropped) -> None:
        """Say which runs made way."""
        template = self.tr(
            "{runs} made way to stay within {limit}. A run that you save, name or annotate is never removed."
        )
        runs = ", ".join(f"“{name}”" for name in event.names[:3])
        if len(event.names) > 3:
            runs = self.tr("{runs} and {count:,} more").format(runs=runs, count=len(event.names) - 3)
        self._bar.show_notice(template.format(runs=runs, limit=wording.size_text(event.limit_bytes)))

    @Slot(object)
    def show_not_kept(self, event: RunsNotKept) -> None:
        """Say that runs cannot be written."""
        text = self.tr("Runs are not being kept at the moment: {reason}").format(reason=event.reason)
        self._bar.show_notice(text, is_lasting=True)

    @Slot(object)
    def show_experiment(self, event: ExperimentOpened) -> None:
        """Show the notes of an experiment, and ask for the data that it misses."""
        count = len(event.keys)
        template = (
            self.tr("Opened {file} with 1 run.") if count == 1 else self.tr("Opened {file} with {count:,} runs.")
        )
        text = template.format(file=event.path.name, count=count)
        actions = []
        if event.missing_data:
            text += " " + self.tr("It was made on {data}; open that file to evaluate again.").format(
                data=", ".join(event.missing_data)
            )
            actions.append(NoticeAction(self.tr("Open file…"), self.data_requested.emit))
        self._bar.show_notice(
            text, *actions, details=event.notes, is_lasting=bool(event.missing_data or event.notes)
        )
