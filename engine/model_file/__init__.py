"""The model file: what stands in it, and reading and writing it safely."""
