"""Images on the screen: views, tiles, the colour scale, and opening, pasting and saving pictures."""
