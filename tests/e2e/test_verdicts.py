"""Verdicts on drawings and on the test set, the faults and the study."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.protocol import events
from engine.protocol.results import JudgeBy
from gui.state.app_state import Phase
from tests.e2e.drawing import draw

pytestmark = pytest.mark.slow


def test_a_drawing_gets_a_verdict_and_the_threshold_moves_it(open_window):
    person = open_window()
    person.wait_for(Phase.READY)
    canvas = person.window.answer_row.canvas
    scores: dict[int, float] = {}
    person.window.client.scored.connect(
        lambda event: scores.update({event.drawing_id: event.by[JudgeBy.ALL].p_value})
    )
    draw(person)
    person.wait(lambda: canvas.drawing_id in scores)
    assert person.text("verdictLabel") == "Normal"
    scribble = [[(0.1 + 0.08 * (i % 11), 0.15 + 0.07 * (i // 11)) for i in range(110)]]
    draw(person, scribble)
    person.wait(lambda: canvas.drawing_id in scores)
    assert person.text("verdictLabel") == "Abnormal"
    assert scores[canvas.drawing_id] < 0.01


def test_a_trained_model_learns_what_is_normal_by_itself_judges_the_test_set_and_is_saved_with_its_verdicts(
    person, tmp_path: Path
):
    detectors: list[object] = []
    person.window.client.detector_ready.connect(detectors.append)
    person.type_into("epochsBox", "3")
    person.click("trainButton")
    before = len(detectors)
    person.wait(lambda: len(detectors) > before)
    person.wait_for(Phase.READY)
    assert person.window.verdicts.threshold.normals == 500
    judged: list[events.Judged] = []
    person.window.client.judged.connect(judged.append)
    person.open_page("Results")
    person.click("judgeButton")
    person.wait(lambda: bool(judged))
    assert judged[-1].has_damaged_copies, "all digits are normal, so damaged copies of them are the abnormal ones"
    assert judged[-1].is_normal.sum() == 100
    assert len(judged[-1].by[JudgeBy.ALL].scores) == 200
    person.wait_for(Phase.READY)
    path = tmp_path / "with-verdicts.aestudio"
    person.window.client.save(path)
    person.wait(lambda: not person.window.state.is_modified)
    person.window.client.open(path)
    person.wait(lambda: len(detectors) > before + 1)
    assert set(detectors[-1].normal_scores) == set(JudgeBy)
    for judge_by, scores in detectors[-1].normal_scores.items():
        assert np.array_equal(scores, detectors[-2].normal_scores[judge_by])


def test_the_verdict_on_what_is_drawn_comes_back_after_a_training(person):
    draw(person)
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    person.wait(lambda: bool(person.window.loss_plot.runs))
    person.wait_for(Phase.READY)
    person.wait(lambda: person.text("verdictLabel") in ("Normal", "Abnormal"))


def test_an_empty_canvas_gets_no_verdict_from_an_answer_that_comes_late(open_window):
    person = open_window()
    person.wait_for(Phase.READY)
    canvas = person.find("drawingCanvas")
    scored: list[events.Scored] = []
    person.window.client.scored.connect(scored.append)
    draw(person)
    person.wait(lambda: bool(scored) and scored[-1].drawing_id > 0)  # not that of the start page's example
    canvas.clear()
    person.window.client.scored.emit(scored[-1])  # as if the engine had been slow
    assert person.text("verdictLabel") == "No verdict yet"


def test_a_study_and_the_faults_fill_their_tables_and_the_model_stays(person):
    person.find("moreButton").click()
    person.type_into("epochsBox", "2")
    person.click("trainButton")
    detectors: list[object] = []
    person.window.client.detector_ready.connect(detectors.append)
    person.wait(lambda: bool(detectors))
    person.wait_for(Phase.READY)
    before = draw(person)
    faults: list[object] = []
    person.window.client.fault_advanced.connect(faults.append)
    person.open_page("Faults")
    person.click("faultsStartButton")
    person.wait_for(Phase.READY)
    assert faults[-1].done == faults[-1].total > 5
    rows: list[object] = []
    person.window.client.study_advanced.connect(rows.append)
    person.open_page("One-class study")
    person.click("studyStartButton")
    person.wait(lambda: len(rows) >= 2)  # the start, and one class
    assert person.find("studyCancelButton").isEnabled()
    person.click("studyCancelButton")
    person.wait_for(Phase.READY)
    assert 0.0 <= rows[-1].row.auroc <= 1.0
    person.window.pages.setCurrentIndex(0)
    assert np.array_equal(draw(person).reconstruction, before.reconstruction)


def test_a_study_runs_on_images_of_another_size_than_the_current_models(open_window, tmp_path: Path):
    """It trains models of its own; the bundled one, 28 px high, cannot be evaluated on these."""
    images = (np.random.default_rng(0).random((240, 16, 16)) * 255).astype(np.uint8)
    labels = np.arange(240) % 2
    images[labels == 1, 4:12] = 255  # the classes are easy to tell apart
    path = tmp_path / "small.npz"
    np.savez(path, x_train=images[:200], y_train=labels[:200], x_test=images[200:], y_test=labels[200:])
    person = open_window(str(path))
    person.wait_for(Phase.READY)
    assert person.window.state.model_shape == (28, 28, 1)
    assert not person.window.actions_of_menu.evaluate.isEnabled()
    assert "another size" in person.window.actions_of_menu.evaluate.toolTip()
    person.type_into("epochsBox", "1")
    rows: list[events.StudyAdvanced] = []
    person.window.client.study_advanced.connect(rows.append)
    person.open_page("One-class study")
    person.click("studyStartButton")
    person.wait(lambda: bool(rows) and rows[-1].done == rows[-1].total == 2)
    person.wait_for(Phase.READY)
    assert rows[-1].row is not None
    assert 0.0 <= rows[-1].row.auroc <= 1.0
    assert person.window.state.model_shape == (28, 28, 1)  # the current model is still there
