"""The program's name and version, in one place for the window, the commands and the wheel."""

from __future__ import annotations

VERSION = "0.1.0"  # read by the build as well, see [tool.hatch.version] in pyproject.toml

_IS_INSTALLED = __package__ != "engine"  # in the wheel this package lies inside autoencoder_studio

COMMAND = "autoencoder-studio" if _IS_INSTALLED else "main.py"
"""The command that starts the program: the console script where it is installed, main.py from the sources."""
