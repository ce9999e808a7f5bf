from __future__ import annotations

import math

import pytest

from engine.model_file.checked_json import DEEPEST_NESTING, LONGEST_TEXT, number_or_nan, parse, text, whole_number


def nested(depth: int) -> bytes:
    """Return a group in a group, and so on, so many in all."""
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def test_a_key_that_is_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="gives a key twice"):
        parse(b'{"name": "a", "name": "b"}', 100)


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"NaN", b"Infinity", b"-Infinity"])
def test_a_number_that_is_not_finite_is_refused(number: bytes) -> None:
    with pytest.raises(ValueError, match="not finite"):
        parse(b'{"loss": ' + number + b"}", 100)


def test_it_may_be_nested_as_deeply_as_is_said_and_no_deeper() -> None:
    parse(nested(DEEPEST_NESTING), 1_000)
    for depth in (DEEPEST_NESTING + 1, 50_000):
        with pytest.raises(ValueError, match="nested too deeply"):
            parse(nested(depth), 1_000_000)


def test_more_bytes_than_allowed_are_not_even_parsed() -> None:
    assert parse(b"{  }", 4) == {}
    with pytest.raises(ValueError, match="it has 5 bytes"):
        parse(b"{   }", 4)


@pytest.mark.parametrize("value", [True, False, 0, 65, 3.0, "3", None])
def test_what_is_no_whole_number_within_its_bounds_is_refused(value: object) -> None:
    assert [whole_number(bound, 1, 64) for bound in (1, 64)] == [1, 64]
    with pytest.raises(ValueError, match="a whole number from 1 to 64"):
        whole_number(value, 1, 64)


@pytest.mark.parametrize("value", ["line\nbreak", "\udc80", "a" * (LONGEST_TEXT + 1), 3, None])
def test_a_text_that_no_window_can_show_is_refused(value: object) -> None:
    assert text("Größe 図") == "Größe 図"
    with pytest.raises(ValueError, match="a text of at most"):
        text(value)


def test_null_is_a_loss_that_was_not_finite() -> None:
    assert math.isnan(number_or_nan(None))
    assert number_or_nan(2) == 2.0
    with pytest.raises(ValueError, match="a number belongs"):
        number_or_nan(True)
