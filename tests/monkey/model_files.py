"""Every array and every plain value of a real model file changed, one at a time: refused, or finite scores.

All of them: ``python -m tests.monkey.model_files``, about two minutes. `tests/engine/detection` tries a few by seed.
"""

from __future__ import annotations

import copy
import io
import json
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resources
from engine.detection.autoencoder_evidence import Autoencoder
from engine.detection.detector import Detector
from engine.detection.finite import probe_images
from engine.errors import UserError
from engine.model_file.project_file import check_weights, open_project
from engine.startup.numpy_forward import NumpyAutoencoder

Members = dict[str, bytes]
Change = Callable[[NDArray[Any]], NDArray[Any]]

SPEC = "spec.json"


def members_of(path: Path) -> Members:
    """Return the content of a model file, by the members' names."""
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def write_members(path: Path, members: Members) -> None:
    """Write a model file whose zip is intact, whatever it holds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as written:
        for name, content in members.items():
            written.writestr(zipfile.ZipInfo(name), content)


# ------------------------------------------------------------------------------------- the changes


def _times(factor: float) -> Change:
    return lambda array: (array * factor).astype(array.dtype)


def _with_first(value: float) -> Change:
    def change(array: NDArray[Any]) -> NDArray[Any]:
        changed = array.astype(array.dtype if array.dtype.kind == "f" else np.float32)
        changed.flat[0] = value
        return changed

    return change


ARRAY_CHANGES: dict[str, Change] = {
    "times 1e30": _times(1e30),
    "times 1e5": _times(1e5),
    "times 1e-30": _times(1e-30),
    "negative": _times(-1.0),
    "zero": _times(0.0),
    "one NaN": _with_first(np.nan),
    "one inf": _with_first(np.inf),
    "one huge": _with_first(3e38),
    "all NaN": lambda array: np.full(array.shape, np.nan, np.float32),
    "float64": lambda array: array.astype(np.float64),
    "float32": lambda array: array.astype(np.float32),
    "int64": lambda array: np.full(array.shape, 2**62, np.int64),
    "flat": lambda array: array.reshape(-1),
    "one more axis": lambda array: array[None],
    "empty": lambda array: array.reshape(-1)[:0],
    "one number": lambda array: array.reshape(-1)[:1],
    "reversed": lambda array: np.ascontiguousarray(array[::-1]),
}
VALUES: tuple[Any, ...] = (
    [],
    ["a"],
    "text",
    {},
    {"a": 1},
    -1,
    0,
    1.5,
    4096,
    10**9,
    10**19,
    1e308,
    None,
    True,
    [[0]],
)


def change_array(members: Members, name: str, change: str) -> Members:
    """Return the members with one array changed, or without it."""
    if change == "missing":
        return {key: content for key, content in members.items() if key != name}
    array = np.load(io.BytesIO(members[name]))
    stream = io.BytesIO()
    with np.errstate(all="ignore"):
        np.lib.format.write_array(stream, ARRAY_CHANGES[change](array), version=(1, 0))
    return {**members, name: stream.getvalue()}


def change_value(members: Members, place: tuple[str | int, ...], value: Any) -> Members:
    """Return the members with one value of the spec replaced."""
    spec = json.loads(members[SPEC])
    parent = spec
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = copy.deepcopy(value)
    return {**members, SPEC: json.dumps(spec).encode()}


def all_changes(members: Members) -> list[tuple[str, Callable[[], Members]]]:
    """Return every change with what it does, in a fixed order."""
    changes: list[tuple[str, Callable[[], Members]]] = []
    for name in sorted(members.keys() - {SPEC}):
        for kind in (*ARRAY_CHANGES, "missing"):
            changes.append((f"{name} {kind}", lambda name=name, kind=kind: change_array(members, name, kind)))
    for place in _places(json.loads(members[SPEC])):
        for value in VALUES:
            changes.append(
                (f"{place} = {value!r}", lambda place=place, value=value: change_value(members, place, value))
            )
    return changes


def _places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in sorted(value.items()):
            yield from _places(inner, (*place, key))
    elif isinstance(value, list) and value:
        yield from _places(value[0], (*place, 0))


# ------------------------------------------------------------------------------------- what comes of it


def outcome_of(path: Path) -> str:
    """Open a model file and score with it, as the session does but without Keras.

    Returns:
        "refused", "without verdicts" or "finite".

    Raises:
        AssertionError: a figure is not finite.
        Exception: whatever the engine lets escape; only a UserError counts as refused.
    """
    try:
        project = open_project(path)
        check_weights(project)
        model = NumpyAutoencoder(project)
    except UserError:
        return "refused"
    shape = project.info.image_shape
    images = probe_images(shape)[::-1]
    with np.errstate(all="ignore"):
        try:
            detector = Detector.from_arrays(
                project.extra,
                project.extra_json.get("detector"),
                shape,
                Autoencoder(model.reconstruct, model.encode),
            )
            scores = detector.score(images)
            heat = detector.examine(images[0], model.reconstruct(images)[0]).heat
        except UserError:
            return "without verdicts"
    for judgement in scores.by.values():
        for figures in (judgement.score, judgement.p_value, judgement.contributions):
            assert np.isfinite(figures).all()
    assert all(np.isfinite(figures).all() for figures in heat.values())
    return "finite"


def main() -> int:
    """Try every change; print what came of them."""
    members = members_of(resources.path("bundled.aestudio"))
    outcomes: Counter[str] = Counter()
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.aestudio"
        for what, change in all_changes(members):
            write_members(path, change())
            try:
                outcomes[outcome_of(path)] += 1
            except Exception as error:
                failures[what] = repr(error)
    print(json.dumps({"outcomes": outcomes, "failures": failures}, indent=1))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
