from __future__ import annotations

import pytest

from gui.look.numbers import fixed, percent, probability, rarity


@pytest.mark.parametrize(
    ("surprise", "text"),
    [(0.0, "1"), (0.1, "1.3"), (1.0, "10"), (1.5, "32"), (2.5, "320"), (3.7, "5,000"), (4.1, "13,000")],
)
def test_surprise_is_written_as_one_in_so_many(surprise: float, text: str) -> None:
    assert rarity(surprise, 100_000) == text


@pytest.mark.parametrize(("surprise", "text"), [(2.9, "790"), (3.0, "900+"), (3.57, "900+"), (9.0, "900+")])
def test_so_many_are_never_more_than_the_normal_images_that_show_it(surprise: float, text: str) -> None:
    assert rarity(surprise, 900) == text


@pytest.mark.parametrize(
    ("p_value", "text"), [(1.0, "1"), (0.31, "0.31"), (0.05, "0.050"), (0.0133, "0.013"), (1 / 5_001, "0.0002")]
)
def test_a_p_value_has_two_digits(p_value: float, text: str) -> None:
    assert probability(p_value) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.0, "0"), (0.0004, "0.04"), (0.013, "1.3"), (0.12, "12"), (0.9996, "99.9"), (1.0, "100")],
)
def test_a_rate_never_rounds_to_none_or_all(rate: float, text: str) -> None:
    assert percent(rate) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 0.0, -1.0])
def test_every_number_can_be_written(value: float) -> None:
    for text in (rarity(value, 900), probability(value), percent(value), fixed(value, 4)):
        assert text
        assert len(text) < 30 or text.isascii()
        assert "nan" not in text
        assert "inf" not in text


def test_a_number_that_is_not_finite_is_a_dash() -> None:
    assert fixed(float("nan"), 3) == probability(float("inf")) == percent(float("nan")) == "–"
    assert fixed(0.12345, 3) == "0.123"
    assert rarity(float("inf"), 900) == rarity(15.0, 900)
