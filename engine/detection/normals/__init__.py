"""The normal images that a detector learns from: which ones, and what was noticed in them."""
