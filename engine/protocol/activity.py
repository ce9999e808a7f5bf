"""What the engine does and how a training ends, as data; the code that shows it makes the sentence."""

from __future__ import annotations

from enum import StrEnum, auto


class Activity(StrEnum):
    """What the engine was doing when something went wrong.

    Code must compare the members only; their values are parts of an English sentence, which a window may translate.
    """

    STARTING = "starting the engine"
    OPENING_BUNDLED = "opening the bundled model"
    LOADING_DATA = "loading the data"
    PREPARING = "preparing the training"
    TRAINING = "training"
    EVALUATING = "evaluating"
    SAVING = "saving the model"
    OPENING = "opening the model"
    LEARNING_NORMAL = "learning what is normal"
    SCORING_TEST_SET = "scoring the test set"
    STUDYING = "studying the classes"
    MEASURING_FAULTS = "measuring the faults"
    RECONSTRUCTING = "reconstructing the drawing"
    OTHER = "working"


class Outcome(StrEnum):
    """How a training ended. A stopped one keeps what it has learnt, a diverged one its last good weights."""

    COMPLETED = auto()
    STOPPED = auto()
    DIVERGED = auto()
