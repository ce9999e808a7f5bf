"""A window in which every page shows something, as after a training and every measurement."""

from __future__ import annotations

import numpy as np

from engine.images.faults import FAULTS
from engine.protocol import events
from engine.protocol.results import ErrorRow, FaultRow, StudyRow
from engine.settings import PRESETS
from tests.gui import training_events
from tests.gui.run_examples import a_run, changed, interrupted
from tests.gui.states import DATASET, MODEL
from tests.gui.verdict_examples import a_detector, a_judged_set, a_score
from tests.gui.window.window_driver import WindowDriver

DETECTOR = a_detector()


def fill(driver: WindowDriver) -> None:
    """Let the window show a trained model, the verdict on a drawing, and results on every page."""
    window = driver.window
    driver.publish(events.EngineReady(1.0), events.ModelReady(MODEL), events.DatasetLoaded(DATASET))
    window.client.train(PRESETS["clear"], None)
    training = driver.commands[-1]
    driver.publish(training_events.started(training.run_id))
    for number in range(1, 4):
        driver.publish(
            training_events.batch(training.run_id, number, 10, 0.3 / number),
            training_events.epoch(training.run_id, number, 0.3 / number, 0.32 / number),
        )
    driver.publish(training_events.finished(training.run_id))
    driver.end_command(training)
    runs = (a_run("first", "Clear on MNIST", note="Thin strokes"), a_run("second", days=1), interrupted("third"))
    driver.publish(changed(*runs, current="first"), DETECTOR)
    for command in driver.commands[driver.commands.index(training) + 1 :]:
        driver.end_command(command)
    show_drawing(driver)
    driver.publish(
        events.SamplesReconstructed(*(np.random.default_rng(0).random((2, 16, 28, 28, 1)).astype(np.float32))),
        events.Evaluated("digits", tuple(ErrorRow(label, 100, 0.09, 0.0085, 0.03) for label in (None, 0, 1, 2))),
    )
    for name in ("evaluation", "results", "study", "faults"):
        getattr(window.verdicts, name)  # made by now, so that it hears of what follows
    faults = [FaultRow(name, 0.5, 0.98, 0.91) for name in FAULTS]
    driver.publish(a_judged_set(DETECTOR))
    driver.publish(events.StudyAdvanced(None, 0, 3), events.FaultAdvanced(None, 0, len(faults)))
    for done in range(1, 4):
        driver.publish(events.StudyAdvanced(StudyRow((done,), 0.99, 0.9, 0.95, 10.0), done, 3))
    for done, row in enumerate(faults, 1):
        driver.publish(events.FaultAdvanced(row, done, len(faults)))
    window.verdicts.study.finish()
    window.verdicts.faults.finish()


def show_drawing(driver: WindowDriver, score: float = 30.0) -> None:
    """Put an image on the canvas and answer it; a score of 30 is abnormal."""
    canvas = driver.window.answer_row.canvas
    rows, columns = np.mgrid[:28, :28]
    ring = np.exp(-(((np.hypot(rows - 14, columns - 14) - 8) / 1.6) ** 2)).astype(np.float32)[..., None]
    canvas.show_sample(np.rint(255 * ring).astype(np.uint8))
    error = np.abs(ring - 0.9 * ring)
    driver.publish(
        events.Reconstructed(canvas.drawing_id, ring, 0.9 * ring, error[..., 0], 0.031, 0.012, 0.142),
        a_score(DETECTOR, score, canvas.drawing_id),
    )
