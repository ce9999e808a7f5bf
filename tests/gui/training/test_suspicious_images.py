from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from engine.datasets.image_dataset import ImageDataset
from engine.datasets.left_out import source_without, without
from engine.protocol.data_events import SuspiciousImages
from gui.imaging.image_tiles import ImageTiles
from gui.state.app_state import AppState, Phase
from gui.training.suspicious_images import SuspiciousImagesPage

DATA = ImageDataset("Parts", "parts.npz", np.zeros((30, 8, 8, 1), np.uint8))
FOUND = SuspiciousImages(DATA.identity, (17, 3, 25), np.full((3, 8, 8, 1), 99, np.uint8), (4.25, 2.5, 1.0))


def ready(dataset: ImageDataset = DATA) -> AppState:
    return AppState(phase=Phase.READY, is_started=True, dataset=dataset)


@pytest.fixture
def page(qtbot: Any) -> SuspiciousImagesPage:
    page = SuspiciousImagesPage()
    qtbot.addWidget(page)
    page.resize(420, 220)
    page.apply_state(ready())
    page.show()
    return page


def tiles(page: SuspiciousImagesPage) -> ImageTiles:
    found = page.findChild(ImageTiles, "suspiciousTiles")
    assert isinstance(found, ImageTiles)
    return found


def button(page: SuspiciousImagesPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def click(qtbot: Any, page: SuspiciousImagesPage, row: int) -> None:
    view = tiles(page)
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_before_a_training_it_says_what_will_be_here(page: SuspiciousImagesPage) -> None:
    assert not tiles(page).isVisible()
    assert not button(page, "leaveOutButton").isVisible()
    assert not button(page, "putBackButton").isVisible()


def test_marked_images_are_left_out_with_one_click(qtbot: Any, page: SuspiciousImagesPage) -> None:
    page.show_found(FOUND)
    assert not button(page, "leaveOutButton").isEnabled()
    click(qtbot, page, 0)
    click(qtbot, page, 2)
    click(qtbot, page, 1)
    click(qtbot, page, 1)  # not this one after all
    assert page.marked == (17, 25)
    assert button(page, "leaveOutButton").text() == "Leave out 2"
    with qtbot.waitSignal(page.source_chosen) as chosen:
        qtbot.mouseClick(button(page, "leaveOutButton"), Qt.MouseButton.LeftButton)
    assert chosen.args == [source_without("parts.npz", (17, 25))]


def test_what_was_left_out_can_be_put_back(qtbot: Any, page: SuspiciousImagesPage) -> None:
    page.show_found(FOUND)
    page.apply_state(ready(without(DATA, (17, 25))))
    assert not tiles(page).isVisible()  # they are of other data
    assert button(page, "putBackButton").text() == "Put 2 back"
    with qtbot.waitSignal(page.source_chosen) as chosen:
        qtbot.mouseClick(button(page, "putBackButton"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["parts.npz"]
    page.apply_state(ready())
    assert tiles(page).isVisible()
    assert not button(page, "putBackButton").isVisible()


def test_nothing_is_left_out_while_a_training_runs(qtbot: Any, page: SuspiciousImagesPage) -> None:
    page.show_found(FOUND)
    click(qtbot, page, 0)
    page.apply_state(AppState(phase=Phase.TRAINING, is_started=True, dataset=DATA))
    assert not button(page, "leaveOutButton").isEnabled()
    assert button(page, "leaveOutButton").toolTip()


def test_a_tile_tells_which_image_it_is_and_return_puts_it_on_the_canvas(
    qtbot: Any, page: SuspiciousImagesPage
) -> None:
    page.show_found(FOUND)
    view = tiles(page)
    tip = view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "training image 18; its suspicion is 4.2" in tip
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(page.sample_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert np.array_equal(chosen.args[0], FOUND.images[1])
