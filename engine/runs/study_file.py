"""Studies of classes, written row by row, so that an interrupted one is not lost."""

from __future__ import annotations

import hashlib
import json
import math
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from engine.errors import UserError
from engine.file_problems import reading
from engine.model_file.atomic_write import write_atomically
from engine.model_file.checked_json import (
    cleaned,
    mapping,
    number_or_nan,
    parse,
    require_keys,
    sequence,
    text,
    whole_number,
)
from engine.protocol.results import StudyRow
from engine.settings import TrainingSettings, settings_from_dict

FORMAT = "autoencoder-studio-study"
FORMAT_VERSION = 1
LARGEST_BYTES = 4 << 20
MOST_STUDIES = 20
_MOST_CHOICES = 10_000
_MOST_CLASSES = 10_000
_HASH = re.compile(r"[0-9a-f]{16,64}")
_KEYS = {"format", "format_version", "settings", "dataset", "data_identity", "choices", "rows", "created"}
_ROW_KEYS = {"auroc", "auroc_error", "auroc_neighbours", "seconds"}


@dataclass(frozen=True, eq=False)
class StudyRecord:
    """A study as far as it came.

    Attributes:
        settings: of its trainings.
        dataset: the data set's name.
        data_identity: `ImageDataset.identity` of the data.
        choices: the normal classes of each row, done or not.
        rows: those that are done, the first of `choices`.
        created: when it began, with its time zone.
    """

    settings: TrainingSettings
    dataset: str
    data_identity: str
    choices: tuple[tuple[int, ...], ...]
    rows: tuple[StudyRow, ...]
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


class StudyStore:
    """The latest study of each data set, one small file each, at most `MOST_STUDIES`.

    Args:
        folder: where they lie. It is created when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, record: StudyRecord) -> None:
        """Write a study in place of the former one of the same data; the oldest one goes if there are too many.

        Raises:
            UserError: it cannot be written.
        """
        with suppress(OSError):  # the writing says why it is impossible
            self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(record.data_identity)
        encoded = encode(record)
        is_new = not path.exists()
        write_atomically(path, lambda stream: stream.write(encoded))
        if is_new:
            for old in self._read()[:-MOST_STUDIES]:
                with suppress(OSError):
                    self._path(old.data_identity).unlink()

    def all(self) -> tuple[StudyRecord, ...]:
        """Return the studies, the latest last. Those that cannot be read are left out."""
        return tuple(self._read()[-MOST_STUDIES:])

    def of(self, data_identity: str) -> StudyRecord | None:
        """Return the study of these data; None where there is none that can be read."""
        return next((record for record in self.all() if record.data_identity == data_identity), None)

    def _read(self) -> list[StudyRecord]:
        found = []
        with suppress(OSError):
            for path in sorted(self.folder.glob("*.json")):
                with suppress(UserError, ValueError, OSError), reading(path):
                    if path.stat().st_size <= LARGEST_BYTES:
                        found.append(decode(path.read_bytes()))
        return sorted(found, key=lambda record: record.created)

    def _path(self, data_identity: str) -> Path:
        name = data_identity
        if not _HASH.fullmatch(name):  # it comes from a file of another machine, perhaps
            name = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
        return self.folder / f"{name}.json"


def encode(record: StudyRecord) -> bytes:
    """Return the JSON."""
    entries = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "settings": asdict(record.settings),
        "dataset": cleaned(record.dataset),
        "data_identity": record.data_identity,
        "choices": [[int(label) for label in choice] for choice in record.choices],
        "rows": [{name: float(getattr(row, name)) for name in sorted(_ROW_KEYS)} for row in record.rows],
        "created": record.created.isoformat(),
    }
    return json.dumps(entries, allow_nan=False).encode()


def decode(encoded: bytes) -> StudyRecord:
    """Return what the JSON says, with every value checked.

    Raises:
        ValueError: something is wrong with it, or it is of a newer version.
    """
    entries = parse(encoded, LARGEST_BYTES)
    if entries.get("format") != FORMAT:
        raise ValueError("it is not the file of a study")
    whole_number(entries.get("format_version"), 1, FORMAT_VERSION)
    require_keys(entries, _KEYS)
    choices = tuple(map(_choice, sequence(entries["choices"], _MOST_CHOICES)))
    rows = sequence(entries["rows"], len(choices))
    created = datetime.fromisoformat(text(entries["created"]))
    if created.tzinfo is None:
        raise ValueError("the study's date has no time zone")
    return StudyRecord(
        settings=_settings(entries["settings"]),
        dataset=text(entries["dataset"]),
        data_identity=text(entries["data_identity"]),
        choices=choices,
        rows=tuple(_row(choice, row) for choice, row in zip(choices, rows, strict=False)),
        created=created,
    )


def _choice(value: object) -> tuple[int, ...]:
    return tuple(whole_number(label, -(2**63), 2**63 - 1) for label in sequence(value, _MOST_CLASSES))


def _row(choice: tuple[int, ...], value: object) -> StudyRow:
    entries = mapping(value)
    require_keys(entries, _ROW_KEYS)
    numbers = {name: number_or_nan(entries[name]) for name in _ROW_KEYS}
    areas = [number for name, number in numbers.items() if name != "seconds"]
    if not all(0 <= area <= 1 for area in areas) or not 0 <= numbers["seconds"] < math.inf:
        raise ValueError("a row of the study is not a measurement")
    return StudyRow(choice, **numbers)


def _settings(value: object) -> TrainingSettings:
    try:
        return settings_from_dict(mapping(value))
    except UserError as error:  # its sentence is meant for someone who can change the setting
        raise ValueError(str(error)) from error
