"""The losses of a run, kept whole and drawn thinned."""
