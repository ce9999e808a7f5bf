"""A canvas with its damage panel, empty or with a sample."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.canvas.damage.damage_window import DamageWindow, bar


@pytest.fixture
def damage_window(qtbot: QtBot) -> DamageWindow:
    damage_window = DamageWindow()
    qtbot.addWidget(damage_window)
    damage_window.show()
    damage_window.activateWindow()
    qtbot.waitExposed(damage_window)
    return damage_window


@pytest.fixture
def sampled(damage_window: DamageWindow) -> DamageWindow:
    damage_window.canvas.show_sample(bar())
    return damage_window
