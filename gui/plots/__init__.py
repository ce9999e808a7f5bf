"""What all charts share: style, canvas, loading, redrawing and saving."""
