from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine.errors import UserError
from gui.tables.csv_file import save_csv


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_file_begins_with_a_byte_order_mark_so_that_excel_reads_it_as_utf_8(tmp_path: Path) -> None:
    save_csv(tmp_path / "table.csv", [("größe", "図")])
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbfgr\xc3\xb6")
    assert read(tmp_path / "table.csv") == [["größe", "図"]]


def test_commas_quotes_and_line_ends_in_a_cell_come_back(tmp_path: Path) -> None:
    row = ["a, b", 'say "c"', "two\nlines", ""]
    save_csv(tmp_path / "table.csv", [row, ["1", "2", "3", "4"]])
    assert read(tmp_path / "table.csv") == [row, ["1", "2", "3", "4"]]


def test_a_text_that_begins_like_a_formula_is_quoted_and_a_negative_number_is_not(tmp_path: Path) -> None:
    save_csv(tmp_path / "table.csv", [("=1+1", "-0.5", "@x", "0.5")])
    assert read(tmp_path / "table.csv") == [["'=1+1", "-0.5", "'@x", "0.5"]]


def test_a_name_that_is_no_valid_text_is_saved_all_the_same(tmp_path: Path) -> None:
    save_csv(tmp_path / "table.csv", [("a\udcff.npz",)])
    assert read(tmp_path / "table.csv") == [["a\\udcff.npz"]]


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        save_csv(tmp_path / "missing" / "table.csv", [("a",)])
