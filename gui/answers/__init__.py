"""What the model makes of a drawing and of the samples."""
