"""The process around the window: the signals it hears, and how it ends."""
