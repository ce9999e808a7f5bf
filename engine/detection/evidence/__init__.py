"""Kinds of evidence that an image is abnormal, one in each module.

Each kind computes a few numbers from an image, its *features*, and has a name and an explanation for the user. Kinds
that compare with normal images are fitted to them first; the others only measure. How the features are combined to
a score is decided in `engine.detection.small_images.fusion`.
"""
