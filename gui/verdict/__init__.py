"""The verdict on a drawing, its grounds, and the threshold."""
