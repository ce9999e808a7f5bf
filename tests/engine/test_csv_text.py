from __future__ import annotations

import pytest

from engine.csv_text import quoted


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert quoted(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a.png", "1=1", "-0.5", "+1e-3", "-12"])
def test_other_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert quoted(text) == text
