"""The classes of a judged test set as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from gui.pages.results import ClassRow
from gui.state.class_names import class_text
from gui.tables.table_model import Column, Kind, Row


def class_columns() -> tuple[Column, ...]:
    """Return the columns."""
    return (
        Column("class", _tr("Class"), _tr("The label of the images in this row"), Kind.TEXT),
        Column("truth", _tr("Counts as"), _tr("Whether the class is normal or abnormal"), Kind.TEXT),
        Column("n", _tr("Images"), _tr("Number of test images"), Kind.COUNT),
        Column(
            "alarm_rate",
            _tr("Alarms"),
            _tr("Share of the images judged abnormal at the threshold: false alarms where the class is normal"),
            Kind.RATE,
        ),
        Column(
            "auroc",
            _tr("AUROC"),
            _tr("AUROC of this class against all normal images; 0.5 is guessing, 1 is perfect"),
            Kind.AUROC,
        ),
        Column(
            "auroc_error", _tr("Plain error"), _tr("The same by the plain reconstruction error alone"), Kind.AUROC
        ),
    )


def class_table_rows(rows: Iterable[ClassRow], names: Mapping[int, str]) -> list[Row]:
    """Return a row of the table for each class, which may have a name; its key is the label."""
    return [
        Row(
            (
                class_text(row.label, names),
                _tr("normal") if row.is_normal else _tr("abnormal"),
                row.n,
                row.alarm_rate,
                row.auroc,
                row.auroc_error,
            ),
            key=row.label,
        )
        for row in rows
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClassTable", text)
