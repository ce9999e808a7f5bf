"""Two runs in rows: results and settings, those that differ marked."""

from __future__ import annotations

from dataclasses import fields
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from engine.protocol.run_info import RunInfo
from engine.settings import FIELDS, TrainingSettings, plain_number
from gui.runs import wording
from gui.state.wording import preset_text


class Difference(NamedTuple):
    """One row.

    Attributes:
        name: what it is.
        first: of the first run.
        second: of the second run.
    """

    name: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        """Whether both runs have the same."""
        return self.first == self.second


def result_rows(first: RunInfo, second: RunInfo) -> list[Difference]:
    """Return what came of the two runs."""
    return [
        Difference(name, *(text(run) for run in (first, second)))
        for name, text in (
            (_tr("Status"), wording.status_text),
            (_tr("Test error"), lambda run: wording.number_text(wording.test_error(run), 4)),
            (_tr("AUROC"), lambda run: wording.number_text(wording.metric(run, "auroc"), 3)),
            (_tr("Time"), wording.time_text),
        )
    ]


def setting_rows(first: RunInfo, second: RunInfo) -> list[Difference]:
    """Return what the two runs were asked for: first what differs, then what is the same."""
    rows = [
        Difference(_tr("Data"), first.model.trained_on, second.model.trained_on),
        Difference(
            _tr("Normal classes"),
            wording.normal_text(first.model),
            wording.normal_text(second.model),
        ),
    ]
    for field in fields(TrainingSettings):
        label = FIELDS[field.name].label if field.name in FIELDS else field.name.replace("_", " ").capitalize()
        values = (_value(field.name, run.model.settings) for run in (first, second))
        rows.append(Difference(QCoreApplication.translate("TrainingSettings", label), *values))
    return sorted(rows, key=lambda row: row.is_same)


def _value(name: str, settings: TrainingSettings) -> str:
    if name == "preset":
        return preset_text(settings.preset, settings)
    value = getattr(settings, name)
    match value:
        case None:
            return _tr("all")
        case bool():
            return _tr("on") if value else _tr("off")
        case int() | float():
            return plain_number(value)
    return str(value).replace("_", " ")


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunDifferences", text)
