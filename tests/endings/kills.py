"""Kills the real program (SIGKILL) at random moments and tells what is left of what was trained."""

from __future__ import annotations

import random
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.model_file.project_file import open_project
from engine.protocol.run_info import RunInfo, RunStatus
from engine.runs.checkpoint import state_of
from engine.runs.run_store import RunStore
from tests.endings.plans import Plan
from tests.endings.program import Program, started, write_digits

MOST_LOST_S = 30.0
"""Nothing that was learnt longer ago than this may be lost."""

KILL = "SIGKILL"
STAGES = ("training", "saving", "learning", "studying")
_LONGEST_DELAY_S = {"training": 6.0, "saving": 0.2, "learning": 4.0, "studying": 5.0}
_LONG_TRAINING_S = 45.0  # every fourth training, so that more than `MOST_LOST_S` can be lost
_STAGE_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Killed:
    """What was left after a kill.

    Attributes:
        plan: what the program did, and when it was killed.
        epochs: whole epochs that its window had shown.
        kept: whole epochs of the run that the next start finds.
        lost_s: how long before the kill the first epoch that is lost had ended, in s; 0 where none is lost.
        problem: "" where all is well.
    """

    plan: Plan
    epochs: int
    kept: int
    lost_s: float
    problem: str


def random_kills(count: int, seed: int) -> list[Plan]:
    """Return so many plans, spread evenly over `STAGES`."""
    chance = random.Random(seed)
    plans = []
    for number in range(count):
        stage = STAGES[number % len(STAGES)]
        is_long = stage == "training" and number // len(STAGES) % 4 == 3
        longest_s = _LONG_TRAINING_S if is_long else _LONGEST_DELAY_S[stage]
        plans.append(Plan(stage, round(chance.uniform(0, longest_s), 3), KILL))
    return plans


def kill_once(plan: Plan, data: Path) -> Killed:
    """Start the program, kill it as planned, and look at what a next start would find."""
    with (
        tempfile.TemporaryDirectory(prefix="kill-", ignore_cleanup_errors=True) as folder,
        started(plan, Path(folder), [data]) as program,
    ):
        home = Path(folder)
        reached = program.wait_for(plan.stage, _STAGE_LIMIT_S)
        if reached is None:
            return Killed(plan, 0, 0, 0.0, f"not reached: {program.output}")
        time.sleep(max(0.0, reached + plan.delay_s - time.monotonic()))
        killed_at = time.monotonic()
        program.send(signal.Signals[KILL])
        program.process.wait()
        return _left(plan, home, _epochs(program), killed_at)


def _epochs(program: Program) -> list[float]:
    """Return the moments at which the window has shown each epoch's end, from the first."""
    return [moment for mark, moment in program.marks() if mark.startswith("epoch")]


def _left(plan: Plan, home: Path, ended_at: Sequence[float], killed_at: float) -> Killed:
    store = RunStore(home / "xdg_data_home" / "autoencoder-studio")
    store.load()
    kept = store.runs[0].epochs if store.runs else 0
    lost_s = killed_at - ended_at[kept] if kept < len(ended_at) else 0.0
    problem = _problem(plan, home, store)
    if lost_s > MOST_LOST_S:
        problem = problem or f"what was learnt {lost_s:.1f} s before the kill is lost"
    return Killed(plan, len(ended_at), kept, round(lost_s, 2), problem)


def _problem(plan: Plan, home: Path, store: RunStore) -> str:
    """Return what is wrong with what is left, or ""."""
    for saved in home.glob("*.aestudio"):
        try:
            open_project(saved)
        except UserError as error:
            return f"the saved model: {error} {error.details}"
    if plan.stage == "studying":
        return ""
    if len(store.runs) != 1:
        # Within the first moments a run may not have begun to be written; later one must be there.
        return "" if plan.stage == "training" and plan.delay_s < 1 else f"{len(store.runs)} runs are left"
    run = store.runs[0]
    expected = RunStatus.INTERRUPTED if plan.stage == "training" else RunStatus.COMPLETED
    if run.status is not expected:
        return f"the run is {run.status}, not {expected}"
    return _run_problem(store, run)


def _run_problem(store: RunStore, run: RunInfo) -> str:
    if run.epochs == 0 and not (store.folder / run.key / "model.aestudio").exists():
        return ""  # nothing had been learnt yet
    try:
        state = state_of(store.model(run.key))
        for epoch in run.snapshots:
            store.model(run.key, epoch)
    except UserError as error:
        return f"{error} {error.details}"
    return "" if state.epochs == run.epochs else f"the model has {state.epochs} epochs, the run {run.epochs}"


def kill_all(plans: Sequence[Plan], jobs: int) -> Iterator[Killed]:
    """Yield what was left after each kill, so many at a time."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, ThreadPoolExecutor(jobs) as pool:
        data = write_digits(Path(folder) / "digits.npz")
        yield from pool.map(lambda plan: kill_once(plan, data), plans)


def summary(kills: Sequence[Killed]) -> dict[str, Any]:
    """Return the figures, and all that went wrong."""
    trainings = [kill for kill in kills if kill.plan.stage == "training"]
    lost = [kill.lost_s for kill in trainings]
    return {
        "count": len(kills),
        "by_stage": {stage: sum(kill.plan.stage == stage for kill in kills) for stage in STAGES},
        "lost_s_longest": max(lost, default=None),
        "lost_s_median": round(statistics.median(lost), 2) if lost else None,
        "trained_s_longest": max((kill.plan.delay_s for kill in trainings), default=None),
        "problems": [asdict(kill) for kill in kills if kill.problem],
    }
