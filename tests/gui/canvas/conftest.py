"""A canvas on the screen, and what it sends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.protocol.commands import Drawing
from gui.canvas.canvas import DrawingCanvas
from tests.gui.showing import shown


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = DrawingCanvas()
    QGuiApplication.clipboard().clear()
    return shown(qtbot, canvas, 240, 240)


@pytest.fixture
def drawings(canvas: DrawingCanvas) -> list[Drawing]:
    sent: list[Drawing] = []
    canvas.drawing_changed.connect(sent.append)
    return sent


@pytest.fixture
def refusals(canvas: DrawingCanvas) -> list[UserError]:
    refused: list[UserError] = []
    canvas.picture_refused.connect(refused.append)
    return refused


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A photographed page: a dark bar on light paper."""
    pixels = np.full((300, 400), 210, np.uint8)
    pixels[100:200, 190:210] = 10
    path = tmp_path / "page.png"
    Image.fromarray(pixels).save(path)
    return path
