"""A convolution that trains fast inside a loop compiled by XLA for a CPU.

XLA's own convolutions are about ten times slower there than TensorFlow's are outside, while its matrix products are
as fast as any.
"""

from __future__ import annotations

from typing import Any

from engine.training.keras_backend import keras

_ops = keras.ops


class RowConvolution(keras.layers.Conv2D):  # type: ignore[misc]  # Keras has no types
    """Keras's `Conv2D` with zero padding, computed as one matrix product while it trains.

    At each position the rows that the kernel covers are stacked as channels; one matrix product applies the
    weights of all columns of the kernel at once; and the results are shifted by each column's offset and added.
    This needs no more multiplications than a convolution, and copies the input as many times as the kernel is
    high, instead of once for each element of the kernel, as the usual matrix form does (K. Chellapilla, S. Puri
    and P. Simard, "High Performance Convolutional Neural Networks for Document Processing", 2006). Without
    training it is TensorFlow's own convolution, which is faster there.

    The arguments are those of `Conv2D`.

    Raises:
        ValueError: the kernel's sides are not odd, or padding, strides, dilation, groups, bias or the order of the
            axes are not "same", 1, 1, 1, there, and channels last.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_plain = self.strides == self.dilation_rate == (1, 1) and self.groups == 1 and self.use_bias
        is_centred = self.padding == "same" and all(side % 2 for side in self.kernel_size)
        if not (is_plain and is_centred and self.data_format == "channels_last"):
            raise ValueError(
                "A RowConvolution has a kernel of odd sides, strides and dilation of 1, one group, a bias, the same "
                "padding, and its channels last."
            )

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return (n, height, width, filters) float32 of (n, height, width, channels) float32."""
        if not training:
            return super().call(inputs)
        return self.activation(_convolved(inputs, self.kernel) + self.bias)


def _convolved(inputs: Any, kernel: Any) -> Any:
    """Return the weighted sums over a kernel (rows, columns, channels, filters), with zeros around the edges."""
    rows, columns, channels, filters = kernel.shape
    height, width = inputs.shape[1:3]
    neighbours = _ops.concatenate([_moved(inputs, rows // 2 - row, axis=1) for row in range(rows)], axis=-1)
    weights = _ops.reshape(_ops.transpose(kernel, (0, 2, 1, 3)), (rows * channels, columns * filters))
    weighed = _ops.reshape(neighbours, (-1, rows * channels)) @ weights
    weighed = _ops.reshape(weighed, (-1, height, width, columns * filters))
    return sum(
        _moved(weighed[..., column * filters : (column + 1) * filters], columns // 2 - column, axis=2)
        for column in range(columns)
    )


def _moved(tensor: Any, places: int, axis: int) -> Any:
    """Return a tensor shifted along an axis, to higher indices if `places` is positive, with zeros filled in."""
    length = tensor.shape[axis]
    places = max(-length, min(places, length))
    kept, margins = [slice(None)] * 4, [(0, 0)] * 4
    kept[axis] = slice(max(0, -places), min(length, length - places))
    margins[axis] = (max(0, places), max(0, -places))
    return _ops.pad(tensor[tuple(kept)], margins)
