"""Nothing of a former model, of former data or classes stays on the screen, or the screen says of what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QToolButton

from engine.protocol import commands, events
from engine.protocol.results import ErrorRow, FaultRow, StudyRow
from engine.settings import PRESETS
from gui.pages.measuring_card import MeasuringCard
from tests.gui import training_events
from tests.gui.states import DATASET, a_dataset, a_model
from tests.gui.verdict_examples import a_detector, a_judged_set, a_score, normal_scores
from tests.gui.window.window_driver import WindowDriver

DETECTOR = a_detector()
MISSING = "This model was saved without verdicts. Click Learn what is normal."


def has_picture(name: str) -> Callable[[WindowDriver], bool]:
    return lambda driver: not driver.find(name).image.isNull()  # type: ignore[attr-defined]


def has_rows(page: str) -> Callable[[WindowDriver], bool]:
    def is_filled(driver: WindowDriver) -> bool:
        card: MeasuringCard = getattr(driver.window.verdicts, page).card
        return card.view.table.rowCount() > 0

    return is_filled


SHOWN: dict[str, Callable[[WindowDriver], bool]] = {
    "result": lambda driver: driver.text("progressText").startswith("Completed"),
    "speed": lambda driver: bool(driver.text("speedText")),
    "outcome": lambda driver: "complete" in driver.text("statusLabel"),
    "samples": lambda driver: not driver.window.samples_strip.is_empty,
    "model input": has_picture("modelInputView"),
    "reconstruction": has_picture("reconstructionView"),
    "error map": has_picture("errorMapView"),
    "errors": lambda driver: driver.text("maeLabel") != "–",
    "surprise map": has_picture("surpriseMapView"),
    "verdict": lambda driver: driver.text("verdictLabel") != "No verdict yet",
    "evidence": lambda driver: driver.window.verdicts.view.bar.isVisible(),
    "nearest normal": lambda driver: driver.window.verdicts.view.nearest.isVisible(),
    "mark": lambda driver: driver.window.verdicts.histogram.view.mark is not None,
    "scores": lambda driver: driver.window.verdicts.threshold.normal_scores is normal_scores(DETECTOR),
    "rate": lambda driver: "2,000" in driver.window.verdicts.histogram.false_alarms.range_text,
    "evaluation": lambda driver: not driver.window.verdicts.evaluation.is_empty,
    "results": lambda driver: driver.window.verdicts.results.empty_text == "",
    "study": has_rows("study"),
    "faults": has_rows("faults"),
    "run in front": lambda driver: driver.window.loss_plot.runs[-1].name.startswith("Run 1"),
}
OF_THE_MODEL = SHOWN.keys() - {"study"}
OF_THE_RUN = {"result", "speed", "outcome"}
MEASURED_ON_THE_DATA = {"samples", "evaluation", "results", "faults", "study"}


@pytest.fixture
def full(driver: WindowDriver) -> WindowDriver:
    """A window that shows all there is, after a training."""
    window = driver.window
    window.answer_row.canvas.show_sample(DATASET.x_train[0] + np.uint8(200))
    window.client.train(PRESETS["clear"], None)
    training = driver.commands[-1]
    model = replace(a_model("Trained"), data_identity=DATASET.identity)
    driver.publish(
        events.ModelReady(model),
        training_events.started(training.run_id),
        training_events.epoch(training.run_id, 1, 0.5),
        training_events.finished(training.run_id),
        events.CommandEnded(training),
    )
    for command in driver.commands[-2:]:  # the evaluation and the learning of verdicts
        driver.end_command(command)
    pixels = np.full((28, 28, 1), 0.5, np.float32)
    drawing_id = window.answer_row.canvas.drawing_id
    verdicts = window.verdicts
    for page in (verdicts.evaluation, verdicts.results, verdicts.study, verdicts.faults):
        assert page is not None
    driver.publish(
        DETECTOR,
        events.SamplesReconstructed(pixels[None], pixels[None]),
    )
    drawing_id = window.answer_row.canvas.drawing_id  # it has been sent again for the verdict
    driver.publish(
        events.Reconstructed(drawing_id, pixels, pixels, pixels[:, :, 0], 0.1, 0.1, 0.1),
        a_score(DETECTOR, 30.0, drawing_id),
        events.Evaluated("digits", (ErrorRow(None, 10, 0.1, 0.1, 0.1),)),
        a_judged_set(DETECTOR, 100),
        events.StudyAdvanced(StudyRow((1,), 0.9, 0.8, 0.7, 1.0), 1, 1),
        events.FaultAdvanced(FaultRow("noise", 0.1, 0.9, 0.8), 1, 1),
    )
    window.status_line.show_finish(training_events.finished(training.run_id))
    QApplication.processEvents()
    return driver


def open_a_model(driver: WindowDriver) -> None:
    driver.publish(events.ModelReady(a_model("Other"), Path("other.aestudio")), a_detector(50, seed=1))


def open_a_model_without_verdicts(driver: WindowDriver) -> None:
    driver.publish(events.ModelReady(a_model("Other"), Path("other.aestudio")), events.DetectorMissing(MISSING))


def open_a_model_of_another_size(driver: WindowDriver) -> None:
    model = a_model("Other", image_shape=(16, 16, 1))
    driver.publish(events.ModelReady(model, Path("other.aestudio")), events.DetectorMissing(MISSING))


def load_other_data(driver: WindowDriver) -> None:
    driver.publish(events.DatasetLoaded(a_dataset("other.npz", level=9)))


def load_data_of_another_size(driver: WindowDriver) -> None:
    driver.publish(events.DatasetLoaded(a_dataset("small.npz", image_shape=(16, 16, 1))))


def click_class(driver: WindowDriver, name: str) -> None:
    chip = driver.window.training_panel.dataset_panel.findChild(QToolButton, name)
    assert chip is not None
    chip.click()


def choose_other_classes(driver: WindowDriver) -> None:
    click_class(driver, "normalButton1")
    assert driver.window.training_panel.dataset_panel.normal is not None


def choose_all_classes_after_a_model_of_one(driver: WindowDriver) -> None:
    open_a_model(driver)
    driver.publish(events.ModelReady(a_model("Ones", normal=(1,)), Path("ones.aestudio")))
    driver.publish(events.Evaluated("digits", (ErrorRow(None, 10, 0.1, 0.1, 0.1),)))
    click_class(driver, "normalAllButton")


def start_a_run(driver: WindowDriver) -> None:
    driver.button("trainButton").click()
    training = driver.commands[-1]
    assert isinstance(training, commands.Train)
    driver.publish(
        events.ModelReady(a_model("Fresh")),
        events.DetectorMissing("The model is still learning."),
        training_events.started(training.run_id),
    )


GONE_AFTER: dict[Callable[[WindowDriver], None], set[str]] = {
    open_a_model: OF_THE_MODEL,
    open_a_model_without_verdicts: OF_THE_MODEL,
    open_a_model_of_another_size: OF_THE_MODEL,
    load_other_data: OF_THE_RUN | MEASURED_ON_THE_DATA,
    load_data_of_another_size: OF_THE_RUN | MEASURED_ON_THE_DATA,
    choose_other_classes: OF_THE_RUN | {"evaluation"},
    choose_all_classes_after_a_model_of_one: OF_THE_MODEL,
    start_a_run: OF_THE_MODEL,
}


def shown(driver: WindowDriver) -> set[str]:
    QApplication.processEvents()
    return {name for name, is_shown in SHOWN.items() if is_shown(driver)}


def test_the_full_window_shows_all_that_could_stay(full: WindowDriver) -> None:
    assert shown(full) == SHOWN.keys()


@pytest.mark.parametrize("change", GONE_AFTER, ids=lambda change: change.__name__)
def test_what_is_of_the_former_goes_and_nothing_else(
    full: WindowDriver, change: Callable[[WindowDriver], None]
) -> None:
    change(full)
    assert shown(full) == SHOWN.keys() - GONE_AFTER[change]


def test_what_stays_when_only_the_data_change_is_marked_as_of_others(full: WindowDriver) -> None:
    assert "other data" not in full.text("modelLabel")
    load_other_data(full)
    assert "Trained · trained on other data" in full.text("modelLabel")


def test_the_model_s_own_classes_are_told_whatever_is_chosen_now(full: WindowDriver) -> None:
    full.publish(events.ModelReady(a_model("Ones", normal=(1,)), Path("ones.aestudio")))
    click_class(full, "normalAllButton")
    assert "Ones · normal: 1 ·" in full.text("modelLabel")
