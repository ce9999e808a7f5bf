"""The runs that are kept: their list, what can be done with them, two of them side by side, and experiment files."""
