"""Mean errors of a test set, overall and class by class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import Labels
from engine.errors import UserError
from engine.protocol.results import ErrorRow


def error_table(
    errors: Mapping[str, NDArray[np.float32]], labels: Labels | None, is_counted: NDArray[np.bool_]
) -> tuple[ErrorRow, ...]:
    """Return the overall row first, then a row for each class.

    Args:
        errors: "bce", "mse" and "mae" of each image, (n,) float32.
        labels: (n,) int64, or None without labels.
        is_counted: (n,) bool: the images that the overall row is the mean of.

    Raises:
        UserError: `is_counted` is False for all images.
    """
    if not is_counted.any():
        raise UserError("The test set has no image of the normal classes; choose others.")
    rows = [_row(None, errors, is_counted)]
    if labels is not None:
        rows += [_row(label, errors, labels == label) for label in np.unique(labels).tolist()]
    return tuple(rows)


def _row(label: int | None, errors: Mapping[str, NDArray[np.float32]], chosen: NDArray[np.bool_]) -> ErrorRow:
    bce, mse, mae = (float(errors[name][chosen].mean(dtype=np.float64)) for name in ("bce", "mse", "mae"))
    return ErrorRow(label, int(np.count_nonzero(chosen)), bce, mse, mae)
