"""The window: widgets that emit wishes and show facts. Nothing in this package imports Keras."""
