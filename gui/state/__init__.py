"""What the window knows of the engine, which controls that allows, and the bridge between the two."""
