"""A model file gives back what was saved, or one plain sentence."""

import io
import json
import math
import os
import pickle
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.model_file import npy_bytes, project_spec
from engine.model_file.checked_json import LONGEST_TEXT
from engine.model_file.project_file import Project, check_weights, open_project, save
from engine.model_file.project_spec import MOST_ARRAYS, SPEC_KEYS, ProjectSpec
from tests.engine.model_file.example_project import example_project

Members = dict[str, bytes]


def assert_equal(found: Project, expected: Project) -> None:
    assert asdict(found.info) == asdict(expected.info)
    assert found.created == expected.created
    assert found.extra_json == expected.extra_json
    assert_arrays_equal(dict(enumerate(found.weights)), dict(enumerate(expected.weights)))
    assert_arrays_equal(found.extra, expected.extra)


def assert_arrays_equal(found: Mapping[Any, Any], expected: Mapping[Any, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "model.aestudio"
    save(path, example_project())
    return path


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file to change in place, since making a file costs ten times as much as opening a model."""
    path = tmp_path_factory.mktemp("once") / "model.aestudio"
    save(path, example_project())
    return path


@contextmanager
def changed_to(path: Path, content: bytes | bytearray) -> Iterator[None]:
    before = path.read_bytes()
    for new in (content, before):
        with path.open("r+b") as stream:
            stream.write(new)
            stream.truncate()
        if new is content:
            yield


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: Members, compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def change_spec(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    members = members_of(path)
    spec = json.loads(members["spec.json"])
    change(spec)
    members["spec.json"] = json.dumps(spec).encode()
    write_members(path, members)


def assert_damaged(path: Path, reason: str = "") -> None:
    with pytest.raises(UserError, match="is damaged or was changed, so it was not opened") as raised:
        open_project(path)
    assert reason in raised.value.details


# ------------------------------------------------------------------------------------- what is kept


def test_what_was_saved_is_opened_to_the_bit(saved: Path) -> None:
    assert_equal(open_project(saved), example_project())


def test_odd_floats_are_kept_to_the_bit(tmp_path: Path) -> None:
    odd = np.array([0.0, -0.0, 1e-45, -3.4028235e38, 1 / 3], np.float32)
    project = replace(example_project(), weights=(odd, odd[::-1], odd.reshape(5, 1).T))
    save(tmp_path / "model", project)
    assert_arrays_equal(
        dict(enumerate(open_project(tmp_path / "model").weights)), dict(enumerate(project.weights))
    )


def test_opened_weights_cannot_be_written_to(saved: Path) -> None:
    assert not any(array.flags.writeable for array in open_project(saved).weights)


def test_a_model_without_normal_labels_history_or_metrics_is_kept(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, normal=None, history={}, metrics={}))
    save(tmp_path / "model", project)
    assert_equal(open_project(tmp_path / "model"), project)


def test_the_longest_run_that_the_settings_allow_is_kept(tmp_path: Path) -> None:
    losses = tuple((np.random.default_rng(0).random(100_000) * 1e-5).tolist())
    project = example_project()
    project = replace(project, info=replace(project.info, history={"loss": losses, "val_loss": losses}))
    save(tmp_path / "model", project)
    assert open_project(tmp_path / "model").info.history["val_loss"] == losses


def test_losses_that_are_not_finite_come_back_as_nan(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, history={"loss": (0.5, math.inf, math.nan)}))
    save(tmp_path / "model", project)
    first, *others = open_project(tmp_path / "model").info.history["loss"]
    assert first == 0.5
    assert all(math.isnan(loss) for loss in others)


def test_further_arrays_and_data_are_kept(tmp_path: Path) -> None:
    project = replace(
        example_project(),
        extra={
            "codes": np.arange(6, dtype=np.float64).reshape(2, 3, order="F"),
            "counts": np.array(5, np.int64),
            "none": np.zeros((0, 3), np.float32),
            "image": np.full((2, 2), 255, np.uint8),
        },
        extra_json={"detector": {"version": 1, "names": ["shape", "exposure"], "level": 0.01}},
    )
    save(tmp_path / "model", project)
    assert_equal(open_project(tmp_path / "model"), project)


def test_big_endian_arrays_are_kept_by_value(tmp_path: Path) -> None:
    project = replace(example_project(), extra={"codes": np.arange(3, dtype=">f8")})
    save(tmp_path / "model", project)
    np.testing.assert_array_equal(open_project(tmp_path / "model").extra["codes"], [0, 1, 2])


def test_equal_projects_make_equal_bytes(tmp_path: Path, saved: Path) -> None:
    save(tmp_path / "again", example_project())
    assert (tmp_path / "again").read_bytes() == saved.read_bytes()
    save(tmp_path / "opened", open_project(saved))
    assert (tmp_path / "opened").read_bytes() == saved.read_bytes()


def test_names_no_window_can_show_are_mended_when_saved(tmp_path: Path) -> None:
    project = example_project()
    project = replace(project, info=replace(project.info, trained_on="a\nb\udcff" + "c" * LONGEST_TEXT))
    save(tmp_path / "model", project)
    assert open_project(tmp_path / "model").info.trained_on == "a\ufffdb\ufffd" + "c" * (LONGEST_TEXT - 4)


def test_a_path_that_is_not_ascii_serves(tmp_path: Path) -> None:
    (tmp_path / "Ordner für Größen").mkdir()
    path = tmp_path / "Ordner für Größen" / "模型 ✓.aestudio"
    save(path, example_project())
    assert_equal(open_project(path), example_project())


def test_the_file_is_little_more_than_the_weights(tmp_path: Path) -> None:
    project = example_project((28, 28, 1), hidden=128, latent_dim=64)
    save(tmp_path / "model", project)
    assert (tmp_path / "model").stat().st_size < 4 * project.info.parameters + 4_000


# ------------------------------------------------------------------------------------- what is not saved


def test_weights_that_are_not_finite_are_not_saved_over_good_ones(saved: Path) -> None:
    project = example_project()
    broken = (np.full((6, 4), np.nan, np.float32), *project.weights[1:])
    with pytest.raises(UserError, match="not all finite, so it was not saved"):
        save(saved, replace(project, weights=broken))
    assert_equal(open_project(saved), project)


def test_arrays_of_objects_are_not_saved(saved: Path) -> None:
    with pytest.raises(ValueError, match="cannot hold the array 'codes' of object"):
        save(saved, replace(example_project(), extra={"codes": np.array([{}])}))
    assert_equal(open_project(saved), example_project())


def test_what_could_not_be_opened_again_is_not_saved(saved: Path) -> None:
    project = example_project()
    with pytest.raises(ValueError, match="a whole number from 1 to 64"):
        save(saved, replace(project, info=replace(project.info, image_shape=(65, 2, 1))))
    assert_equal(open_project(saved), project)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        save(tmp_path / "missing" / "model", example_project())


# ------------------------------------------------------------------------------------- what is no model


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file missing\.aestudio"):
        open_project(tmp_path / "missing.aestudio")


def test_a_file_below_a_file_is_missing(saved: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_project(saved / "model")


def test_an_impossible_name_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        open_project(tmp_path / "zero\0byte")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        open_project(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="is a device or a pipe"):
        open_project(tmp_path / "pipe")


def test_an_empty_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(UserError, match="is empty"):
        open_project(tmp_path / "empty")


@pytest.mark.parametrize("content", [b"x", b"\x89PNG\r\n" * 100, pickle.dumps({"a": 1}), b"\0" * 1000])
def test_another_kind_of_file_is_no_model(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(UserError, match="is not a model of Autoencoder Studio"):
        open_project(tmp_path / "other")


def test_another_kind_of_zip_is_no_model(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x_train=np.zeros((2, 28, 28), np.uint8))
    with pytest.raises(UserError, match="is not a model of Autoencoder Studio"):
        open_project(tmp_path / "data.npz")


def test_a_giant_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "giant").open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(1 << 40)
    with pytest.raises(UserError, match="is too large for a model"):
        open_project(tmp_path / "giant")


def test_a_newer_version_is_told_even_if_all_else_is_different(saved: Path) -> None:
    spec = {"format": "autoencoder-studio-model", "format_version": 3, "app_version": "9.1", "colour": "red"}
    write_members(saved, {"spec.json": json.dumps(spec).encode(), "weights.bin": b"new"})
    with pytest.raises(UserError) as raised:
        open_project(saved)
    assert str(raised.value) == (
        "model.aestudio was made by a newer version of Autoencoder Studio (9.1); update the application to "
        "open it."
    )


# ------------------------------------------------------------------------------------- what is damaged


def test_a_file_cut_short_anywhere_is_refused(saved: Path) -> None:
    for length in reversed(range(saved.stat().st_size)):
        os.truncate(saved, length)
        with pytest.raises(UserError):
            open_project(saved)


def test_a_file_with_something_before_or_behind_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    for content in (whole + b"x", whole + whole, b"PK\x03\x04" + whole):
        saved.write_bytes(content)
        assert_damaged(saved)


def assert_refused_or_equal(path: Path) -> None:
    try:
        opened = open_project(path)
    except UserError as error:
        sentence = str(error)
        assert sentence.startswith(path.name)
    else:
        assert_equal(opened, example_project())


def test_a_changed_byte_is_noticed_or_changes_nothing(saved_once: Path) -> None:
    whole = saved_once.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        with changed_to(saved_once, changed):
            assert_refused_or_equal(saved_once)


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
@settings(deadline=None)
def test_changed_bytes_are_noticed_or_change_nothing(saved_once: Path, changes: list[tuple[int, bytes]]) -> None:
    changed = bytearray(saved_once.read_bytes())
    for start, piece in changes:
        changed[-1 - start : len(changed) - 1 - start + len(piece)] = piece  # its directory is at the end
    with changed_to(saved_once, changed):
        assert_refused_or_equal(saved_once)


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


MEMBERS: dict[str, tuple[Callable[[Members], object], str]] = {
    "an unknown member": (lambda members: members.update({"code.py": b"import os"}), "no member should have"),
    "a member outside": (lambda members: members.update({"../evil.npy": b""}), "no member should have"),
    "an absolute member": (lambda members: members.update({"/weights/0000.npy": b""}), "no member should have"),
    "a folder": (lambda members: members.update({"weights/": b""}), "no member should have"),
    "an extra name with a path": (
        lambda members: members.update({"extra/../a.npy": npy_bytes.encode(np.ones(1))}),
        "no member should have",
    ),
    "a gap in the weights": (lambda members: members.pop("weights/0002.npy"), "no member should have"),
    "text for weights": (lambda members: members.update({"weights/0000.npy": b"text"}), "header is not readable"),
    "no bytes for weights": (lambda members: members.update({"weights/0000.npy": b""}), "header is not readable"),
    "too many members": (
        lambda members: members.update({f"extra/{'a' * 60}{index}.npy": b"" for index in range(2 * MOST_ARRAYS)}),
        "directory is not where it should be",
    ),
}


@pytest.mark.parametrize(("change", "reason"), MEMBERS.values(), ids=MEMBERS.keys())
def test_changed_members_are_refused(saved: Path, change: Callable[[Members], object], reason: str) -> None:
    members = members_of(saved)
    change(members)
    spec = json.loads(members.pop("spec.json"))
    spec["arrays"] = list(members)
    write_members(saved, {"spec.json": json.dumps(spec).encode(), **members})
    assert_damaged(saved, reason)


@pytest.mark.parametrize("name", ["weights/0007.npy", "extra/codes.npy"])
def test_a_member_that_the_spec_names_must_be_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / "model"
    save(path, replace(example_project(), extra={"codes": np.ones(3)}))
    members = members_of(path)
    del members[name]
    write_members(path, members)
    assert_damaged(path, "other members than the spec says")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_the_same_name_are_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("weights/0000.npy", npy_bytes.encode(example_project().weights[0]))
    assert_damaged(saved, "two members have the same name")


def test_a_bomb_is_not_unpacked(saved: Path) -> None:
    members = members_of(saved)
    members["weights/0000.npy"] = npy_bytes.encode(np.zeros((5_000, 5_000), np.float32))
    write_members(saved, members, zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 1_000_000
    assert_damaged(saved, "a member is compressed")


def test_members_that_share_their_bytes_are_refused(saved: Path) -> None:
    """A thousand names for the same 0.4 MB would fill the memory out of a small file."""
    content = npy_bytes.encode(np.zeros(100_000, np.float32))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("spec.json", members_of(saved)["spec.json"])
        entry = zipfile.ZipInfo("weights/0000.npy")
        archive.writestr(entry, content)
        for index in range(1, 1000):
            copy = zipfile.ZipInfo(f"weights/{index:04}.npy")
            copy.header_offset, copy.CRC = entry.header_offset, entry.CRC
            copy.file_size = copy.compress_size = entry.file_size
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
    saved.write_bytes(stream.getvalue())
    assert_damaged(saved, "the members are larger than the file")


def test_a_directory_that_claims_more_than_there_is_is_refused(saved: Path) -> None:
    whole = bytearray(saved.read_bytes())
    for size in (0, 1 << 20, 0xFFFFFFFF):
        struct.pack_into("<L", whole, len(whole) - 10, size)
        saved.write_bytes(whole)
        assert_damaged(saved)


HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 4), }"


@pytest.mark.parametrize(
    ("header", "data"),
    [
        (HEADER.replace("(6, 4)", "(1000000, 1000000)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(6, -4)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(6, 4.0)"), bytes(96)),
        (HEADER.replace("(6, 4)", f"({'1, ' * 100}24)"), bytes(96)),
        (HEADER.replace("(6, 4)", "(__import__('os'),)"), bytes(96)),
        (HEADER.replace("<f4", ">f4"), bytes(96)),
        (HEADER.replace("<f4", "<f8"), bytes(192)),
        (HEADER.replace("<f4", "|O"), pickle.dumps([0] * 24)),
        (HEADER.replace("False", "True"), bytes(96)),
        (HEADER, bytes(95)),
        (HEADER, bytes(97)),
        (HEADER, np.full(24, np.nan, "<f4").tobytes()),
        (HEADER, np.full(24, np.inf, "<f4").tobytes()),
        ("(" * 5000, b""),
        ("", b""),
    ],
)
def test_an_array_that_is_not_as_its_header_says_is_refused(saved: Path, header: str, data: bytes) -> None:
    encoded = header.encode() + b"\n"
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(encoded)) + encoded + data
    write_members(saved, {**members_of(saved), "weights/0000.npy": content})
    assert_damaged(saved)


def test_the_header_that_numpy_writes_is_read(saved: Path) -> None:
    stream = io.BytesIO()
    np.save(stream, example_project().weights[0])
    write_members(saved, {**members_of(saved), "weights/0000.npy": stream.getvalue()})
    assert_equal(open_project(saved), example_project())


def test_nothing_is_unpickled(saved: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    stream = io.BytesIO()
    np.save(stream, np.array([Trap()]), allow_pickle=True)
    for name in ("weights/0000.npy", "extra/codes.npy"):
        write_members(saved, {**members_of(saved), name: stream.getvalue()})
        assert_damaged(saved)
    assert not (tmp_path / "sprung").exists()


def test_what_is_wrong_can_be_unfolded(saved: Path) -> None:
    change_spec(saved, CHANGES["a giant latent size"])
    with pytest.raises(UserError) as raised:
        open_project(saved)
    assert raised.value.details == "Latent size must be from 1 to 4,096, not 1,000,000,000."


# ------------------------------------------------------------------------------------- its weights


def test_weights_of_the_model_s_shapes_pass() -> None:
    project = example_project()
    check_weights(project, [(6, 4), (4,), (4, 2), (2,), (2, 4), (4,), (4, 6), (6,)])


@pytest.mark.parametrize("shapes", [[], [(6, 4)], [(4, 6), (4,), (4, 2), (2,), (2, 4), (4,), (4, 6), (6,)]])
def test_weights_of_other_shapes_are_refused(shapes: list[tuple[int, ...]]) -> None:
    with pytest.raises(UserError, match="do not fit its settings, so it was not opened"):
        check_weights(example_project(), shapes)
