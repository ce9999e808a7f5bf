"""The article's architecture in a usual PyTorch loop, for `training_speed`: eager, data in memory, no DataLoader."""

from __future__ import annotations

from itertools import pairwise

from tests.benchmarks.training_process import train_on_request

BATCH_SIZE = 128
LEARNING_RATE = 1e-3


def main() -> None:
    """Train one epoch on MNIST for each line on stdin."""
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

    def train_epoch() -> None:
        for chosen in torch.randperm(len(data)).split(BATCH_SIZE):
            batch = data[chosen]
            optimizer.zero_grad()
            loss_function(model(batch), batch).backward()
            optimizer.step()

    train_on_request(train_epoch)


if __name__ == "__main__":
    main()
