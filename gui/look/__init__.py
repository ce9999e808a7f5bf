"""Colours, icons, sizes and how numbers are written."""
