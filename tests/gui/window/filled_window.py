"""A window in which every page shows something, as after a training and every measurement."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.images.faults import FAULTS
from engine.pictures.file_listing import Skipped
from engine.pictures.folder_scan import FolderScan, PictureFile, PictureGroup
from engine.pictures.import_plan import ImportPlan
from engine.pictures.layouts import Layout, Part
from engine.pictures.preparation import PicturePreparation
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
    show_folder(driver)
    window.verdicts.study.finish()
    window.verdicts.faults.finish()


def show_folder(driver: WindowDriver) -> None:
    """Let the page for a folder of pictures show one with several groups, masks, previews and a file to skip."""
    root = Path("/photographs/of the third line/2026/magnetic tiles")

    def group(kind: str, part: Part, count: int, masks: int = 0) -> PictureGroup:
        names = [f"{part}/{kind}/{number}.png" for number in range(count)]
        files = [PictureFile(root / name, name, 1_000, 0, 640, 480, "L") for name in names]
        return PictureGroup(
            f"{part}/{kind}", kind, part, tuple(files), {file.name: file for file in files[:masks]}
        )

    groups = (
        group("good", Part.TRAIN, 240),
        group("good", Part.TEST, 30),
        group("scratched along the long edge", Part.TEST, 1_240, masks=40),
    )
    skipped = (Skipped("notes.txt", "{name} is no picture that can be read.", {"name": "notes.txt"}),)
    found = FolderScan(root, Layout.MVTEC, groups, skipped)
    page = driver.window.pictures.page
    page.show_folder(found, ImportPlan({}, PicturePreparation(is_colour=True)))
    page.show_previews("train/good", np.full((6, 64, 64, 3), 120, np.uint8))


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
