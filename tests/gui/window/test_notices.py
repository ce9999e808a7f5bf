from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.protocol import events
from engine.protocol.activity import Activity, Outcome
from engine.settings import PRESETS
from tests.gui import training_events
from tests.gui.states import DATASET, MODEL
from tests.gui.window.window_driver import WindowDriver


@pytest.mark.parametrize(
    ("activity", "success"),
    [
        (Activity.SAVING, events.ProjectSaved(Path("a.aestudio"))),
        (Activity.LOADING_DATA, events.DatasetLoaded(DATASET)),
        (Activity.OPENING, events.ModelReady(MODEL)),
        (Activity.STUDYING, events.StudyAdvanced(None, 0, 3)),
    ],
)
def test_a_success_of_the_engine_takes_its_error_back(
    driver: WindowDriver, activity: Activity, success: events.Event
) -> None:
    driver.publish(events.EngineFailed(activity, UserError("That went wrong.")))
    driver.publish(events.EngineFailed(Activity.OTHER, UserError("So did that.")))
    bar = driver.window.notice_bar
    assert (driver.text("noticeText"), bar.waiting) == ("So did that.", ("That went wrong.",))
    driver.publish(success)
    assert (driver.text("noticeText"), bar.waiting) == ("So did that.", ())


def test_another_training_takes_back_what_is_said_about_the_one_before(driver: WindowDriver) -> None:
    client = driver.window.client
    client.train(PRESETS["clear"], None)
    first = driver.commands[-1]
    driver.publish(training_events.started(first.run_id))
    driver.publish(training_events.finished(first.run_id, Outcome.DIVERGED))
    driver.end_command(first)
    assert "diverged" in driver.text("noticeText")
    client.train(PRESETS["clear"], None)
    driver.publish(training_events.started(driver.commands[-1].run_id))
    assert driver.window.notice_bar.isHidden()


def test_a_figure_that_is_saved_at_last_takes_the_error_about_figures_back(driver: WindowDriver) -> None:
    plot, bar = driver.window.loss_plot, driver.window.notice_bar
    plot.save_failed.emit(UserError("loss.png could not be saved."))
    assert not bar.isHidden()
    plot.saved.emit(Path("other/loss.png"))
    assert bar.isHidden()


def test_a_picture_that_is_opened_at_last_takes_the_error_about_pictures_back(
    driver: WindowDriver, tmp_path: Path
) -> None:
    canvas, bar = driver.window.answer_row.canvas, driver.window.notice_bar
    canvas.picture_refused.emit(UserError("a.png is no picture."))
    assert not bar.isHidden()
    canvas.picture_taken.emit()
    assert bar.isHidden()
