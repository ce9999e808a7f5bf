"""Results can be read by people and by programs."""

import json
import math

import pytest

from engine.cli.terminal import print_json, print_table


def test_json_is_one_object_without_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"loss": [0.1, math.nan], "classes": [{"mae": math.inf, "n": 3}], "file": "a\udcff"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"loss": [0.1, None], "classes": [{"mae": None, "n": 3}], "file": "a\udcff"}
    assert "NaN" not in printed


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("class", "n"), ("all", "10,000"), ("0", "980")])
    assert capsys.readouterr().out == "class       n\nall    10,000\n0         980\n"


def test_a_terminal_is_sent_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("evil\x1b[31m\n.png", "1")])
    assert capsys.readouterr().out == "evil\ufffd[31m\ufffd.png  1\n"
