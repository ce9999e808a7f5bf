"""What happens between the batches of a training: one small Keras callback in each module."""
