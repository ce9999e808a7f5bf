"""The start page's example: there before anything is drawn, and never mixed with a drawing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.protocol import events
from engine.protocol.commands import Drawing
from engine.protocol.events import ModelReady, Reconstructed
from engine.startup.preview import load_bundled
from gui.answers.row import AnswerRow
from gui.canvas.example import EXAMPLE_ID
from gui.window import mouse
from tests.gui.showing import shown
from tests.gui.states import MODEL, READY, a_dataset, a_model
from tests.gui.verdict_examples import a_detector, a_score
from tests.gui.window.conftest import open_driver as open_driver
from tests.gui.window.window_driver import WindowDriver

DETECTOR = a_detector()


def an_answer(drawing_id: int, level: float = 0.5) -> Reconstructed:
    image = np.full((28, 28, 1), level, np.float32)
    return Reconstructed(drawing_id, image, image, image[..., 0], 0.1, 0.2, 0.3)


@pytest.fixture
def row(qtbot: QtBot) -> AnswerRow:
    return shown(qtbot, AnswerRow(), 1_000, 320)


def sent(row: AnswerRow) -> list[Drawing]:
    drawings: list[Drawing] = []
    row.example.drawing_sent.connect(drawings.append)
    row.canvas.drawing_changed.connect(drawings.append)
    return drawings


def has_images(row: AnswerRow) -> bool:
    return not row._reconstruction.image.isNull()


def test_the_bundled_model_answers_the_example_with_a_digit(row: AnswerRow) -> None:
    drawings = sent(row)
    row.send_again()
    assert [drawing.drawing_id for drawing in drawings] == [EXAMPLE_ID]
    answer = load_bundled().answer(drawings[0])
    assert answer.mae < 0.06
    row.show_reconstruction(answer)
    assert has_images(row)
    captions = [label.text() for label in row.findChildren(QLabel) if label.text() == "Example"]
    assert len(captions) == 3


def test_the_example_is_painted_and_not_drawn(row: AnswerRow) -> None:
    row.send_again()
    document = row.canvas.document
    assert document.is_blank
    assert not document.pixels().any()
    assert document.history.count() == 0
    assert document.content.strokes == ()
    assert not row.canvas.tools.save.isEnabled()
    assert row.canvas.grab().toImage().pixelColor(row.canvas.rect().center()).lightness() > 0


def test_the_first_stroke_takes_the_example_and_its_answer_away_for_good(row: AnswerRow) -> None:
    drawings = sent(row)
    row.send_again()
    row.show_reconstruction(an_answer(EXAMPLE_ID))
    assert has_images(row)

    row.canvas.pen_down(QPointF(60, 60), 0.5, is_eraser=False)
    assert not has_images(row), "nothing of the example stands beside the user's stroke"
    row.show_reconstruction(an_answer(EXAMPLE_ID))
    assert not has_images(row), "an answer that comes late is dropped"
    row.canvas.pen_moved(QPointF(90, 90), 0.5)
    row.canvas.pen_up()
    row.show_reconstruction(an_answer(row.canvas.drawing_id))
    assert has_images(row)
    assert row.canvas.document.history.count() == 1

    row.canvas.clear()
    drawings.clear()
    row.send_again()
    assert drawings == []
    assert not row.example.is_shown


def test_a_sample_takes_it_away_as_well(row: AnswerRow) -> None:
    row.canvas.show_sample(np.full((28, 28, 1), 200, np.uint8))
    assert not row.example.is_shown


@pytest.mark.parametrize(
    "state",
    [
        replace(READY, dataset=None, model_path=Path("shoes.aestudio")),
        replace(READY, dataset=a_dataset("shoes.npz")),
        replace(READY, dataset=None, model=a_model(image_shape=(32, 32, 1))),
    ],
    ids=["a model from a file", "data of one's own", "another shape"],
)
def test_where_a_digit_is_no_example_there_is_none(row: AnswerRow, state: object) -> None:
    row.apply_state(state)  # type: ignore[arg-type]
    drawings = sent(row)
    row.send_again()
    assert drawings == []
    row.show_reconstruction(an_answer(EXAMPLE_ID))
    assert not has_images(row)


@pytest.fixture
def driver(open_driver) -> WindowDriver:  # type: ignore[no-untyped-def]
    driver: WindowDriver = open_driver()
    driver.publish(events.EngineReady(1.0), ModelReady(MODEL), events.DatasetLoaded(a_dataset("pen-digits")))
    driver.publish(DETECTOR)
    return driver


def test_its_verdict_is_marked_and_goes_with_it(driver: WindowDriver) -> None:
    row = driver.window.answer_row
    driver.publish(an_answer(EXAMPLE_ID), a_score(DETECTOR, 2.0, EXAMPLE_ID))
    assert driver.text("verdictReason").startswith("Example. ")
    assert driver.window.verdicts.view.is_abnormal is not None

    mouse.draw(row.canvas, mouse.FIVE)
    assert driver.window.verdicts.view.is_abnormal is None
    driver.publish(a_score(DETECTOR, 2.0, EXAMPLE_ID))
    assert driver.window.verdicts.view.is_abnormal is None, "an answer that comes late is dropped"
    driver.publish(an_answer(row.canvas.drawing_id), a_score(DETECTOR, 2.0, row.canvas.drawing_id))
    assert "Example" not in driver.text("verdictReason")


def test_another_model_answers_the_example_while_it_is_there(driver: WindowDriver) -> None:
    drawings = sent(driver.window.answer_row)
    driver.publish(ModelReady(a_model("Another")))
    assert [drawing.drawing_id for drawing in drawings] == [EXAMPLE_ID]
