"""The pages beside the drawing: test set, results, study and faults."""
