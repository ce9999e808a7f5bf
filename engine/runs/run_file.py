"""What is written about a run beside its weights, as JSON; everything read back is validated."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.file_problems import reading
from engine.model_file import project_spec
from engine.model_file.atomic_write import write_atomically
from engine.model_file.checked_json import (
    flag,
    is_unprintable,
    mapping,
    moment,
    number_or_nan,
    parse,
    require_keys,
    sequence,
    text,
    whole_number,
)
from engine.protocol.run_info import RunInfo, RunStatus

FORMAT = "autoencoder-studio-run"
FORMAT_VERSION = 1
LONGEST_LINE = 1_000
MOST_LINES = 200
LARGEST_BYTES = project_spec.LARGEST_SPEC_BYTES + (1 << 20)
_LONGEST_SOURCE = 1 << 18  # it names roles of folders and images that are left out
_KEYS = {
    "format",
    "format_version",
    "status",
    "note",
    "seconds",
    "created",
    "data_source",
    "has_verdicts",
    "is_kept",
    "parameters",
    "model",
}


def write(path: Path, run: RunInfo) -> None:
    """Write what is known about a run, atomically.

    Raises:
        UserError: the file cannot be written; an old one is unchanged.
    """
    encoded = encode(run)
    write_atomically(path, lambda stream: stream.write(encoded))


def read(path: Path, key: str) -> RunInfo:
    """Return what is known about a run, without its snapshots and its size.

    Raises:
        UserError: the file cannot be read.
        ValueError: it is damaged, or of a newer version.
    """
    with reading(path):
        encoded = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else b""
    return decode(encoded, key)


def encode(run: RunInfo) -> bytes:
    """Return the JSON."""
    spec = project_spec.ProjectSpec(run.model, run.created, ())
    entries = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "status": run.status.value,
        "note": cleaned_note(run.note).split("\n"),
        "seconds": run.seconds,
        "created": run.created.isoformat(),
        "data_source": run.data_source,
        "has_verdicts": run.has_verdicts,
        "is_kept": run.is_kept,
        "parameters": run.model.parameters,
        "model": json.loads(project_spec.encode(spec)),
    }
    return json.dumps(entries, allow_nan=False).encode()


def decode(encoded: bytes, key: str) -> RunInfo:
    """Return what the JSON says, with every value checked.

    Raises:
        ValueError: something is wrong with it.
        UserError: it was written by a newer version of the application.
    """
    entries = parse(encoded, LARGEST_BYTES)
    if entries.get("format") != FORMAT:
        raise ValueError("it is not the file of a run")
    whole_number(entries.get("format_version"), 1, FORMAT_VERSION)
    require_keys(entries, _KEYS)
    model = replace(
        project_spec.decode(json.dumps(mapping(entries["model"])).encode(), key).info,
        parameters=whole_number(entries["parameters"], 0, 2**53),
    )
    return RunInfo(
        key=key,
        model=model,
        status=RunStatus(text(entries["status"])),
        note=lines_of_note(entries["note"]),
        seconds=max(0.0, number_or_nan(entries["seconds"])),
        created=moment(entries["created"]),
        data_source=_source(entries["data_source"]),
        has_verdicts=flag(entries["has_verdicts"]),
        is_kept=flag(entries["is_kept"]),
    )


def cleaned_note(note: str) -> str:
    """Return a note as it can be written: at most `MOST_LINES` lines, without characters that no window can show."""
    lines = note.replace("\r\n", "\n").replace("\t", " ").split("\n")[:MOST_LINES]
    kept = ("".join(c for c in line if not is_unprintable(c))[:LONGEST_LINE] for line in lines)
    return "\n".join(kept)


def lines_of_note(value: Any) -> str:
    """Return the note whose lines JSON holds.

    Raises:
        ValueError: it holds something else.
    """
    return "\n".join(text(line) for line in sequence(value, MOST_LINES))


def _source(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > _LONGEST_SOURCE):
        raise ValueError("the source of the data is not a text")
    return value
