"""Wrong images among the training images: seen, marked, left out, and put back, in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.datasets.pen_digits import generate
from gui.imaging.image_tiles import ImageTiles
from gui.state.app_state import Phase

pytestmark = pytest.mark.slow


def test_wrong_training_images_are_left_out_with_a_click_and_put_back(open_window, tmp_path: Path):
    images, labels = generate(3_000, 1)
    threes = images[labels == 3][:250]
    threes[[9, 100]] = images[labels == 8][:2]
    threes[[30, 200]] = 255 - threes[[30, 200]]
    np.savez(tmp_path / "threes.npz", x_train=threes, y_train=np.full(250, 3), x_test=threes[:20])
    person = open_window(str(tmp_path / "threes.npz"))
    person.wait_for(Phase.READY)
    tabs = person.window._body._lower.widget(1)
    bar = tabs.tabBar()
    place = next(index for index in range(bar.count()) if bar.tabText(index) == "Suspicious")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    view = person.find("suspiciousTiles")
    assert isinstance(view, ImageTiles)
    person.wait(view.isVisible)
    person.wait_for(Phase.READY)
    for row in range(2):
        centre = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert person.text("leaveOutButton") == "Leave out 2"

    person.click("leaveOutButton")
    person.wait(lambda: len(person.window.state.dataset.x_train) == 248)
    person.wait_for(Phase.READY)
    assert "248 training" in person.text("datasetFacts").replace("\N{NO-BREAK SPACE}", " ")
    assert not np.any((person.window.state.dataset.x_train == 255 - threes[0]).all(axis=(1, 2, 3)))

    person.click("trainButton")  # without them
    person.wait(view.isVisible)
    person.wait_for(Phase.READY)
    person.click("putBackButton")
    person.wait(lambda: len(person.window.state.dataset.x_train) == 250)
