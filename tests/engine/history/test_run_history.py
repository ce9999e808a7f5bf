from __future__ import annotations

import math

import pytest

from engine.history.run_history import CSV_HEADER, RunHistory
from engine.protocol.events import BatchEnded, EpochEnded


def batch(epoch: int, number: int, loss: float) -> BatchEnded:
    return BatchEnded(1, epoch, number, loss, 0.0, 0.0)


def epoch(number: int, loss: float, val_loss: float | None = None) -> EpochEnded:
    return EpochEnded(1, number, loss, val_loss, 1e-3)


def test_a_batch_stands_at_its_place_within_the_epoch() -> None:
    history = RunHistory("run", steps_per_epoch=4)
    history.append(batch(2, 1, 0.5))
    assert history.batches.points(10)[0].tolist() == [1.25]
    assert history.position == 1.25


def test_epochs_give_the_training_and_the_validation_line() -> None:
    history = RunHistory("run")
    history.append(epoch(1, 0.5, 0.6))
    history.append(epoch(2, 0.4, 0.5))
    assert history.losses.points(10)[1].tolist() == [0.5, 0.4]
    assert history.validation.points(10)[1].tolist() == [0.6, 0.5]


def test_the_final_loss_is_the_most_telling_one_there_is() -> None:
    history = RunHistory("run")
    assert history.final_loss is None
    history.append(batch(1, 1, 0.9))
    assert history.final_loss == 0.9
    history.append(epoch(1, 0.8))
    assert history.final_loss == 0.8
    history.append(epoch(2, 0.7, 0.75))
    assert history.final_loss == 0.75


def test_the_table_holds_batches_then_epochs_under_its_header() -> None:
    history = RunHistory("Run 1", steps_per_epoch=2)
    history.append(batch(1, 1, 0.9))
    history.append(epoch(1, 0.8, 0.85))
    rows = [dict(zip(CSV_HEADER, row, strict=True)) for row in history.csv_rows()]
    assert rows == [
        {
            "run": "Run 1", "kind": "batch", "epoch": "0.5", "loss": "0.9", "loss_low": "0.9", "loss_high": "0.9",
            "val_loss": "", "learning_rate": "",
        },
        {
            "run": "Run 1", "kind": "epoch", "epoch": "1", "loss": "0.8", "loss_low": "", "loss_high": "",
            "val_loss": "0.85", "learning_rate": "0.001",
        },
    ]  # fmt: skip


def test_a_long_run_keeps_every_epoch_for_the_table_and_few_points_to_draw() -> None:
    history = RunHistory("long", steps_per_epoch=2)
    for number in range(1, 6_001):
        history.append(batch(number, 2, 1 / number))
        history.append(epoch(number, 1 / number))
    rows = list(history.csv_rows())
    assert sum(row[1] == "epoch" for row in rows) == 6_000
    assert len(history.batches) <= 2_048
    assert len(history.losses) <= 512


def test_losses_that_are_not_finite_are_not_drawn_but_the_table_tells_the_epoch() -> None:
    history = RunHistory("diverged")
    history.append(epoch(1, 0.5, 0.5))
    history.append(epoch(2, math.nan, math.inf))
    assert history.losses.points(10)[1].tolist() == [0.5]
    assert [row[2] for row in history.csv_rows()] == ["1", "2"]


def test_a_history_from_a_file_has_the_same_lines() -> None:
    history = RunHistory.from_lists("opened", {"loss": (0.5, 0.4, 0.3), "val_loss": (0.6, 0.5)})
    assert history.epochs == 3
    assert history.losses.points(10)[0].tolist() == [1.0, 2.0, 3.0]
    assert history.validation.points(10)[1].tolist() == [0.6, 0.5]
    assert history.final_loss == 0.5


def test_an_epoch_without_batches_does_not_divide_by_zero() -> None:
    history = RunHistory("odd", steps_per_epoch=0)
    history.append(batch(1, 1, 0.5))
    assert history.position == pytest.approx(1.0)
