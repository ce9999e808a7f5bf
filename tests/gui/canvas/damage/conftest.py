"""A canvas with its damage panel, empty or with a sample."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.canvas.damage.damage_gear import Desk, bar


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitExposed(desk)
    return desk


@pytest.fixture
def sampled(desk: Desk) -> Desk:
    desk.canvas.show_sample(bar())
    return desk
