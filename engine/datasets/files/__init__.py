"""Reading images from files: one module for each format."""
