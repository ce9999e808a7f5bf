"""A folder of pictures before it is opened: what is in it, what it will be used as, and how pictures are prepared."""
