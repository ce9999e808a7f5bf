from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton, QToolButton

from engine.datasets.image_dataset import ImageDataset
from engine.pictures.import_plan import ImportPlan
from engine.pictures.preparation import PicturePreparation
from gui.state.app_state import AppState, Phase
from gui.training.dataset_panel import DatasetPanel
from gui.training.sample_grid import SampleGrid

READY = AppState(Phase.READY)


def a_dataset(source: str = "mnist", *, labels: bool = True, note: str = "") -> ImageDataset:
    """Return black images, or white ones where the source is not "mnist"."""
    return ImageDataset(
        {"mnist": "MNIST", "pen-digits": "Pen digits"}.get(source, "shoes.npz"),
        source,
        np.full((1200, 28, 20, 1), 0 if source == "mnist" else 255, np.uint8),
        np.repeat(np.arange(4, dtype=np.int64), 300) if labels else None,
        np.zeros((100, 28, 20, 1), np.uint8) if labels else None,
        np.zeros(100, np.int64) if labels else None,
        note=note,
    )


def with_data(source: str = "mnist", *, labels: bool = True, note: str = "") -> AppState:
    return replace(READY, dataset=a_dataset(source, labels=labels, note=note))


@pytest.fixture
def panel(qtbot: Any) -> DatasetPanel:
    panel = DatasetPanel()
    qtbot.addWidget(panel)
    panel.apply_state(READY)
    panel.resize(290, 400)
    panel.show()
    return panel


def text(panel: DatasetPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text().replace("\N{NO-BREAK SPACE}", " ")


def data_box(panel: DatasetPanel) -> QComboBox:
    found = panel.findChild(QComboBox, "dataBox")
    assert isinstance(found, QComboBox)
    return found


def button(panel: DatasetPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_the_empty_panel_says_what_to_do(panel: DatasetPanel) -> None:
    assert "Choose a data set" in text(panel, "datasetFacts")
    assert "drop a file" in text(panel, "datasetFacts")
    assert not button(panel, "lookButton").isVisible()


def test_a_data_set_is_described_by_its_numbers(panel: DatasetPanel, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(panel.source_chosen):
        panel.apply_state(with_data(note="It stands in for MNIST."))

    assert text(panel, "datasetFacts") == "1,200 training · 100 test · 20 × 28 px"
    assert text(panel, "datasetNote") == "It stands in for MNIST."
    assert text(panel, "normalCount") == "Trains on 1,200 normal images"
    assert data_box(panel).currentText() == "MNIST"


def test_the_count_follows_the_normal_classes_and_the_settings(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())
    chip = panel.findChild(QToolButton, "normalButton2")
    assert isinstance(chip, QToolButton)

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.normal == (2,)
    assert text(panel, "normalCount") == "Trains on 300 normal images"

    panel.limit_samples(50)
    assert text(panel, "normalCount") == "Trains on the first 50 of 300 normal images"
    panel.limit_samples(5000)
    assert text(panel, "normalCount") == "Trains on 300 normal images"
    panel.limit_samples(None)
    panel.set_normal(None)
    assert text(panel, "normalCount") == "Trains on 1,200 normal images"


def test_the_chosen_classes_stay_when_the_same_data_come_again(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())
    panel.set_normal((1, 2))
    with qtbot.assertNotEmitted(panel.normal_changed):
        panel.apply_state(with_data())

    assert panel.normal == (1, 2)
    assert text(panel, "normalCount") == "Trains on 600 normal images"


def test_all_classes_of_other_data_count_as_normal(panel: DatasetPanel) -> None:
    panel.apply_state(with_data())
    panel.set_normal((1, 2))
    panel.apply_state(with_data("pen-digits"))

    assert panel.normal is None
    assert text(panel, "normalCount") == "Trains on 1,200 normal images"


def test_without_labels_everything_is_normal_and_the_panel_says_so(panel: DatasetPanel) -> None:
    panel.apply_state(with_data("/a/shoes.npz", labels=False))
    every = panel.findChild(QToolButton, "normalAllButton")

    assert isinstance(every, QToolButton)
    assert not every.isEnabled()
    assert "no labels" in every.toolTip()
    assert "Without labels" in text(panel, "normalCount")
    assert "no test images" in text(panel, "datasetFacts")


def test_choosing_a_source_is_a_request(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())

    with qtbot.waitSignal(panel.source_chosen) as asked:
        data_box(panel).setCurrentText("Pen digits")

    assert asked.args == ["pen-digits"]
    assert text(panel, "datasetFacts").startswith("1,200")  # the fact has not come yet


def test_a_request_that_failed_leaves_the_box_at_what_is_loaded(panel: DatasetPanel, qtbot: Any) -> None:
    loaded = with_data()
    panel.apply_state(loaded)
    data_box(panel).setCurrentText("Pen digits")
    panel.apply_state(replace(loaded, phase=Phase.LOADING_DATA))
    assert data_box(panel).currentText() == "Pen digits"

    with qtbot.assertNotEmitted(panel.source_chosen):
        panel.apply_state(loaded)

    assert data_box(panel).currentText() == "MNIST"


def test_opening_a_file_is_left_to_the_window(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())

    with qtbot.waitSignal(panel.open_requested), qtbot.assertNotEmitted(panel.source_chosen):
        data_box(panel).setCurrentText("Open a file…")

    assert data_box(panel).currentText() == "MNIST"


def test_so_is_opening_a_folder(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())

    with qtbot.waitSignal(panel.folder_requested), qtbot.assertNotEmitted(panel.open_requested):
        data_box(panel).setCurrentText("Open a folder of pictures…")

    assert data_box(panel).currentText() == "MNIST"


def test_the_classes_of_a_folder_of_pictures_have_names_and_its_good_ones_are_normal(panel: DatasetPanel) -> None:
    images = np.zeros((4, 64, 64, 1), np.uint8)
    labels = np.array([0, 0, 1, 2])
    names = {0: "good", 1: "dent", 2: "scratch & dirt"}
    dataset = ImageDataset("tiles", "/tiles", images, labels[:1].repeat(4), images, labels, label_names=names)
    panel.apply_state(AppState(Phase.READY, dataset=replace(dataset, usual_normal=(0,))))

    assert panel.normal == (0,)
    chips = {chip.text() for chip in panel.findChildren(QToolButton) if chip.property("label") is not None}
    assert chips == {"good", "dent", "scratch && dirt"}


def test_an_opened_file_stays_in_the_choice(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data("/a/shoes.npz"))
    panel.apply_state(with_data("mnist"))
    panel.apply_state(with_data("/a/shoes.npz"))

    texts = [data_box(panel).itemText(index) for index in range(data_box(panel).count())]
    assert texts == ["MNIST", "Pen digits", "shoes.npz", "Open a file…", "Open a folder of pictures…"]
    assert data_box(panel).currentText() == "shoes.npz"
    data_box(panel).setCurrentText("MNIST")
    with qtbot.waitSignal(panel.source_chosen) as asked:
        data_box(panel).setCurrentText("shoes.npz")
    assert asked.args == ["/a/shoes.npz"]


def test_a_loading_shows_its_progress_and_can_be_cancelled(panel: DatasetPanel, qtbot: Any) -> None:
    bar = panel.findChild(QProgressBar, "loadingBar")
    assert isinstance(bar, QProgressBar)
    assert not bar.isVisible()

    panel.apply_state(replace(READY, phase=Phase.LOADING_DATA))
    assert bar.isVisible()
    assert bar.maximum() == 0  # no end is known yet
    panel.show_progress("Downloading MNIST", 0.25)
    assert text(panel, "loadingText") == "Downloading MNIST"
    assert bar.value() / bar.maximum() == 0.25
    assert not data_box(panel).isEnabled()

    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(button(panel, "cancelLoadingButton"), Qt.MouseButton.LeftButton)
    panel.apply_state(READY)
    assert not bar.isVisible()
    assert data_box(panel).isEnabled()


def test_the_samples_open_in_a_window_of_their_own_and_follow_the_data(panel: DatasetPanel, qtbot: Any) -> None:
    panel.apply_state(with_data())
    qtbot.mouseClick(button(panel, "lookButton"), Qt.MouseButton.LeftButton)
    grid = panel.findChild(SampleGrid)
    assert isinstance(grid, SampleGrid)
    assert grid.isVisible()
    assert not grid.isModal()

    panel.apply_state(with_data("/a/shoes.npz"))
    assert "shoes.npz" in grid.windowTitle()
    image = np.ones((28, 20, 1), np.uint8)
    with qtbot.waitSignal(panel.sample_chosen) as chosen:
        grid.sample_chosen.emit(image)
    assert chosen.args[0] is image
    qtbot.mouseClick(button(panel, "lookButton"), Qt.MouseButton.LeftButton)
    assert len(panel.findChildren(SampleGrid)) == 1


def test_a_folder_that_is_opened_in_another_way_stands_once_in_the_choice(panel: DatasetPanel) -> None:
    def pictures(choices: str) -> AppState:
        plan = ImportPlan({}, PicturePreparation())
        dataset = replace(a_dataset("/a/tiles"), source=f"/a/tiles as pictures {choices}", plan=plan)
        return replace(READY, dataset=dataset)

    panel.apply_state(pictures("size_px=64"))
    panel.apply_state(pictures("size_px=128"))
    box = data_box(panel)
    assert [box.itemText(index) for index in range(box.count())].count("shoes.npz") == 1
    assert box.currentData() == "/a/tiles as pictures size_px=128"
    panel.apply_state(with_data("mnist"))
    panel.apply_state(pictures("size_px=64"))
    assert box.currentData() == "/a/tiles as pictures size_px=64"


def test_a_long_name_of_a_class_is_cut_on_its_chip_and_whole_in_its_tool_tip(panel: DatasetPanel) -> None:
    names = {1: "a scratch along the whole edge"}
    panel.apply_state(replace(READY, dataset=replace(a_dataset("tiles"), label_names=names)))
    chip = panel.findChild(QToolButton, "normalButton1")
    assert chip is not None
    assert chip.text() == "a scratch alo…"
    assert names[1] in chip.toolTip()
