"""Classes are called by their names where they have some."""

from __future__ import annotations

from engine.protocol.results import ErrorRow
from gui.pages.class_rows import class_table_rows
from gui.pages.error_rows import error_table_rows
from gui.pages.results import ClassRow
from gui.state.class_names import class_text, classes_text

NAMES = {0: "good", 2: "scratch"}


def test_a_class_has_its_name_or_its_number() -> None:
    assert classes_text((0, 1, 2), NAMES) == "good, 1, scratch"
    assert class_text(7, {}) == "7"


def test_the_tables_show_names() -> None:
    errors = [ErrorRow(label, 5, 0.1, 0.01, 0.02) for label in (None, 0, 1)]
    assert [row.values[0] for row in error_table_rows(errors, NAMES)] == ["all", "good", "1"]
    classes = [ClassRow(2, False, 5, 3, 0.9, 0.8)]
    assert class_table_rows(classes, NAMES)[0].values[0] == "scratch"
