"""A folder of pictures becomes a data set: parts, classes, masks, and what cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cancellation import Cancellation
from engine.datasets import catalogue
from engine.datasets.image_dataset import ImageDataset
from engine.datasets.picture_folder import load
from engine.datasets.picture_source import PictureChoices
from engine.errors import Cancelled, UserError
from engine.pictures import loading, parallel_preparation
from engine.pictures.folder_scan import FolderScan
from engine.pictures.import_plan import Role, suggested_plan
from engine.pictures.preparation import Fit
from engine.progress import report_nothing
from tests.engine.pictures.picture_folders import SMALL, mvtec, opened, reasons, save, save_tiles, scanned, tile


def images_of(dataset: ImageDataset) -> set[bytes]:
    parts = [dataset.x_train] if dataset.x_test is None else [dataset.x_train, dataset.x_test]
    return {image.tobytes() for part in parts for image in part}


def test_a_set_as_mvtec_s_has_its_parts_classes_and_masks(tmp_path: Path) -> None:
    dataset = opened(mvtec(tmp_path / "bottle"))
    assert (dataset.name, dataset.image_shape, len(dataset.x_train)) == ("bottle", (64, 64, 1), 12)
    assert dataset.label_names == {0: "good", 1: "dent", 2: "scratch"}
    assert dataset.usual_normal == (0,)
    assert dataset.y_train is not None
    assert dataset.y_train.tolist() == [0] * 12
    assert dataset.x_test is not None
    assert dataset.y_test is not None
    assert sorted(dataset.y_test.tolist()) == [0, 0, 0, 0, 1, 1, 2, 2, 2]
    assert dataset.masks is not None
    assert dataset.has_mask is not None
    assert dataset.has_mask.tolist() == (dataset.y_test != 1).tolist()
    marked = dataset.masks.any(axis=(1, 2))
    assert marked.tolist() == (dataset.y_test == 2).tolist()
    for image, mask in zip(dataset.x_test[marked], dataset.masks[marked], strict=True):
        assert image[mask].mean() > 240
        assert np.median(image[~mask]) < 230
        assert 0.035 < mask.mean() < 0.05
    assert (dataset.note, dataset.skipped) == ("", ())


def test_every_image_is_the_prepared_file(tmp_path: Path) -> None:
    mvtec(tmp_path)
    dataset = opened(tmp_path)
    assert dataset.preparation is not None
    files = [path for part in ("train", "test") for path in (tmp_path / part).rglob("*.png")]
    assert images_of(dataset) == {dataset.preparation.prepare(path).tobytes() for path in files}
    assert set(dataset.files) == set(files)


def test_a_flat_folder_has_no_labels_and_a_fifth_is_held_out_and_told(tmp_path: Path) -> None:
    save_tiles(tmp_path, 20)
    dataset = opened(tmp_path)
    assert dataset.x_test is not None
    assert (len(dataset.x_train), len(dataset.x_test)) == (16, 4)
    assert (dataset.y_train, dataset.labels, dataset.usual_normal, dataset.masks) == (None, (), None, None)
    assert "4 of 20 were held out at random" in dataset.note
    assert len(images_of(dataset)) == 20


def test_class_folders_without_a_good_one_are_all_normal_and_named(tmp_path: Path) -> None:
    for place, name in enumerate(("dog", "cat", "class 10", "class 9")):
        save_tiles(tmp_path / name, 6, 10 * place)
    dataset = opened(tmp_path)
    assert dataset.label_names == {0: "cat", 1: "class 9", 2: "class 10", 3: "dog"}
    assert dataset.usual_normal is None
    assert set(dataset.labels) == {0, 1, 2, 3}


def test_a_test_part_without_normals_gets_some_of_the_training_ones(tmp_path: Path) -> None:
    save_tiles(tmp_path / "train", 20)
    save_tiles(tmp_path / "test" / "hole", 3, 100)
    dataset = opened(tmp_path)
    assert dataset.y_test is not None
    assert dataset.y_test.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert len(dataset.x_train) == 16
    assert "no normal pictures to test with" in dataset.note


def test_abnormal_training_pictures_are_tested_and_left_out_ones_are_nowhere(tmp_path: Path) -> None:
    mvtec(tmp_path)
    save_tiles(tmp_path / "train" / "bent", 3, 400)
    found = scanned(tmp_path)
    dataset = load(found, suggested_plan(found), report_nothing, Cancellation())
    assert dataset.y_test is not None
    assert (len(dataset.x_train), int((dataset.y_test == 1).sum())) == (12, 3)
    plan = suggested_plan(found).with_role("train/bent", Role.LEFT_OUT).with_role("test/scratch", Role.LEFT_OUT)
    dataset = load(found, plan, report_nothing, Cancellation())
    assert dataset.label_names == {0: "good", 1: "dent"}
    assert dataset.masks is None


def test_a_burst_is_on_one_side(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for scene in range(8):
        for frame in range(3):
            noisy = np.clip(tile(scene) + random.normal(0, 2, (60, 80)), 0, 255).astype(np.uint8)
            save(tmp_path / f"{scene}-{frame}.jpg", noisy, quality=80)
    dataset = opened(tmp_path)
    assert dataset.x_test is not None
    scenes = [file.name[0] for file in dataset.files]
    train = len(dataset.x_train)
    assert not set(scenes[:train]) & set(scenes[train:])
    assert 3 <= len(dataset.x_test) <= 5


def test_of_a_fixed_camera_whole_stretches_are_held_out(tmp_path: Path) -> None:
    scene = tile(1)
    random = np.random.default_rng(0)
    for number in range(30):
        noisy = np.clip(scene + random.normal(0, 1, scene.shape), 0, 255).astype(np.uint8)
        save(tmp_path / f"{number}.png", noisy)
    dataset = opened(tmp_path)
    assert dataset.x_test is not None
    assert 3 <= len(dataset.x_test) <= 6
    assert len(dataset.x_train) >= 24


def test_the_same_folder_gives_the_same_data(tmp_path: Path) -> None:
    save_tiles(tmp_path, 15)
    identity = opened(tmp_path).identity
    assert opened(tmp_path).identity == identity
    assert opened(tmp_path, PictureChoices({**SMALL.preparation, "fit": Fit.CROP})).identity != identity


def test_data_are_found_again_by_their_source_with_the_same_preparation_and_roles(tmp_path: Path) -> None:
    found = scanned(mvtec(tmp_path))
    plan = SMALL.applied_to(suggested_plan(found)).with_role("test/dent", Role.NORMAL)
    dataset = load(found, plan, report_nothing, Cancellation())
    again = catalogue.load(dataset.source, report_nothing, Cancellation())
    assert (again.identity, again.plan, again.source) == (dataset.identity, dataset.plan, dataset.source)
    part = catalogue.load(f"{dataset.source} without training images 0,1", report_nothing, Cancellation())
    assert len(part.x_train) == len(dataset.x_train) - 2
    assert part.preparation == dataset.preparation


def test_the_files_of_a_folder_are_known_without_loading_it(tmp_path: Path) -> None:
    mvtec(tmp_path)
    assert set(catalogue.source_files(str(tmp_path))) == {file for file in tmp_path.rglob("*") if file.is_file()}


def test_files_that_cannot_be_decoded_or_vanish_are_listed(tmp_path: Path) -> None:
    paths = save_tiles(tmp_path, 14)
    paths[3].write_bytes(paths[3].read_bytes()[:600])
    found = scanned(tmp_path)
    paths[5].unlink()
    dataset = load(found, SMALL.applied_to(suggested_plan(found)), report_nothing, Cancellation())
    assert reasons(dataset) == {
        "3.png": "3.png is damaged or incomplete, so it cannot be read; make or download it again.",
        "5.png": "There is no file 5.png; choose another one.",
    }
    assert len(dataset.files) == 12
    assert dataset.note.endswith("2 files were not used, or only in part.")


@pytest.mark.parametrize("count", [1, 9])
def test_fewer_than_ten_normal_pictures_are_refused(count: int, tmp_path: Path) -> None:
    save_tiles(tmp_path / "good", count)
    save_tiles(tmp_path / "bad", 20, 50)
    with pytest.raises(UserError, match=f"has {count} normal pictures to learn from, but at least 10 are needed"):
        opened(tmp_path)


def test_so_are_ten_of_which_one_cannot_be_read(tmp_path: Path) -> None:
    paths = save_tiles(tmp_path, 10)
    paths[0].write_bytes(paths[0].read_bytes()[:600])
    with pytest.raises(UserError, match="has 9 normal pictures"):
        opened(tmp_path)


def test_ten_pictures_are_enough(tmp_path: Path) -> None:
    save_tiles(tmp_path, 10)
    assert len(opened(tmp_path).x_train) == 8


def test_pictures_that_are_all_the_same_are_refused(tmp_path: Path) -> None:
    for number in range(12):
        save(tmp_path / f"{number}.png", tile(0))
    with pytest.raises(UserError, match=r"All 12 normal pictures of .* are the same"):
        opened(tmp_path)


def test_an_impossible_size_is_refused(tmp_path: Path) -> None:
    save_tiles(tmp_path, 10)
    with pytest.raises(UserError, match="choose a size from 64 to 512 px that is a multiple of 64"):
        opened(tmp_path, PictureChoices({"size_px": 100}))


def test_choices_for_pictures_are_refused_for_a_file(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x_train=np.zeros((4, 28, 28), np.uint8))
    with pytest.raises(
        UserError, match=r"a\.npz is no folder of pictures, so their size and fit cannot be chosen"
    ):
        catalogue.load(f"{tmp_path / 'a.npz'} as pictures size_px=64", report_nothing, Cancellation())


def test_loading_can_be_cancelled_at_once_while_pictures_are_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_tiles(tmp_path, 30)
    found = scanned(tmp_path)
    cancellation = Cancellation()
    told: list[float | None] = []

    def report(_template: str, fraction: float | None, /, **_values: object) -> None:
        told.append(fraction)
        if len(told) == 5:
            cancellation.cancel()

    with pytest.raises(Cancelled):
        load(found, SMALL.applied_to(suggested_plan(found)), report, cancellation)
    assert len(told) == 5
    assert told == sorted(told, key=lambda fraction: fraction or 0)


def test_only_a_few_pictures_are_prepared_ahead_of_the_one_that_is_taken() -> None:
    begun: list[int] = []
    results = parallel_preparation.prepared_in_order(begun.append, range(1, 1000), Cancellation())
    next(results)
    assert len(begun) <= 2 * parallel_preparation.THREADS + 1
    results.close()  # type: ignore[attr-defined]


def test_twelve_bits_are_decided_once_for_the_whole_set(tmp_path: Path) -> None:
    for number in range(12):
        pixels = (tile(number).astype(np.uint16) // (1 if number == 0 else 4)) * 16
        pixels[0, 0] = 4000 if number == 0 else pixels[0, 0]
        save(tmp_path / f"{number}.png", pixels)
    dataset = opened(tmp_path, PictureChoices({"size_px": 64}))
    assert dataset.preparation is not None
    assert dataset.preparation.white == 4095
    means = sorted(float(image.mean()) for image in dataset.x_train)
    assert 15 < means[0] < 45


def test_a_folder_scan_of_colour_pictures_loads_in_colour(tmp_path: Path) -> None:
    for number in range(10):
        pixels = np.dstack([tile(number), tile(number + 50), tile(number + 90)])
        Image.fromarray(pixels).save(tmp_path / f"{number}.webp", lossless=True)
    assert opened(tmp_path, PictureChoices()).image_shape == (128, 128, 3)


def test_what_is_known_already_is_loaded_by_any_module_that_has_a_scan(tmp_path: Path) -> None:
    save_tiles(tmp_path, 10)
    found: FolderScan = scanned(tmp_path)
    loaded = loading.load_pictures(found, SMALL.applied_to(suggested_plan(found)), report_nothing, Cancellation())
    assert {each.file.name for each in (*loaded.train, *loaded.test)} == {f"{n}.png" for n in range(10)}
