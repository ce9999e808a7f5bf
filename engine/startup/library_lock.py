"""The lock around the loading of large libraries, light enough for the window to import."""

from __future__ import annotations

import threading

LOADING = threading.Lock()
"""Held while TensorFlow's libraries are loaded, and by whoever imports many extension modules. The system loads one
library at a time: a thread that imported one meanwhile would wait for its turn with the interpreter lock in its hand,
and all others with it."""
