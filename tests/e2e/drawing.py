"""Drawing on the canvas of a real window with mouse events."""

from __future__ import annotations

from engine.protocol import events
from gui.window import mouse


def draw(person, strokes=mouse.THREE) -> events.Reconstructed:
    """Draw with mouse events, and return the answer to the finished drawing."""
    answers: list[events.Reconstructed] = []
    person.window.client.reconstructed.connect(answers.append)
    canvas = person.find("drawingCanvas")
    mouse.draw(canvas, strokes)
    person.wait(lambda: bool(answers) and answers[-1].drawing_id == canvas.drawing_id)
    return answers[-1]
