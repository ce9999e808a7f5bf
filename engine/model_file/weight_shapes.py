"""The shapes of a model's weights, from its spec by arithmetic: a file's promises are checked before Keras builds it.

It follows `engine.training.models`, which a test compares with it for every architecture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from engine.settings import ModelSpec

Shapes = list[tuple[int, ...]]

_PATCH_PX = 4
_FILTERS = 32
_KERNEL_PX = 3


def weight_shapes(spec: ModelSpec) -> Shapes:
    """Return the shapes of all weights in the order of Keras's ``get_weights``, without building the model."""
    return _ARCHITECTURES[spec.architecture](spec)


def _dense(*hidden: int) -> Callable[[ModelSpec], Shapes]:
    def shapes(spec: ModelSpec) -> Shapes:
        pixels = math.prod(spec.network_shape)
        return _layers(pixels, *hidden, spec.latent_dim, *hidden[::-1], pixels)

    return shapes


def _variational(hidden: int) -> Callable[[ModelSpec], Shapes]:
    def shapes(spec: ModelSpec) -> Shapes:
        pixels, code = math.prod(spec.network_shape), spec.latent_dim
        mean_and_log_variance = 2 * _layers(hidden, code)
        return [*_layers(pixels, hidden), *mean_and_log_variance, *_layers(code, hidden, pixels)]

    return shapes


def _convolutional(spec: ModelSpec) -> Shapes:
    height, width, channels = spec.network_shape
    patch_values = _PATCH_PX**2 * channels
    features = math.ceil(height / _PATCH_PX) * math.ceil(width / _PATCH_PX) * _FILTERS
    return [
        (_KERNEL_PX, _KERNEL_PX, patch_values, _FILTERS),
        (_FILTERS,),
        *_layers(features, spec.latent_dim, features),
        (_KERNEL_PX, _KERNEL_PX, _FILTERS, patch_values),
        (patch_values,),
    ]


def _layers(*widths: int) -> Shapes:
    """Return a kernel and a bias for each step from one width to the next."""
    return [shape for step in pairwise(widths) for shape in (step, step[1:])]


_ARCHITECTURES: Mapping[str, Callable[[ModelSpec], Shapes]] = MappingProxyType(
    {
        "dense": _dense(128, 64),
        "wide_dense": _dense(256),
        "convolutional": _convolutional,
        "variational": _variational(256),
    }
)
