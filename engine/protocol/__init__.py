"""The messages between the window's and the engine's thread: commands, events, and how they are delivered."""
