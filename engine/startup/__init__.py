"""Starting up: loading TensorFlow, while the bundled model answers drawings without it."""
