"""The losses of a run: complete for tables, decimated for drawing."""
