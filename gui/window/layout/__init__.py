"""How the window shares out its room: its size on the screen, and the parts of its first page."""
