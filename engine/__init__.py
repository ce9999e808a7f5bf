"""Autoencoders, data, detection and files: everything the window can do, without the window.

Nothing in this package imports Qt. Only `engine.training` and `engine.session` import Keras and TensorFlow when they
are imported; both are loaded after the window is on screen. All other modules need only the standard library, NumPy
and a few small packages, and import scikit-learn inside the functions that use it.
"""
