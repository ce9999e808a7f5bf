"""The model file: its content, and how it is read and written safely."""
