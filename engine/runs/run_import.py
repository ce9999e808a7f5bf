"""Taking in runs from elsewhere: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.protocol.run_info import RunInfo
from engine.runs.run_name import unique_name
from engine.runs.run_store import RunStore


def import_runs(store: RunStore, runs: Sequence[tuple[RunInfo, Path]]) -> tuple[RunInfo, ...]:
    """Take in runs under keys and names that no run has. They count as kept, so that they are not dropped for space.

    Args:
        store: takes them.
        runs: what is known about each, and the folder in `RunStore.scratch` that holds its model file and snapshots.

    Returns:
        The runs, with their new keys and names.

    Raises:
        UserError: one cannot be written; then none is there.
    """
    taken = {run.name for run in store.runs}
    imported: list[RunInfo] = []
    try:
        for run, folder in runs:
            name = unique_name(run.name, taken)
            taken.add(name)
            own = replace(run, key=store.new_key(), model=replace(run.model, name=name), is_kept=True)
            imported.append(store.add(own, folder))
    except BaseException:  # an interrupt, too, must not leave some of them
        for run in imported:
            store.remove(run.key)
        raise
    return tuple(imported)
