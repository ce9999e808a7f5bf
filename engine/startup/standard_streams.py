"""Standard streams for a process that was started without them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NOWHERE = Path(os.devnull)


def provide_standard_streams() -> None:
    """Open the null device for each standard stream that is missing.

    Windows starts a windowed script without streams, so that `sys.stdout` is None; a service manager or a shell
    (``>&-``) may close them. Printing would then end the program. Worse, the next file that is opened would get the
    descriptor of the closed stream, so that the log of a C++ library would be written into that file.
    """
    # In this order: each open takes the lowest free descriptor, which is that of the stream it replaces.
    if sys.stdin is None:
        sys.stdin = _NOWHERE.open("r", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = _NOWHERE.open("w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = _NOWHERE.open("w", encoding="utf-8")
