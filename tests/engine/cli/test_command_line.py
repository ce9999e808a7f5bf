"""The command line takes what the README says, and refuses all else with 2 and a sentence."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from engine.cli.command_line import FEWEST_VERDICT_IMAGES, MOST_VERDICT_IMAGES, parse
from engine.cli.options import (
    EvaluateOptions,
    FaultsOptions,
    ScoreOptions,
    StudyOptions,
    TourOptions,
    TrainOptions,
)
from engine.detection.normals.normal_images import FEWEST_NORMALS, MOST_NORMALS
from engine.protocol.model_info import Normal
from engine.settings import PRESETS


def refusal(capsys: pytest.CaptureFixture[str], line: str) -> str:
    """Return what is said of a wrong command line."""
    with pytest.raises(SystemExit) as exit_info:
        parse(line.split())
    captured = capsys.readouterr()
    assert exit_info.value.code == 2
    assert captured.out == ""
    return captured.err


def test_train_needs_only_an_output() -> None:
    assert parse(["train", "--output", "model.aestudio"]) == TrainOptions(
        "auto", None, PRESETS["clear"], MOST_NORMALS, Path("model.aestudio"), is_json=False
    )


def test_train_takes_every_option() -> None:
    line = (
        "train --data x.npz --normal 3,1 --preset article --samples 400 --epochs 3 --batch-size 32 "
        "--learning-rate 0.01 --validation-split 0.2 --seed 5 --verdict-images 300 --output m --json"
    )
    expected = replace(
        PRESETS["article"], samples=400, epochs=3, batch_size=32, learning_rate=0.01, validation_split=0.2, seed=5
    )
    assert parse(line.split()) == TrainOptions("x.npz", (1, 3), expected, 300, Path("m"), is_json=True)


def test_the_bounds_of_the_verdict_images_are_the_detector_s() -> None:
    assert (FEWEST_VERDICT_IMAGES, MOST_VERDICT_IMAGES) == (FEWEST_NORMALS, MOST_NORMALS)


@pytest.mark.parametrize("count", [0, 30])
def test_verdicts_need_enough_images_or_none(count: int) -> None:
    options = parse(["train", "--output", "m", "--verdict-images", str(count)])
    assert isinstance(options, TrainOptions)
    assert options.verdict_images == count


def test_evaluate_takes_every_option() -> None:
    line = "evaluate m --data mnist --normal all --false-alarms 0.1 --json"
    assert parse(line.split()) == EvaluateOptions(Path("m"), "mnist", None, 0.1, is_json=True)


def test_score_takes_every_option() -> None:
    line = "score m a.png folder --csv out.csv --false-alarms 0.001"
    assert parse(line.split()) == ScoreOptions(
        Path("m"), (Path("a.png"), Path("folder")), Path("out.csv"), 0.001, is_json=False
    )


@pytest.mark.parametrize("line", ["train --output m", "score m a.png --csv out", "tour --output pictures"])
def test_replacing_files_has_to_be_asked_for(line: str) -> None:
    plain, forced = parse(line.split()), parse([*line.split(), "--force"])
    assert isinstance(plain, TrainOptions | ScoreOptions | TourOptions)
    assert not plain.is_forced
    assert forced == replace(plain, is_forced=True)


def test_one_false_alarm_in_100_is_usual() -> None:
    options = parse(["score", "m", "a.png"])
    assert isinstance(options, ScoreOptions)
    assert options.false_alarms == 0.01


def test_study_takes_each_class_in_turn_or_several_together() -> None:
    assert parse(["study"]) == parse(["study", "--normal", "each"])
    assert parse(["study"]) == StudyOptions("auto", None, PRESETS["clear"], is_json=False)
    line = "study --data x.npz --normal 3,1 --preset article --epochs 2 --json"
    assert parse(line.split()) == StudyOptions(
        "x.npz", (1, 3), replace(PRESETS["article"], epochs=2), is_json=True
    )


@pytest.mark.parametrize(("option", "normal"), [("", "model"), (" --normal all", None), (" --normal 1,3", (1, 3))])
def test_faults_takes_what_the_model_was_trained_on_or_else(
    option: str, normal: Normal | Literal["model"]
) -> None:
    line = f"faults m --data mnist --json{option}"
    assert parse(line.split()) == FaultsOptions(Path("m"), "mnist", normal, is_json=True)


def test_tour_takes_a_folder() -> None:
    assert parse(["tour", "--output", "pictures"]) == TourOptions(Path("pictures"))


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--epochs 0", "argument --epochs: Epochs must be from 1 to 100,000, not 0."),
        ("--epochs 1.5", "argument --epochs: '1.5' is no whole number of at most 18 digits."),
        ("--epochs " + "9" * 5000, "is no whole number of at most 18 digits."),
        ("--epochs 1_000", "argument --epochs: '1_000' is no whole number"),
        ("--batch-size 99999999", "Batch size must be from 1 to 65,536"),
        ("--learning-rate nan", "Learning rate must be a number from 1e-07 to 10, not nan."),
        ("--learning-rate -1", "Learning rate must be from 1e-07 to 10, not -1."),
        ("--learning-rate fast", "argument --learning-rate: 'fast' is no number."),
        ("--validation-split 1", "Validation split must be from 0 to 0.9, not 1."),
        ("--samples 1", "Training images must be from 2 to 100,000,000, not 1."),
        ("--seed -1", "Seed must be from 0 to 2,147,483,647, not -1."),
        ("--preset best", "argument --preset: invalid choice: 'best'"),
        ("--normal 1,x", "argument --normal: '1,x' is neither all nor labels with commas between them, e.g. 1,3."),
        ("--normal 1,,2", "'1,,2' is neither all nor labels"),
        (
            "--verdict-images 29",
            "Verdicts need at least 30 normal images, not 29; take more, or 0 for no verdicts.",
        ),
        ("--verdict-images -1", "argument --verdict-images: -1 is negative; give 0 or more."),
        ("--epoch 3", "unrecognized arguments: --epoch 3"),
    ],
)
def test_a_bad_option_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], option: str, sentence: str
) -> None:
    assert sentence in refusal(capsys, f"train --output m {option}")


@pytest.mark.parametrize("rate", ["0", "0.0009", "0.11", "1", "-0.01", "nan", "inf"])
@pytest.mark.parametrize("line", ["evaluate m", "score m a.png"])
def test_a_promise_that_nobody_could_keep_or_want_is_refused(
    capsys: pytest.CaptureFixture[str], line: str, rate: str
) -> None:
    sentence = f"argument --false-alarms: The share of false alarms must be from 0.001 to 0.1, not {rate}."
    assert sentence in refusal(capsys, f"{line} --false-alarms {rate}")


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (
            "--normal all",
            "argument --normal: 'all' is neither each nor labels with commas between them, e.g. 1,3.",
        ),
        ("--epochs 0", "argument --epochs: Epochs must be from 1 to 100,000, not 0."),
        ("--output m", "unrecognized arguments: --output m"),
    ],
)
def test_a_study_is_refused_what_it_cannot_do(
    capsys: pytest.CaptureFixture[str], option: str, sentence: str
) -> None:
    assert sentence in refusal(capsys, f"study {option}")


@pytest.mark.parametrize(
    "line",
    [
        "train",
        "faults",
        "evaluate",
        "score",
        "score m",
        "tour",
        "fly",
        "",
        "evaluate m --epochs 3",
        "score m p --csv",
    ],
)
def test_a_missing_or_foreign_argument_is_refused(capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert "error:" in refusal(capsys, line)


def test_negative_labels_are_labels(capsys: pytest.CaptureFixture[str]) -> None:
    options = parse(["evaluate", "m", "--normal=-1, 2, 2"])
    assert isinstance(options, EvaluateOptions)
    assert options.normal == (-1, 2)


@pytest.mark.parametrize(
    "line",
    ["--help", *(f"{command} --help" for command in ("train", "evaluate", "score", "study", "faults", "tour"))],
)
def test_help_is_given(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with pytest.raises(SystemExit) as exit_info:
        parse(line.split())
    assert exit_info.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_info:
        parse(["--version"])
    assert exit_info.value.code == 0
    assert capsys.readouterr().out.strip().count(".") == 2
