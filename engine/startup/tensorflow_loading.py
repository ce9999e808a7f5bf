"""Importing TensorFlow on a thread, without blocking the window.

Two things hold the interpreter lock for long while TensorFlow is imported: loading its libraries, about 0.4 s, and
the garbage collector, up to 0.2 s each time.
"""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 - TensorFlow imports it, which fails once Python has begun to end
import ctypes
import gc
import importlib.util
import os
import sys
import threading
import traceback
from pathlib import Path

from engine.errors import UserError
from engine.startup.collection_pause import collection_paused
from engine.startup.library_lock import LOADING
from engine.startup.notices import without_notices

_LIBRARIES = ("libtensorflow_framework", "libtensorflow_cc")


class HeavyImport(threading.Thread):
    """Imports `engine.session.session` with everything that it needs.

    It cannot be interrupted, and a process whose interpreter ended meanwhile would crash. So Python waits for it before
    the process ends, since it is no daemon; the program with the window leaves it behind (`gui.window.process.ending`).

    Args:
        changed: notified when the import is over.

    Attributes:
        is_done: whether it is over, successfully or not.
        error: the sentence on why the import failed, or None.
    """

    def __init__(self, changed: threading.Condition) -> None:
        super().__init__(name="keras-import")
        self._changed = changed
        self.is_done = False
        self.error: UserError | None = None

    def run(self) -> None:
        """Import."""
        try:
            with collection_paused(), without_notices():
                with LOADING:
                    _load_libraries()
                import_session()
                gc.freeze()  # modules live for ever, so the collector need not scan them later
        except UserError as error:
            self.error = error
        finally:
            with self._changed:
                self.is_done = True
                self._changed.notify_all()


def import_session() -> None:
    """Import `engine.session.session`, and with it TensorFlow and Keras.

    Raises:
        UserError: they cannot be imported, whatever a damaged or incomplete installation raises.
    """
    try:
        import engine.session.session  # noqa: F401
    except Exception as error:
        raise UserError(
            "The engine could not start, since TensorFlow cannot be loaded ({kind}: {reason}); install the application "
            "again.",
            kind=type(error).__name__,
            reason=(str(error).strip().splitlines() or ["no reason given"])[0],
            details=traceback.format_exc(),
        ) from error


def _load_libraries() -> None:
    """Load TensorFlow's libraries by ``dlopen`` of the C library.

    Called through ctypes it releases the interpreter lock, which Python's import of an extension module does not.
    If this fails, the import loads them.
    """
    importlib.invalidate_caches()  # it may have been installed since an earlier attempt
    try:
        spec = importlib.util.find_spec("tensorflow")
    except ValueError:  # it is half imported
        return
    if os.name != "posix" or spec is None or spec.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    suffix = "*.dylib" if sys.platform == "darwin" else ".so.*"
    for name in _LIBRARIES:
        for library in Path(spec.origin).parent.glob(name + suffix):
            dlopen(os.fsencode(library), os.RTLD_NOW)
