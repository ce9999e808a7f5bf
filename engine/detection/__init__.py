"""The detector: from evidence to a score, a p-value and a verdict."""
