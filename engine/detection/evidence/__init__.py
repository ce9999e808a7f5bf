"""Kinds of evidence that an image is abnormal, one a module.

Each kind turns images into a few numbers, its *features*, and has a name and a sentence for a person. A kind that
compares with normal images learns from them first; the others only measure. What the features mean for the verdict
is decided in `engine.detection.fusion`, not here.
"""
