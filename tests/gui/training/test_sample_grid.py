from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QListView

from engine.datasets.image_dataset import ImageDataset
from gui.look.pixels import rgba_from_image
from gui.state.app_state import AppState
from gui.training.sample_grid import SampleGrid

RNG = np.random.default_rng(0)


def a_dataset(train: int = 200, *, labels: bool = True, tests: bool = True, channels: int = 1) -> ImageDataset:
    return ImageDataset(
        "Some images",
        "mnist",
        RNG.integers(0, 256, (train, 12, 9, channels), dtype=np.uint8),
        np.arange(train, dtype=np.int64) % 4 if labels else None,
        RNG.integers(0, 256, (40, 12, 9, channels), dtype=np.uint8) if tests else None,
        np.arange(40, dtype=np.int64) % 4 if labels and tests else None,
    )


@pytest.fixture
def grid(qtbot: Any) -> SampleGrid:
    grid = SampleGrid()
    qtbot.addWidget(grid)
    return grid


def view(grid: SampleGrid) -> QListView:
    found = grid.findChild(QListView, "sampleView")
    assert isinstance(found, QListView)
    return found


def model(grid: SampleGrid) -> QAbstractItemModel:
    return view(grid).model()


def box(grid: SampleGrid, name: str) -> QComboBox:
    found = grid.findChild(QComboBox, name)
    assert isinstance(found, QComboBox)
    return found


def shown(grid: SampleGrid, row: int) -> np.ndarray:
    picture = model(grid).index(row, 0).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(picture, QImage)
    return rgba_from_image(picture)[:, :, 0]


def test_it_shows_every_training_image_as_it_is(grid: SampleGrid) -> None:
    dataset = a_dataset()
    grid.apply_state(AppState(dataset=dataset))

    assert model(grid).rowCount() == 200
    np.testing.assert_array_equal(shown(grid, 17), dataset.x_train[17, :, :, 0])


def test_test_images_and_classes_can_be_chosen(grid: SampleGrid) -> None:
    dataset = a_dataset()
    grid.apply_state(AppState(dataset=dataset))
    assert dataset.x_test is not None

    box(grid, "samplePartBox").setCurrentIndex(1)
    box(grid, "sampleLabelBox").setCurrentIndex(box(grid, "sampleLabelBox").findData(3))

    assert model(grid).rowCount() == 10
    np.testing.assert_array_equal(shown(grid, 1), dataset.x_test[7, :, :, 0])
    count = grid.findChild(QLabel, "sampleCountLabel")
    assert isinstance(count, QLabel)
    assert count.text() == "10 images"
    assert "class 3" in model(grid).index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_without_labels_and_tests_there_is_nothing_to_choose(grid: SampleGrid) -> None:
    grid.apply_state(AppState(dataset=a_dataset(labels=False, tests=False)))

    assert box(grid, "sampleLabelBox").isHidden()
    assert box(grid, "samplePartBox").count() == 1
    assert model(grid).index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Image 1"


def test_a_click_gives_the_image_to_the_canvas(grid: SampleGrid, qtbot: Any) -> None:
    dataset = a_dataset()
    grid.apply_state(AppState(dataset=dataset))
    grid.show()
    qtbot.waitExposed(grid)
    place = view(grid).visualRect(model(grid).index(5, 0)).center()

    with qtbot.waitSignal(grid.sample_chosen) as chosen:
        qtbot.mouseClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)

    np.testing.assert_array_equal(chosen.args[0], dataset.x_train[5])


def test_the_keyboard_gives_the_image_too(grid: SampleGrid, qtbot: Any) -> None:
    dataset = a_dataset()
    grid.apply_state(AppState(dataset=dataset))
    grid.show()
    grid.activateWindow()
    view(grid).setFocus()
    qtbot.waitUntil(view(grid).hasFocus)
    view(grid).setCurrentIndex(model(grid).index(2, 0))

    qtbot.keyClick(view(grid), Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.sample_chosen) as chosen:
        qtbot.keyClick(view(grid), Qt.Key.Key_Return)

    np.testing.assert_array_equal(chosen.args[0], dataset.x_train[3])


def test_a_double_click_gives_the_image_once(grid: SampleGrid, qtbot: Any) -> None:
    grid.apply_state(AppState(dataset=a_dataset()))
    grid.show()
    qtbot.waitExposed(grid)
    chosen: list[np.ndarray] = []
    grid.sample_chosen.connect(chosen.append)
    place = view(grid).visualRect(model(grid).index(5, 0)).center()

    qtbot.mouseClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert len(chosen) == 1


def test_colour_images_keep_their_colours(grid: SampleGrid) -> None:
    dataset = a_dataset(channels=3)
    grid.apply_state(AppState(dataset=dataset))
    picture = model(grid).index(0, 0).data(Qt.ItemDataRole.DecorationRole)

    assert picture.pixelColor(4, 2).getRgb()[:3] == tuple(dataset.x_train[0, 2, 4].tolist())


def test_sixty_thousand_images_make_pictures_only_of_those_in_sight(grid: SampleGrid, qtbot: Any) -> None:
    grid.apply_state(AppState(dataset=a_dataset(60_000)))
    grid.show()
    qtbot.waitExposed(grid)
    made: list[int] = []
    sample_model: Any = model(grid)
    make = sample_model.image

    def counted(index: Any) -> Any:
        made.append(index.row())
        return make(index)

    sample_model.image = counted
    view(grid).scrollToBottom()
    qtbot.waitUntil(lambda: 59_999 in made)

    assert len(set(made)) < 500


def test_another_data_set_takes_the_place_of_the_first(grid: SampleGrid) -> None:
    grid.apply_state(AppState(dataset=a_dataset()))
    box(grid, "samplePartBox").setCurrentIndex(1)
    grid.apply_state(AppState(dataset=a_dataset(30, labels=False, tests=False)))

    assert model(grid).rowCount() == 30
    assert "Some images" in grid.windowTitle()
