"""The model's answers to a drawing, and its reconstructions of samples."""
