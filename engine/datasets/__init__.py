"""Image data sets: one module for each source."""
