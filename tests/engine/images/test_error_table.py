from __future__ import annotations

import numpy as np
import pytest

from engine.errors import UserError
from engine.images.error_table import error_table

ERRORS = {
    name: np.array([1, 2, 3, 6], np.float32) * scale for name, scale in (("bce", 1), ("mse", 10), ("mae", 100))
}
LABELS = np.array([7, 7, 3, 3])


def test_the_overall_row_is_of_the_images_that_count_and_the_classes_are_of_all() -> None:
    rows = error_table(ERRORS, LABELS, LABELS == 7)
    assert [(row.label, row.n, row.bce, row.mse, row.mae) for row in rows] == [
        (None, 2, 1.5, 15, 150),
        (3, 2, 4.5, 45, 450),
        (7, 2, 1.5, 15, 150),
    ]


def test_without_labels_there_is_one_row() -> None:
    (row,) = error_table(ERRORS, None, np.ones(4, bool))
    assert (row.label, row.n, row.bce) == (None, 4, 3)


def test_a_test_set_without_a_normal_image_is_refused() -> None:
    with pytest.raises(UserError, match="no image of the normal classes"):
        error_table(ERRORS, LABELS, LABELS == 1)
