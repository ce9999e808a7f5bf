"""Keras on TensorFlow, imported in one place: `from engine.training.keras_backend import keras, tf`.

Everything that must be set before the import is set here, so no other module may import Keras or TensorFlow directly.
"""

from __future__ import annotations

import os

from engine.startup.notices import without_notices

os.environ["KERAS_BACKEND"] = "tensorflow"

with without_notices():
    import keras
    import tensorflow as tf

tf.get_logger().setLevel("ERROR")  # it warns about every function traced for another batch size

__all__ = ["keras", "tf"]
