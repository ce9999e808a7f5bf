"""From a drawing to its reconstruction and errors, by the model that answers at the moment."""

from __future__ import annotations

from collections.abc import Callable

from engine.image_shape import ImageShape
from engine.images import reconstruction_error
from engine.images.preparation import prepare
from engine.protocol.commands import Drawing
from engine.protocol.events import Reconstructed
from engine.protocol.model_info import Floats


def reconstruct_drawing(
    drawing: Drawing,
    image_shape: ImageShape,
    reconstruct: Callable[[Floats], Floats],
    *,
    is_training: bool = False,
) -> Reconstructed:
    """Prepare a drawing, reconstruct it and measure the error.

    Args:
        drawing: the content of the canvas.
        image_shape: (height, width, channels) of the model's input, in px.
        reconstruct: (1, height, width, channels) float32 in 0..1 to the same.
        is_training: whether the model is still learning.
    """
    model_input = prepare(drawing.pixels, image_shape, is_centred=drawing.is_centred)
    batch = model_input[None]  # (1, h, w, c)
    reconstruction = reconstruct(batch)
    error_map = reconstruction_error.error_map(batch, reconstruction)
    event = Reconstructed(
        drawing_id=drawing.drawing_id,
        model_input=model_input,
        reconstruction=reconstruction[0],
        error_map=error_map[0],
        mae=float(reconstruction_error.mae(batch, reconstruction)[0]),
        mse=float(reconstruction_error.mse(batch, reconstruction)[0]),
        bce=float(reconstruction_error.bce(batch, reconstruction)[0]),
        is_training=is_training,
    )
    for array in (event.model_input, event.reconstruction, event.error_map):
        array.flags.writeable = False
    return event
