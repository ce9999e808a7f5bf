"""Images to learn from: one module a source."""
