"""Training images that the user took out of a data set.

The data set's `source` names them, so that a run, an experiment or a later start finds the very same images again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError

_MARK_LENGTH = 16  # of an identity, which is enough to see that data have changed
_SOURCE = re.compile(
    r"(?s)(?P<source>.+) without training images (?P<places>\d{1,9}(,\d{1,9})*)( of (?P<mark>[0-9a-f]{16}))?"
)


def split_source(source: str) -> tuple[str, tuple[int, ...]]:
    """Return the source of the whole data set, and the indices of the training images that are left out, ascending."""
    found = _SOURCE.fullmatch(source)
    if found is None:
        return source, ()
    return found["source"], tuple(sorted({int(place) for place in found["places"].split(",")}))


def mark_of(source: str) -> str:
    """Return by what the whole data set of a source without some images is recognised; "" where that is not said."""
    found = _SOURCE.fullmatch(source)
    return (found["mark"] or "") if found is not None else ""


def source_without(source: str, places: Iterable[int], identity: str = "") -> str:
    """Return the source of a data set from which more training images are left out.

    Args:
        source: of a data set, from which some may be left out already.
        places: indices among the training images of the *whole* data set.
        identity: of the whole data set, where it can change, as files can: other images are not left out then.
    """
    whole, left_out = split_source(source)
    all_places = sorted({*left_out, *places})
    if not all_places:
        return whole
    mark = mark_of(source) or identity[:_MARK_LENGTH]
    return f"{whole} without training images {','.join(map(str, all_places))}" + (f" of {mark}" if mark else "")


def places_in_whole(source: str, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where training images of a data set are in the whole one, (k,).

    Args:
        source: of the data set.
        places: (k,) indices among the training images that are left in it.
    """
    _, left_out = split_source(source)
    for place in left_out:  # ascending, so each one moves those at or behind it
        places = places + (places >= place)
    return places


def without(dataset: ImageDataset, places: tuple[int, ...], mark: str = "") -> ImageDataset:
    """Return a whole data set without some of its training images.

    Args:
        dataset: the whole data set.
        places: ascending indices among its training images; with none of them it is returned as it is.
        mark: by which the data set is recognised, of `mark_of`; "" takes any.

    Raises:
        UserError: it has no such images, none would be left, or it is another data set by now.
    """
    if not places:
        return dataset
    if mark and not dataset.identity.startswith(mark):
        raise UserError(
            "{name} has changed since images were left out of it; open it again and mark them anew.",
            name=dataset.name,
        )
    count = len(dataset.x_train)
    if places[-1] >= count or len(places) == count:
        raise UserError(
            "{left_out} training images cannot be left out of {name}, which has {count}; open it again.",
            left_out=len(places),
            name=dataset.name,
            count=count,
        )
    return replace(
        dataset,
        name=f"{dataset.name} without {len(places)} {'image' if len(places) == 1 else 'images'}",
        source=source_without(dataset.source, places, mark),
        x_train=np.delete(dataset.x_train, places, axis=0),
        y_train=None if dataset.y_train is None else np.delete(dataset.y_train, places),
    )
