"""Everything that needs Keras: models, their compiling and their training."""
