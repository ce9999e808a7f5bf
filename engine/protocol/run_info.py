"""What is known about a run: one training, from its start over interruptions and continuations to what was judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum, auto

from engine.protocol.activity import Outcome
from engine.protocol.model_info import ModelInfo


class RunStatus(StrEnum):
    """What became of a run. `INTERRUPTED`: its process ended without a word, e.g. because it was killed."""

    TRAINING = auto()
    COMPLETED = auto()
    STOPPED = auto()
    DIVERGED = auto()
    INTERRUPTED = auto()

    @classmethod
    def of(cls, outcome: Outcome) -> RunStatus:
        """Return the status of a run whose training ended so."""
        return cls(outcome.value)


@dataclass(frozen=True, eq=False)
class RunInfo:
    """The facts about a run, as the window shows them.

    Attributes:
        key: identifies the run on this machine; also the name of its folder.
        model: its settings, data, normal classes, losses and metrics. `model.name` is the run's name. The metrics may
            hold "auroc", 0..1, beside "bce", "mse" and "mae".
        status: what became of it.
        note: what the user wrote about it; may be empty.
        seconds: wall time of the training so far, without compiling and pauses.
        created: when it began, with its time zone.
        data_source: what loads its data again: "mnist", "pen-digits" or a file's path; None if unknown.
        snapshots: the epochs, from 1, of which weights are kept, ascending.
        has_verdicts: whether its detector is kept.
        is_kept: whether the user saved, renamed or annotated it, so that it is not dropped for want of space.
        size_bytes: the space that it takes.
    """

    key: str
    model: ModelInfo
    status: RunStatus = RunStatus.TRAINING
    note: str = ""
    seconds: float = 0.0
    created: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    data_source: str | None = None
    snapshots: tuple[int, ...] = ()
    has_verdicts: bool = False
    is_kept: bool = False
    size_bytes: int = 0

    @property
    def name(self) -> str:
        """The run's name: by default its preset, its data and what was changed."""
        return self.model.name

    @property
    def epochs(self) -> int:
        """How many whole epochs are done."""
        return len(self.model.history.get("loss", ()))
