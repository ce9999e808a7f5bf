"""The panel on the left: data, settings, and the controls of a training."""
