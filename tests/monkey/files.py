"""The files the monkey has: good ones, and broken ones of each kind."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

import resources
from engine.datasets.pen_digits import generate

_MODEL_DAMAGES = 12
_FACTORS = (1e30, 1e-30, -1.0, 0.0, float("nan"), float("inf"), 1e5)


@dataclass(frozen=True)
class Files:
    """Paths, each list in a fixed order.

    Attributes:
        images: a small good data set.
        all: everything that can be dropped, pasted or chosen, good and bad.
        saved: where the monkey saves.
    """

    images: Path
    all: tuple[Path, ...]
    saved: Path


def make_files(folder: Path, choose: random.Random) -> Files:
    """Make all files."""
    folder.mkdir(parents=True)
    images, labels = generate(300, 1)
    small = folder / "wenige Ziffern – 数字.npz"
    np.savez(small, x_train=images[:240], y_train=labels[:240], x_test=images[240:], y_test=labels[240:])
    paths = [small, *_data_sets(folder, images), *_pictures(folder), *_broken(folder, small)]
    paths += _models(folder, choose)
    saved = folder / "saved"
    saved.mkdir()
    return Files(small, tuple(paths), saved)


def _data_sets(folder: Path, images: np.ndarray) -> list[Path]:
    arrays = {
        "plain.npy": images[:60],
        "small 12 by 9.npy": images[:80, ::3, ::3].repeat(1, axis=1)[:, :9],
        "colour.npy": np.random.default_rng(1).integers(0, 256, (40, 16, 16, 3), np.uint8),
        "constant.npy": np.full((50, 28, 28), 7, np.uint8),
        "two.npy": images[:2],
        "one.npy": images[:1],
        "empty.npy": images[:0],
        "not finite.npy": np.full((20, 28, 28), np.inf, np.float32),
        "words.npy": np.array(["a", "b"]),
    }
    for name, array in arrays.items():
        np.save(folder / name, array)
    return [folder / name for name in arrays]


def _pictures(folder: Path) -> list[Path]:
    noise = np.random.default_rng(2).integers(0, 256, (90, 130, 3), np.uint8)
    pictures = {
        "picture.png": Image.fromarray(noise),
        "grey.jpg": Image.fromarray(noise[..., 0]),
        "one pixel.png": Image.new("RGBA", (1, 1)),
        "long.png": Image.new("L", (3000, 2)),
        "palette.gif": Image.fromarray(noise).convert("P"),
    }
    for name, picture in pictures.items():
        picture.save(folder / name)
    return [folder / name for name in pictures]


def _broken(folder: Path, good: Path) -> list[Path]:
    content = good.read_bytes()
    made = {
        "cut.npz": content[: len(content) // 2],
        "nothing.npz": b"",
        "text.png": b"not a picture",
        "nothing.png": b"",
        "text.aestudio": b"not a model",
        "nothing.aestudio": b"",
        "notes.txt": b"some words",
        "n" * 180 + ".npz": content[:100],
        "ubyte.gz": b"\x1f\x8b\x08\x00broken",
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    (folder / "a folder").mkdir()
    (folder / "a folder.npz").mkdir()
    return [
        *(folder / name for name in made),
        folder / "a folder",
        folder / "a folder.npz",
        folder / "missing.npz",
    ]


def _models(folder: Path, choose: random.Random) -> list[Path]:
    good = folder / "good.aestudio"
    good.write_bytes(resources.path("bundled.aestudio").read_bytes())
    paths = [good]
    for number in range(_MODEL_DAMAGES):
        paths.append(folder / f"damaged {number}.aestudio")
        damage_model(good, paths[-1], choose)
    return paths


def damage_model(good: Path, target: Path, choose: random.Random) -> None:
    """Write a copy of a model file with one array or one plain value changed, the zip itself intact."""
    with zipfile.ZipFile(good) as source:
        members = {name: source.read(name) for name in source.namelist()}
    name = choose.choice(sorted(members))
    if name == "spec.json":
        members[name] = _damaged_spec(members[name], choose)
    else:
        array = np.load(io.BytesIO(members[name]))
        with np.errstate(all="ignore"):
            array = (array * choose.choice(_FACTORS)).astype(array.dtype)
        stream = io.BytesIO()
        np.lib.format.write_array(stream, array, version=(1, 0))
        members[name] = stream.getvalue()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as written:
        for member, content in members.items():
            written.writestr(zipfile.ZipInfo(member), content)


def _damaged_spec(encoded: bytes, choose: random.Random) -> bytes:
    spec = json.loads(encoded)
    parent, key = spec, choose.choice(sorted(spec))
    while isinstance(parent[key], dict) and parent[key] and choose.random() < 0.8:
        parent, key = parent[key], choose.choice(sorted(parent[key]))
    parent[key] = choose.choice([[], "text", {}, -1, 0, 10**9, 1e308, None, True])
    return json.dumps(spec).encode()
