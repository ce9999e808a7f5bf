"""Standard streams for a process that was started without them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NOWHERE = Path(os.devnull)


def provide_standard_streams() -> None:
    """Let a process without standard streams read nothing and write to nowhere.

    Windows starts a windowed script without streams, so that `sys.stdout` is None; a service manager or a shell
    (``>&-``) may close them. Printing would end the program then, and, worse, the next file that is opened would
    get the number of the closed stream, so that what a library in C++ logs would be written into that file.
    """
    # In this order: each takes the lowest free number, which is that of the stream it stands for.
    if sys.stdin is None:
        sys.stdin = _NOWHERE.open("r", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = _NOWHERE.open("w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = _NOWHERE.open("w", encoding="utf-8")
