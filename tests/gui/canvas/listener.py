"""What a canvas sends, and when a picture is on it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from pytestqt.qtbot import QtBot

from engine.protocol.commands import Drawing
from gui.canvas.canvas import DrawingCanvas


class Listener:
    """Keeps the drawings that the canvas sends, and counts how often it is cleared."""

    def __init__(self, canvas: DrawingCanvas) -> None:
        self.drawings: list[Drawing] = []
        self.cleared = 0
        canvas.drawing_changed.connect(self.drawings.append)
        canvas.drawing_cleared.connect(self.note_cleared)

    def note_cleared(self) -> None:
        self.cleared += 1


def has_arrived(canvas: DrawingCanvas, qtbot: QtBot) -> AbstractContextManager[object]:
    """Wait until the picture that the block opens is on the canvas."""
    return qtbot.waitSignal(canvas.document.content_changed)
