"""One small trainer for all callback tests: to build and compile it takes longer than to train it."""

import pytest

from engine.training.trainer import Trainer
from tests.engine.training.small_training import SETTINGS, SHAPE


@pytest.fixture(scope="package")
def trainer() -> Trainer:
    """Return a trainer that `Run` makes as new."""
    return Trainer(SETTINGS.model_spec(SHAPE), "bce")
