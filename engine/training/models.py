"""The architectures, by name: from a `ModelSpec` to an uncompiled Keras model.

Every model takes (n, height, width, channels) float32 in 0..1, at most 64 px a side (`ModelSpec.network_shape`), and
returns the same shape and range. The layer whose output is the code is called "code"; its output is (n, latent_dim)
float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine.settings import ModelSpec
from engine.training.gaussian_code import GaussianCode
from engine.training.keras_backend import keras
from engine.training.row_convolution import RowConvolution

_Tensor = Any
_Connector = Callable[[_Tensor, ModelSpec], _Tensor]
"""Takes the input tensor and the spec, returns the reconstruction tensor."""
_layers = keras.layers

_PATCH_PX = 4  # side of the patches that the convolutional model works on


def build(spec: ModelSpec) -> keras.Model:
    """Return a new, uncompiled model with random weights.

    Args:
        spec: its `architecture` must be one of `engine.settings.ARCHITECTURES`.

    Returns:
        The model, from (n, *spec.network_shape) float32 in 0..1 to the same.
    """
    image = keras.Input(spec.network_shape, name="image")
    return keras.Model(image, _ARCHITECTURES[spec.architecture](image, spec), name=spec.architecture)


def _dense(*widths: int) -> _Connector:
    """Return a connector of relu layers of these widths, the linear code, and the same layers mirrored."""

    def connect(image: _Tensor, spec: ModelSpec) -> _Tensor:
        hidden = _relu_layers(_layers.Flatten()(image), widths)
        code = _layers.Dense(spec.latent_dim, name="code")(hidden)
        return _image_from(_relu_layers(code, widths[::-1]), spec)

    return connect


def _variational(*widths: int) -> _Connector:
    """Return a connector like `_dense` whose code is a Gaussian distribution."""

    def connect(image: _Tensor, spec: ModelSpec) -> _Tensor:
        hidden = _relu_layers(_layers.Flatten()(image), widths)
        mean = _layers.Dense(spec.latent_dim, name="code_mean")(hidden)
        log_variance = _layers.Dense(spec.latent_dim, name="code_log_variance")(hidden)
        code = GaussianCode(values=math.prod(spec.network_shape), name="code")([mean, log_variance])
        return _image_from(_relu_layers(code, widths[::-1]), spec)

    return connect


def _relu_layers(tensor: _Tensor, widths: tuple[int, ...]) -> _Tensor:
    for width in widths:
        tensor = _layers.Dense(width, activation="relu")(tensor)
    return tensor


def _image_from(tensor: _Tensor, spec: ModelSpec) -> _Tensor:
    pixels = _layers.Dense(math.prod(spec.network_shape), activation="sigmoid")(tensor)
    return _layers.Reshape(spec.network_shape, name="reconstruction")(pixels)


def _convolutional(filters: int) -> _Connector:
    """Return a connector whose filters see strokes: 12 x 12 px around each patch of 4 x 4 px, and back.

    On patches as channels (W. Shi et al., "Real-Time Single Image ... Sub-Pixel Convolutional Neural Network",
    2016) a convolution is several times faster than on pixels and learns more in the same time.
    """

    def connect(image: _Tensor, spec: ModelSpec) -> _Tensor:
        height, width, channels = spec.network_shape
        rows, columns = math.ceil(height / _PATCH_PX), math.ceil(width / _PATCH_PX)
        surplus = ((0, rows * _PATCH_PX - height), (0, columns * _PATCH_PX - width))  # below and on the right
        patch_values = _PATCH_PX * _PATCH_PX * channels
        patches = _patches_from(_layers.ZeroPadding2D(surplus)(image), rows, columns, channels)
        hidden = RowConvolution(filters, 3, padding="same", activation="relu")(patches)
        code = _layers.Dense(spec.latent_dim, name="code")(_layers.Flatten()(hidden))
        hidden = _layers.Dense(rows * columns * filters, activation="relu")(code)
        hidden = _layers.Reshape((rows, columns, filters))(hidden)
        patches = RowConvolution(patch_values, 3, padding="same", activation="sigmoid")(hidden)
        pixels = _pixels_from(patches, rows, columns, channels)
        return _layers.Cropping2D(surplus, name="reconstruction")(pixels)

    return connect


def _patches_from(image: _Tensor, rows: int, columns: int, channels: int) -> _Tensor:
    """Return (n, rows, columns, patch values) of (n, rows * patch side, columns * patch side, channels)."""
    split = _layers.Reshape((rows, _PATCH_PX, columns, _PATCH_PX * channels))(image)
    return _layers.Reshape((rows, columns, -1))(_layers.Permute((1, 3, 2, 4))(split))


def _pixels_from(patches: _Tensor, rows: int, columns: int, channels: int) -> _Tensor:
    """Undo `_patches_from`."""
    split = _layers.Reshape((rows, columns, _PATCH_PX, _PATCH_PX * channels))(patches)
    joined = _layers.Permute((1, 3, 2, 4))(split)
    return _layers.Reshape((rows * _PATCH_PX, columns * _PATCH_PX, channels))(joined)


_ARCHITECTURES: Mapping[str, _Connector] = MappingProxyType(
    {
        "dense": _dense(128, 64),
        "wide_dense": _dense(256),
        "convolutional": _convolutional(filters=32),
        "variational": _variational(256),
    }
)
