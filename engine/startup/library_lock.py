"""The lock around the loading of large libraries; the window can import it without importing them."""

from __future__ import annotations

import threading

LOADING = threading.Lock()
"""Held while TensorFlow's libraries are loaded, and by code that imports many extension modules. The system loads one
library at a time: a thread that imported one meanwhile would wait while it holds the interpreter lock, and so block
all others."""
