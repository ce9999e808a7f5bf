"""The window: widgets that emit requests and show what the engine sends. Nothing in this package imports Keras."""
