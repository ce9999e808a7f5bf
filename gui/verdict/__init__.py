"""The verdict on a drawing, the evidence for it, and the threshold."""
