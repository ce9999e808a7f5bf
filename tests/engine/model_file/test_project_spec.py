"""What a model file says about its model is taken only if every value makes sense."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.model_file import project_spec
from engine.model_file.project_file import open_project
from engine.model_file.project_spec import SPEC_KEYS, ProjectSpec
from engine.pictures.preparation import Fit, PicturePreparation
from tests.engine.model_file.changed_project import assert_damaged, change_spec, members_of, write_members
from tests.engine.model_file.example_project import example_project

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(st.sampled_from(sorted(SPEC_KEYS)), JSON_VALUES)
@settings(deadline=None)
def test_any_value_in_the_spec_is_taken_or_refused(key: str, value: object) -> None:
    project = example_project()
    encoded = project_spec.encode(ProjectSpec(project.info, project.created, ()))
    changed = json.dumps({**json.loads(encoded), key: value}).encode()
    try:
        spec = project_spec.decode(changed, "model")
    except (UserError, ValueError):
        return
    assert project_spec.decode(project_spec.encode(spec), "model").arrays == spec.arrays


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a giant latent size": lambda spec: spec["settings"].update(latent_dim=10**9),
    "a latent size of 400 digits": lambda spec: spec["settings"].update(latent_dim=10**400),
    "a latent size of null": lambda spec: spec["settings"].update(latent_dim=None),
    "an unknown architecture": lambda spec: spec["settings"].update(architecture="os.system"),
    "an architecture that is a list": lambda spec: spec["settings"].update(architecture=["dense"]),
    "an unknown setting": lambda spec: spec["settings"].update(layers=3),
    "no settings": lambda spec: spec.update(settings=None),
    "an unknown key": lambda spec: spec.update(lambda_function="code"),
    "a missing key": lambda spec: spec.pop("history"),
    "another format": lambda spec: spec.update(format="keras"),
    "version 0": lambda spec: spec.update(format_version=0),
    "version true": lambda spec: spec.update(format_version=True),
    "version 1.5": lambda spec: spec.update(format_version=1.5),
    "a giant image": lambda spec: spec.update(image_shape=[10**9, 10**9, 1]),
    "a flat image": lambda spec: spec.update(image_shape=[28, 28]),
    "an image of no size": lambda spec: spec.update(image_shape=[0, 28, 1]),
    "five channels": lambda spec: spec.update(image_shape=[28, 28, 5]),
    "a name that is a number": lambda spec: spec.update(name=5),
    "a name of a million letters": lambda spec: spec.update(name="x" * 1_000_000),
    "a name with a control character": lambda spec: spec.update(name="a\x1b[31m"),
    "a name with half a character": lambda spec: spec.update(name="\ud800"),
    "an identity that is a number": lambda spec: spec["data"].update(identity=5),
    "a preparation that is a word": lambda spec: spec["data"].update(is_centred="yes"),
    "no identity": lambda spec: spec["data"].pop("identity"),
    "labels that are words": lambda spec: spec["data"].update(normal=["one"]),
    "labels beyond 64 bits": lambda spec: spec["data"].update(normal=[2**63]),
    "too many labels": lambda spec: spec["data"].update(normal=list(range(10_001))),
    "a history of words": lambda spec: spec["history"].update(loss=["low"]),
    "a history too long": lambda spec: spec["history"].update(loss=[0] * 100_001),
    "a history of lists": lambda spec: spec["history"].update(loss=[[0.5]]),
    "too many metrics": lambda spec: spec.update(metrics={str(i): 0.5 for i in range(101)}),
    "a metric that is NaN": lambda spec: spec["metrics"].update(mae=math.nan),
    "a metric that is infinite": lambda spec: spec["metrics"].update(mae=-math.inf),
    "a date that is none": lambda spec: spec.update(created="yesterday"),
    "a date without a time zone": lambda spec: spec.update(created="2025-01-01T00:00:00"),
    "an extra part that is a list": lambda spec: spec.update(extra=[]),
    "an extra part nested 17 deep": lambda spec: spec.update(extra=json.loads('{"a":' * 16 + "1" + "}" * 16)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_spec_is_refused(saved: Path, change: Callable[[dict[str, Any]], object]) -> None:
    change_spec(saved, change)
    assert_damaged(saved)


@pytest.mark.parametrize(
    "spec",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"9" * 100_000,
        b'{"a": 1e999}',
        b'{"format": "x", "format": "autoencoder-studio-model"}',
        b" " * ((8 << 20) + 1),
    ],
    ids=lambda spec: f"{spec[:20]!r} of {len(spec)} bytes",
)
def test_a_spec_that_is_no_spec_is_refused(saved: Path, spec: bytes) -> None:
    write_members(saved, {**members_of(saved), "spec.json": spec})
    assert_damaged(saved)


def test_what_is_wrong_can_be_unfolded(saved: Path) -> None:
    change_spec(saved, CHANGES["a giant latent size"])
    with pytest.raises(UserError) as raised:
        open_project(saved)
    assert raised.value.details == "Latent size must be from 1 to 4,096, not 1,000,000,000."


def of_pictures() -> ProjectSpec:
    project = example_project()
    info = replace(
        project.info,
        image_shape=(64, 64, 3),
        is_centred=False,
        preparation=PicturePreparation(64, Fit.CROP, True, 4095.0),
        normal=(0,),
        label_names={0: "good", 1: "Größe 図"},
    )
    return ProjectSpec(info, project.created, ())


def test_how_pictures_are_prepared_is_read_as_it_was_written() -> None:
    info = of_pictures().info
    encoded = project_spec.encode(of_pictures())
    read = project_spec.decode(encoded, "model").info
    assert (read.preparation, read.label_names) == (info.preparation, info.label_names)
    assert json.loads(encoded)["format_version"] == 3


def test_a_model_of_other_images_can_still_be_read_by_the_version_before() -> None:
    project = example_project()
    entries = json.loads(project_spec.encode(ProjectSpec(project.info, project.created, ())))
    assert entries["format_version"] == 2
    assert entries["data"].keys() == {"trained_on", "identity", "is_centred", "normal"}


@pytest.mark.parametrize(
    "change",
    [
        {"preparation": {"size_px": 128, "fit": "crop", "is_colour": True, "white": 4095.0}},
        {"preparation": {"size_px": 64, "fit": "crop", "is_colour": False, "white": 4095.0}},
        {"preparation": {"size_px": 64}},
        {"preparation": "as usual"},
        {"label_names": {"one": "good"}},
        {"label_names": {"1": "a\x1b[31m"}},
        {"label_names": ["good"]},
    ],
)
def test_a_preparation_that_does_not_fit_the_model_is_refused(change: dict[str, Any]) -> None:
    entries = json.loads(project_spec.encode(of_pictures()))
    entries["data"].update(change)
    with pytest.raises(ValueError, match=r"\w"):
        project_spec.decode(json.dumps(entries).encode(), "model")
