"""Progress is one line on a terminal, and a few plain ones in a log."""

import io
import json
import math

import numpy as np
import pytest

from engine.cli.terminal import ProgressLine, print_json, print_table
from engine.datasets.image_dataset import ImageDataset
from engine.protocol.events import BatchEnded, DatasetLoaded, EpochEnded, TrainingStarted, Working
from engine.settings import TrainingSettings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        """Return the lines as they stand on the screen, a carriage return starting its line anew."""
        lines = []
        for raw in self.getvalue().split("\n"):
            shown = ""
            for piece in raw.split("\r"):
                shown = piece + shown[len(piece) :]
            lines.append(shown.rstrip())
        return lines


STARTED = TrainingStarted(1, TrainingSettings(epochs=3), samples=54_000, steps_per_epoch=422, parameters=222_384)


def epoch(number: int, val_loss: float | None = 0.25) -> EpochEnded:
    return EpochEnded(1, number, 0.5, val_loss, 0.001)


def test_a_terminal_shows_one_line_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.publish(Working("Downloading MNIST", 0.25))
    assert terminal.screen() == ["Downloading MNIST · 25%"]
    line.publish(Working("Reading", None))
    assert terminal.screen() == ["Reading"]
    line.publish(STARTED)
    line.publish(BatchEnded(1, 2, 30, 0.0912, 47_000, 3723))
    assert terminal.screen() == [
        "Training 222,384 weights on 54,000 images",
        "epoch 2/3 · batch 30/422 · loss 0.0912 · 47,000 images/s · 1:02:03 left",
    ]
    line.publish(epoch(2))
    assert terminal.screen()[-1] == "epoch 2/3 · loss 0.5000 · val_loss 0.2500"
    line.end()
    assert terminal.screen()[-1] == ""


def test_a_line_never_wraps_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.show("x" * 100)
    line.show("y" * 100)
    line.end()
    assert max(map(len, terminal.getvalue().split("\r"))) == 19
    assert terminal.screen() == [""]


def test_a_log_gets_plain_lines_without_batches() -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    for fraction in (0.1, 0.2, 0.3):
        line.publish(Working("Downloading MNIST", fraction))
    line.publish(STARTED)
    line.publish(BatchEnded(1, 1, 30, 0.0912, 47_000, 12))
    line.publish(epoch(1, None))
    line.end()
    assert log.getvalue() == (
        "Downloading MNIST\nTraining 222,384 weights on 54,000 images\nepoch 1/3 · loss 0.5000\n"
    )


def test_a_log_gets_an_epoch_a_second_and_the_last() -> None:
    now = 100.0
    log = io.StringIO()
    line = ProgressLine(log, lambda: now)
    line.publish(TrainingStarted(1, TrainingSettings(epochs=50), 10, 1, 10))
    for number in range(1, 51):
        line.publish(epoch(number))
        now += 0.125
    numbers = [int(text.split("/")[0].removeprefix("epoch ")) for text in log.getvalue().splitlines()[1:]]
    assert numbers == [1, 9, 17, 25, 33, 41, 49, 50]


def test_a_data_set_is_told_with_its_note() -> None:
    log = io.StringIO()
    images = np.zeros((5, 28, 20, 1), np.uint8)
    dataset = ImageDataset("Pen digits", "pen-digits", images, x_test=images[:2].copy(), note="It stands in.")
    ProgressLine(log).publish(DatasetLoaded(dataset))
    assert log.getvalue() == "Pen digits: 5 training and 2 test images of 28 × 20 px\nIt stands in.\n"


def test_json_is_one_object_without_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"loss": [0.1, math.nan], "classes": [{"mae": math.inf, "n": 3}], "file": "a\udcff"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"loss": [0.1, None], "classes": [{"mae": None, "n": 3}], "file": "a\udcff"}
    assert "NaN" not in printed


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("class", "n"), ("all", "10,000"), ("0", "980")])
    assert capsys.readouterr().out == "class       n\nall    10,000\n0         980\n"


def test_a_terminal_is_sent_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("evil\x1b[31m\n.png", "1")])
    assert capsys.readouterr().out == "evil\ufffd[31m\ufffd.png  1\n"
