"""The damage tools of the canvas."""
