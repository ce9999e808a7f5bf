"""From the first moment to a loaded TensorFlow: the bundled model answers meanwhile."""
