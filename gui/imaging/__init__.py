"""Images on the screen: views, tiles, the colour scale, and their way in and out."""
