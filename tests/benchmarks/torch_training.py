"""The article's architecture in PyTorch's usual loop, for `training_speed`: eager, data in memory, no DataLoader."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn


def torch_epoch(images: NDArray[np.float32], batch_size: int, learning_rate: float) -> Callable[[], None]:
    """Return what trains one epoch on (n, height, width, channels) float32 images in 0..1, shuffled."""
    data = torch.from_numpy(images.reshape(len(images), -1))
    widths = (data.shape[1], 128, 64, 64, 64, 128)
    layers: list[nn.Module] = []
    for index, (below, above) in enumerate(pairwise(widths)):
        layers.append(nn.Linear(below, above))
        if index != 2:  # the code is linear
            layers.append(nn.ReLU())
    model = nn.Sequential(*layers, nn.Linear(widths[-1], data.shape[1]), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    loss_function = nn.BCELoss()

    def train() -> None:
        for chosen in torch.randperm(len(data)).split(batch_size):
            batch = data[chosen]
            optimizer.zero_grad()
            loss_function(model(batch), batch).backward()
            optimizer.step()

    return train
