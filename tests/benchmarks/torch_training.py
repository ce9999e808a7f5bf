"""The article's architecture in a usual PyTorch loop, for `training_speed`: eager, data in memory, no DataLoader.

It runs in its own process, since PyTorch and TensorFlow together crash. It trains one epoch on MNIST for each line
that it reads, prints a line when it is done, and is idle otherwise.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import TracebackType

BATCH_SIZE = 128
LEARNING_RATE = 1e-3


class TorchProcess:
    """A process that trains in PyTorch, epoch by epoch; it ends with its context."""

    def __enter__(self) -> TorchProcess:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.torch_training"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.train_epoch()  # warm-up
        return self

    def train_epoch(self) -> None:
        """Train one epoch."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        if not self._process.stdout.readline():
            raise OSError("The PyTorch process has ended; see what it wrote to stderr.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def main() -> None:
    """Train one epoch for each line on stdin."""
    import torch
    from torch import nn

    from tests.benchmarks import shared_mnist

    images, _ = shared_mnist.load()
    data = torch.from_numpy(images.reshape(len(images), -1)).float() / 255
    widths = (data.shape[1], 128, 64, 64, 64, 128)
    layers: list[nn.Module] = []
    for index, (below, above) in enumerate(pairwise(widths)):
        layers.append(nn.Linear(below, above))
        if index != 2:  # the code is linear
            layers.append(nn.ReLU())
    model = nn.Sequential(*layers, nn.Linear(widths[-1], data.shape[1]), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    loss_function = nn.BCELoss()
    for _ in sys.stdin:
        for chosen in torch.randperm(len(data)).split(BATCH_SIZE):
            batch = data[chosen]
            optimizer.zero_grad()
            loss_function(model(batch), batch).backward()
            optimizer.step()
        print("done", flush=True)


if __name__ == "__main__":
    main()
