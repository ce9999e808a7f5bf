"""The canvas that one draws on."""
