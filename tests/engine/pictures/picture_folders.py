"""Small folders of real picture files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.cancellation import Cancellation
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.picture_folder import open_folder
from engine.datasets.picture_source import PictureChoices
from engine.pictures.folder_scan import FolderScan, scan
from engine.pictures.preparation import Fit
from engine.progress import report_nothing

SMALL = PictureChoices({"size_px": 64, "fit": Fit.PAD, "is_colour": False})


def tile(seed: int, height: int = 60, width: int = 80) -> NDArray[np.uint8]:
    """Return grey pixels, (height, width) uint8: soft blots, different for each seed, as unlike as photographs."""
    random = np.random.default_rng(seed)
    coarse = random.integers(40, 216, (6, 8), np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def save(path: Path, pixels: NDArray[np.uint8], **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)
    return path


def save_tiles(folder: Path, count: int, first: int = 0, suffix: str = ".png") -> list[Path]:
    """Save so many tiles; their names are numbers from 0."""
    return [save(folder / f"{number}{suffix}", tile(first + number)) for number in range(count)]


def mvtec(root: Path, train: int = 12, good: int = 4) -> Path:
    """Make a set as MVTec's, with scratches that have masks, and dents that have none."""
    save_tiles(root / "train" / "good", train)
    save_tiles(root / "test" / "good", good, 100)
    for number in range(3):
        pixels = tile(200 + number)
        pixels = pixels.copy()
        pixels[20:26, 10:50] = 255
        mask = np.zeros(pixels.shape, np.uint8)
        mask[20:26, 10:50] = 255
        save(root / "test" / "scratch" / f"{number:03}.png", pixels)
        save(root / "ground_truth" / "scratch" / f"{number:03}_mask.png", mask)
    save_tiles(root / "test" / "dent", 2, 300)
    return root


def scanned(root: Path) -> FolderScan:
    return scan(root, report_nothing, Cancellation())


def opened(root: Path, choices: PictureChoices = SMALL) -> ImageDataset:
    return open_folder(root, report_nothing, Cancellation(), choices)


def reasons(found: FolderScan | ImageDataset) -> dict[str, str]:
    """Return why files were not used, by their names."""
    return {each.path: each.reason for each in found.skipped}
