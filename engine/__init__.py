"""Autoencoders, data, scores and files: everything the window can do, without the window.

Nothing in this package imports Qt. Modules that import only the standard library, NumPy and each other are
*light*; those that import Keras or scikit-learn are *heavy* and are imported after the window is on screen.
"""
