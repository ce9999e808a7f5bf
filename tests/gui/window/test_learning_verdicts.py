"""While a model learns its verdicts after a training, the window says so and nothing is called complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.protocol import commands, events
from engine.protocol.activity import Activity
from engine.settings import PRESETS
from tests.gui import training_events
from tests.gui.states import a_model
from tests.gui.verdict_examples import a_detector
from tests.gui.window.window_driver import WindowDriver

MISSING = "The model has not learnt yet what is normal, so it gives no verdicts."
LEARNING = "The model is learning what is normal; verdicts follow."


@pytest.fixture
def learning(driver: WindowDriver) -> WindowDriver:
    """A window in which a training is over, and the model learns its verdicts."""
    driver.window.client.train(PRESETS["clear"], None)
    (training,) = driver.commands_of(commands.Train)
    driver.publish(
        events.ModelReady(a_model("Trained")),
        events.DetectorMissing("The model is still learning."),
        training_events.started(training.run_id),
        events.DetectorMissing(MISSING),
        training_events.finished(training.run_id),
        events.CommandEnded(training),
    )
    return driver


def end(driver: WindowDriver, kind: type[commands.Command]) -> None:
    driver.end_command(driver.commands_of(kind)[-1])


def test_the_bar_the_words_and_the_buttons_say_it(learning: WindowDriver) -> None:
    assert learning.text("progressText") == "Evaluating on the test set…"
    end(learning, commands.Evaluate)
    assert learning.text("progressText") == "Learning what is normal…"
    assert learning.text("statusLabel") == "Learning what is normal, for verdicts…"
    assert learning.text("verdictReason") == LEARNING
    assert learning.button("stopButton").isEnabled()
    assert "without verdicts" in learning.button("stopButton").toolTip()
    assert "learning what is normal" in learning.button("pauseButton").toolTip()


def test_the_training_is_complete_once_there_are_verdicts(learning: WindowDriver) -> None:
    end(learning, commands.Evaluate)
    learning.publish(a_detector())
    end(learning, commands.FitDetector)
    assert learning.text("progressText") == "Completed with 3 epochs"
    assert learning.text("batchText") == "in 0:01"
    assert learning.text("statusLabel") == "The training is complete."
    assert learning.text("verdictReason") == "Draw something, or put a sample on the canvas."


def test_where_the_learning_was_stopped_the_result_says_so(learning: WindowDriver) -> None:
    end(learning, commands.Evaluate)
    learning.button("stopButton").click()
    assert learning.commands_of(commands.FitDetector)[-1].cancellation.is_cancelled
    end(learning, commands.FitDetector)
    assert learning.text("progressText") == "Completed with 3 epochs"
    assert learning.text("batchText") == "in 0:01, without verdicts"
    assert learning.text("statusLabel") == "The training is complete, without verdicts."
    assert learning.text("verdictReason") == MISSING


def test_where_the_learning_failed_the_result_says_so_too(learning: WindowDriver) -> None:
    end(learning, commands.Evaluate)
    learning.publish(events.EngineFailed(Activity.LEARNING_NORMAL, UserError("There are too few images.")))
    end(learning, commands.FitDetector)
    assert learning.text("batchText") == "in 0:01, without verdicts"


@pytest.mark.parametrize("is_evaluated", [False, True])
def test_save_waits_for_the_verdicts_and_says_so(
    learning: WindowDriver, tmp_path: Path, is_evaluated: bool
) -> None:
    actions = learning.window.actions_of_menu
    if is_evaluated:
        end(learning, commands.Evaluate)
    assert actions.save.isEnabled()
    path = tmp_path / "mine.aestudio"
    learning.window.model_file.save_requested.emit(path)
    assert isinstance(learning.commands[-1], commands.SaveProject)  # behind the learning
    promise = "The model is saved once its verdicts are learnt."
    assert learning.text("statusLabel").endswith(promise)
    learning.publish(events.Working("Rebuilding normal images", 0.5))
    assert learning.text("statusLabel") == f"Rebuilding normal images 50%… {promise}"
    assert not actions.save.isEnabled()
    assert promise in actions.save.toolTip()
    if not is_evaluated:
        end(learning, commands.Evaluate)
    learning.publish(a_detector())
    end(learning, commands.FitDetector)
    assert learning.text("statusLabel") == "Saving the model…"
    learning.publish(events.ProjectSaved(path))
    end(learning, commands.SaveProject)
    assert learning.text("statusLabel") == f"Saved as {path}"
    assert not learning.window.state.is_modified


def test_what_is_saved_after_the_learning_was_stopped_is_said_to_have_no_verdicts(
    learning: WindowDriver, tmp_path: Path
) -> None:
    end(learning, commands.Evaluate)
    path = tmp_path / "mine.aestudio"
    learning.window.model_file.save_requested.emit(path)
    learning.button("stopButton").click()
    end(learning, commands.FitDetector)
    learning.publish(events.ProjectSaved(path))
    end(learning, commands.SaveProject)
    assert learning.text("statusLabel") == f"Saved without verdicts as {path}"
