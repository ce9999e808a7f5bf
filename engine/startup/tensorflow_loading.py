"""Importing TensorFlow on a thread, without blocking the window.

Two things hold the interpreter lock for long while TensorFlow is imported: loading its libraries, about 0.4 s, and
the garbage collector, up to 0.2 s each time.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
import threading
import traceback
from pathlib import Path

from engine.startup.collection_pause import collection_paused
from engine.startup.library_lock import LOADING
from engine.startup.notices import without_notices

_LIBRARIES = ("libtensorflow_framework", "libtensorflow_cc")


class HeavyImport(threading.Thread):
    """Imports `engine.session.session` with everything that it needs.

    It cannot be interrupted, and a process whose interpreter ended meanwhile would crash. So Python waits for it before
    the process ends, since it is no daemon; the program with the window leaves it behind (`gui.window.ending`).

    Args:
        changed: notified when the import is over.

    Attributes:
        is_done: whether it is over, successfully or not.
        error: why the import failed, or None.
        details: its traceback.
    """

    def __init__(self, changed: threading.Condition) -> None:
        super().__init__(name="keras-import")
        self._changed = changed
        self.is_done = False
        self.error: ImportError | None = None
        self.details = ""

    def run(self) -> None:
        """Import."""
        try:
            with collection_paused(), without_notices():
                with LOADING:
                    _load_libraries()
                import engine.session.session  # noqa: F401

                gc.freeze()  # modules live for ever, so the collector need not scan them later
        except ImportError as error:
            self.error, self.details = error, traceback.format_exc()
        finally:
            with self._changed:
                self.is_done = True
                self._changed.notify_all()


def _load_libraries() -> None:
    """Load TensorFlow's libraries by ``dlopen`` of the C library.

    Called through ctypes it releases the interpreter lock, which Python's import of an extension module does not.
    If this fails, the import loads them.
    """
    spec = importlib.util.find_spec("tensorflow")
    if os.name != "posix" or spec is None or spec.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    suffix = "*.dylib" if sys.platform == "darwin" else ".so.*"
    for name in _LIBRARIES:
        for library in Path(spec.origin).parent.glob(name + suffix):
            dlopen(os.fsencode(library), os.RTLD_NOW)
