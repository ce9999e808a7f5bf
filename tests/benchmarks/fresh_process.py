"""The environment of the fresh Python processes that benchmarks start."""

from __future__ import annotations

import os
from pathlib import Path


def environment(kept: Path) -> dict[str, str]:
    """Return the environment of a process that keeps the bytecode of all modules in a folder of its own.

    Python normally keeps bytecode by itself; the environment of a build machine often forbids it, and then every start
    compiles every module again.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(kept),
    }
