"""Reading images from files: one module a format."""
