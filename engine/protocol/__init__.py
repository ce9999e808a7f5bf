"""What crosses the thread: commands in, events out, and the means by which they do."""
