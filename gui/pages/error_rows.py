"""The errors on the test set as rows of a table: all images first, then a row a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from engine.protocol.results import ErrorRow
from gui.state.class_names import class_text
from gui.tables.table_model import Column, Kind, Pin, Row
from gui.widgets.error_measures import ERROR_MEASURES, error_measure_text, wrapped_tip


def error_columns() -> tuple[Column, ...]:
    """Return the columns, named as the headless commands name them."""
    return (
        Column("class", _tr("Class"), _tr("The label of the images in this row"), Kind.TEXT),
        Column("n", _tr("Images"), _tr("Number of test images"), Kind.COUNT),
        *(
            Column(measure, measure.upper(), wrapped_tip(error_measure_text(measure)), Kind.ERROR)
            for measure in ERROR_MEASURES
        ),
    )


def error_table_rows(rows: Sequence[ErrorRow], names: Mapping[int, str]) -> list[Row]:
    """Return a row of the table for each row of errors; the class with the largest MAE of several is marked.

    Args:
        rows: first of all images, then of each class.
        names: what classes are called, where that is more than a number.
    """
    classes = [row for row in rows if row.label is not None]
    worst = max(classes, key=attrgetter("mae")) if len(classes) > 1 else None
    return [_table_row(row, names, is_worst=row is worst) for row in rows]


def _table_row(row: ErrorRow, names: Mapping[int, str], *, is_worst: bool) -> Row:
    if row.label is None:
        return Row(("all", row.n, row.mae, row.mse, row.bce), pin=Pin.TOP, label=_tr("All"))
    name = class_text(row.label, names)
    values = (name, row.n, row.mae, row.mse, row.bce)
    if not is_worst:
        return Row(values)
    return Row(
        values,
        label=_tr("{label} · worst").format(label=name),
        tool_tip=_tr("The class with the largest mean absolute error"),
        is_marked=True,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ErrorTable", text)
