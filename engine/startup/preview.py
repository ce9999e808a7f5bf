"""The bundled model in plain NumPy: it answers drawings while Keras is still being imported."""

from __future__ import annotations

import resources
from engine.images.drawing_answer import reconstruct_drawing
from engine.model_file import project_file
from engine.protocol.commands import Drawing
from engine.protocol.events import ModelReady, Reconstructed
from engine.startup import numpy_forward

BUNDLED_MODEL = resources.path("bundled.aestudio")


class Preview:
    """A model file that reconstructs without Keras.

    Args:
        project: an opened model file of an architecture that `numpy_forward` supports.
    """

    def __init__(self, project: project_file.Project) -> None:
        self._project = project
        self._forward = numpy_forward.NumpyAutoencoder(project)

    def ready_event(self) -> ModelReady:
        """Return the event that this model answers drawings from now on."""
        return ModelReady(self._project.info)

    def answer(self, drawing: Drawing) -> Reconstructed:
        """Return the model's reconstruction of a drawing, with its errors."""
        return reconstruct_drawing(drawing, self._project.info.image_shape, self._forward.reconstruct)


def load_bundled() -> Preview:
    """Return the model that ships with the application.

    Raises:
        UserError: the file is missing or damaged; the application must be installed again.
    """
    return Preview(project_file.open_project(BUNDLED_MODEL))
