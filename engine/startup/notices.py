"""Keeping TensorFlow's notices off stderr while its libraries are loaded."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # read by the libraries while they are loaded

_HOLDING_BACK = threading.RLock()  # one thread may hold back within its own holding back
_NOTICES = (b"I0000", b"WARNING: All log messages before absl::InitializeLog()")


def wait_for_stderr(limit_s: float) -> None:
    """Wait until no other thread holds stderr back: what is written before is lost if the process ends meanwhile."""
    if _HOLDING_BACK.acquire(timeout=limit_s):
        _HOLDING_BACK.release()


@contextmanager
def without_notices() -> Iterator[None]:
    """Capture what C++ code writes to stderr, then write all of it except the notices.

    WORKAROUND https://github.com/tensorflow/tensorflow/issues/100442: TensorFlow's libraries log while they are
    loaded, before they read TF_CPP_MIN_LOG_LEVEL.
    """
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
        real_stderr = os.dup(2)
    except OSError:  # there is no temporary folder; or no stderr, as in a program without a console
        yield
        return
    if sys.stderr is not None:
        sys.stderr.flush()
    with _HOLDING_BACK, file as held_back:
        os.dup2(held_back.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real_stderr, 2)
            os.close(real_stderr)
            held_back.seek(0)
            for line in held_back:
                if not line.startswith(_NOTICES):
                    os.write(2, line)
