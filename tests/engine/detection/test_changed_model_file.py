"""A changed model file is refused, or gives finite scores, or none: a few changes of `tests.monkey.model_files`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import resources
from tests.monkey.model_files import all_changes, change_array, members_of, outcome_of, write_members

TRIED = 40


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    return members_of(resources.path("bundled.aestudio"))


def test_the_file_itself_gives_finite_scores(tmp_path: Path, members: dict[str, bytes]) -> None:
    write_members(tmp_path / "same.aestudio", members)
    assert outcome_of(tmp_path / "same.aestudio") == "finite"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # that is what overflows on a thread of the detector
def test_a_change_is_refused_or_harmless(tmp_path: Path, members: dict[str, bytes]) -> None:
    path = tmp_path / "changed.aestudio"
    found = set()
    for _what, change in random.Random(11).sample(all_changes(members), TRIED):
        write_members(path, change())
        found.add(outcome_of(path))  # it lets nothing escape but a UserError
    assert found == {"refused", "without verdicts", "finite"}


@pytest.mark.parametrize("name", ["shape_axes", "fusion_whitening_lines", "rarity_damage", "normal_scores_all"])
def test_a_detector_multiplied_by_1e30_gives_no_verdicts(
    tmp_path: Path, members: dict[str, bytes], name: str
) -> None:
    path = tmp_path / "huge.aestudio"
    write_members(path, change_array(members, f"extra/{name}.npy", "times 1e30"))
    assert outcome_of(path) == "without verdicts"
