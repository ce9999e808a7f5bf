"""Where a benchmark's fresh Python processes keep bytecode."""

from __future__ import annotations

import os
from pathlib import Path


def environment(kept: Path) -> dict[str, str]:
    """Return the environment of a process that keeps the bytecode of all modules in a folder of its own.

    This is what Python does by itself in a user's hands; a shell of a build machine often forbids it, and then every
    start compiles every module anew.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(kept),
    }
