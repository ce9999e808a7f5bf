"""Keras on TensorFlow, imported in one place: `from engine.training.keras_backend import keras, tf`.

Everything that must be set before the import is set here, so no other module may import Keras or TensorFlow directly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.startup.environment import without_variables
from engine.startup.notices import without_notices

_NO_FOLDER = os.path.join(os.devnull, "keras")  # noqa: PTH118 - nothing can lie below a device, nor be created there


@contextmanager
def _without_user_settings() -> Iterator[None]:
    """Keep Keras from reading or writing the user's keras.json, and from obeying the user's variables.

    Keras opens that file while it is imported: another backend, channels_first or float16 would change our numbers, a
    list or a wrong epsilon would end the import, and a pipe of that name would block it for ever. Afterwards
    KERAS_HOME is the user's again, for the data sets that lie there.
    """
    with without_variables("KERAS_"):
        os.environ["KERAS_HOME"] = _NO_FOLDER
        os.environ["KERAS_BACKEND"] = "tensorflow"
        yield


with _without_user_settings(), without_notices():
    import keras
    import tensorflow as tf

# If something else of the user's (a sitecustomize.py) has imported Keras before, it has read that file.
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)
keras.config.set_image_data_format("channels_last")
keras.config.set_dtype_policy("float32")

tf.get_logger().setLevel("ERROR")  # it warns about every function traced for another batch size

__all__ = ["keras", "tf"]
