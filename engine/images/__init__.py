"""Work on single images: preparing them, damaging them, and measuring reconstructions."""
