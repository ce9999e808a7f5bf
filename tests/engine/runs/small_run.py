"""A small run for tests of what is written, without a training."""

import numpy as np

from engine.protocol.model_info import ModelInfo
from engine.protocol.run_info import RunInfo
from engine.runs.training_state import TrainingState
from engine.settings import TrainingSettings

SHAPES = ((16, 3), (3,), (3, 16), (16,))


def small_state(epochs: int = 2, seed: int = 0) -> TrainingState:
    """Return the state of a tiny model after so many epochs, with three batches of the next one."""
    random = np.random.default_rng(seed)
    weights = tuple(random.standard_normal(shape).astype(np.float32) for shape in SHAPES)
    losses = tuple(float(loss) for loss in np.linspace(0.7, 0.1, epochs))
    return TrainingState(
        weights=weights,
        seeds=np.array([[3, 2**32 - 1]], np.uint32),
        optimizer=(np.array(7, np.int64), *(weight * 2 for weight in weights)),
        history={"loss": losses, "val_loss": losses},
        batch_losses=(0.30000001192092896, 0.25, 0.125),
        learning_rate=1e-3,
        untrained_loss=0.7,
        seconds=12.5,
    )


def small_run(key: str = "a-run", epochs: int = 2, name: str = "Article · Tiles") -> RunInfo:
    """Return a run of 4 x 4 px images."""
    history = dict(small_state(epochs).history)
    settings = TrainingSettings(preset="article", architecture="dense", epochs=50, latent_dim=3)
    return RunInfo(
        key, ModelInfo(name, settings, (4, 4, 1), 115, "Tiles", (0, 2), history, {"mse": 0.02}, "an identity")
    )
