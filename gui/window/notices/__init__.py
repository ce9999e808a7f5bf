"""The notice bar in the window: where it lies, and which success takes back which error."""
