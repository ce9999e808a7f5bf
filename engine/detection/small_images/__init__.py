"""Evidence for small images, up to 64 px a side: fused, cross-fitted, and taught by damaged copies."""
