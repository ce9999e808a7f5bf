"""What ships with the code: icons, style, translations and the bundled model."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """Return where the resource of this name lies, e.g. ``path("icons/brush.svg")``."""
    return _FOLDER / name
