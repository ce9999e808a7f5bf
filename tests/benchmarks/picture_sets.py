"""Shared by the benchmarks of pictures: real photographs with their flaws, and how well maps point at the flaws."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import label
from sklearn.metrics import roc_auc_score

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "pictures"
SIDE_PX = 256
PAPERS = ("paper00", "paper02", "paper04", "paper06")
MOST_FALSE = 0.3
"""AUPRO is the area up to this share of normal pixels."""

_THRESHOLDS = 300


@dataclass(frozen=True)
class PictureSet:
    """One set, in pictures of 256 x 256 px.

    Attributes:
        normals: (n, 256, 256, channels) uint8, to learn from.
        tests: (m, 256, 256, channels) uint8.
        kinds: (m,) str: "good", or what is wrong.
        masks: (m, 256, 256) bool: where it is wrong.
        has_mask: (m,) bool: whether that is known; of good ones it is.
    """

    normals: NDArray[np.uint8]
    tests: NDArray[np.uint8]
    kinds: NDArray[np.str_]
    masks: NDArray[np.bool_]
    has_mask: NDArray[np.bool_]

    @property
    def is_good(self) -> NDArray[np.bool_]:
        """(m,) bool: which test pictures are good."""
        return self.kinds == "good"


def load(name: str) -> PictureSet:
    """Return a set; if it is missing, print a message and exit with status 1."""
    folder = FOLDER / name
    if not folder.is_dir():
        sys.exit(f"This benchmark needs the pictures in ../shared/data/pictures/{name}, which are not there.")
    tests, kinds, masks = [], [], []
    for file in sorted((folder / "test").glob("*/*")):
        tests.append(square(file))
        kinds.append(file.parent.name)
        mask = folder / "ground_truth" / file.parent.name / f"{file.stem}_mask.png"
        masks.append(square(mask, is_mask=True)[..., 0] > 127 if mask.is_file() else None)
    blank = np.zeros((SIDE_PX, SIDE_PX), bool)
    return PictureSet(
        np.stack([square(file) for file in sorted((folder / "train" / "good").glob("*"))]),
        np.stack(tests),
        np.array(kinds),
        np.stack([blank if mask is None else mask for mask in masks]),
        np.array([mask is not None or kind == "good" for mask, kind in zip(masks, kinds, strict=True)]),
    )


def square(file: Path, *, is_mask: bool = False) -> NDArray[np.uint8]:
    """Return a picture padded to a square with its border's colour, (256, 256, channels) uint8; masks with black."""
    with Image.open(file) as opened:
        pixels = np.asarray(opened.convert("L" if is_mask or opened.mode == "L" else "RGB"))
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    height, width, channels = pixels.shape
    side = max(height, width)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    padded = np.empty((side, side, channels), np.uint8)
    padded[:] = 0 if is_mask else np.median(border, axis=0).astype(np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    padded[top : top + height, left : left + width] = pixels
    method = Image.Resampling.BOX if side > SIDE_PX else Image.Resampling.BICUBIC
    resized = Image.fromarray(padded[..., 0] if channels == 1 else padded).resize((SIDE_PX, SIDE_PX), method)
    return np.asarray(resized).reshape(SIDE_PX, SIDE_PX, channels)


def figures(pictures: PictureSet, scores: NDArray[np.floating], maps: NDArray[np.floating]) -> dict[str, float]:
    """Return the AUROC of images and of pixels and AUPRO, of all test pictures and of each kind.

    Args:
        pictures: the set.
        scores: (m,), higher is more abnormal.
        maps: (m, 256, 256), likewise.
    """
    found = {}
    kinds = [kind for kind in np.unique(pictures.kinds) if kind != "good"]
    for kind in (None, *kinds) if len(kinds) > 1 else (None,):
        start = "" if kind is None else f"{kind}_"
        chosen = pictures.is_good | (True if kind is None else pictures.kinds == kind)
        found[f"{start}image_auroc"] = float(roc_auc_score(~pictures.is_good[chosen], scores[chosen]))
        known = chosen & pictures.has_mask
        if pictures.masks[known].any():
            masks, values = pictures.masks[known], maps[known]
            found[f"{start}pixel_auroc"] = float(roc_auc_score(masks.ravel(), values.ravel()))
            found[f"{start}aupro"] = aupro(masks, values)
    return found


def aupro(masks: NDArray[np.bool_], maps: NDArray[np.floating]) -> float:
    """Return the area under the per-region overlap up to 0.3 false pixels, 0..1.

    Each connected region of the masks counts alike, whatever its size. After P. Bergmann et al., "Uninformed students:
    student-teacher anomaly detection with discriminative latent embeddings", CVPR 2020.

    Args:
        masks: (m, height, width) bool.
        maps: (m, height, width), higher is more abnormal.
    """
    normal = np.sort(maps[~masks])
    false = np.linspace(0, MOST_FALSE, _THRESHOLDS)
    thresholds = normal[np.clip(((1 - false) * len(normal)).astype(int), 0, len(normal) - 1)]
    overlaps = []
    for mask, values in zip(masks, maps, strict=True):
        regions, count = label(mask)
        for number in range(1, count + 1):
            inside = np.sort(values[regions == number])
            overlaps.append(1 - np.searchsorted(inside, thresholds, side="left") / len(inside))
    return float(np.trapezoid(np.mean(overlaps, axis=0), false) / MOST_FALSE)
