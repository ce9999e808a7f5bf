"""Evidence for pictures, images whose sides are longer than 64 px: where one differs from normal ones, and how much."""
