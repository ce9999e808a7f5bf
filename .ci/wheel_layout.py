"""A build hook of hatchling: puts the sources into the wheel as one package, `autoencoder_studio`.

`engine`, `gui` and `resources` are common names: at the top of site-packages they could shadow other packages, or be
shadowed by them. So the wheel holds `autoencoder_studio/engine` and so on, `main.py` becomes
`autoencoder_studio/__main__.py`, and each import of our own modules is rewritten to its full name: `from
engine.settings import X` to `from autoencoder_studio.engine.settings import X`. So nothing depends on the order of
`sys.path`.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "autoencoder_studio"
_FOLDERS = ("engine", "gui", "resources")
_NOT_SHIPPED = "resources/screenshots"  # only the README uses them
_INIT = '"""Autoencoder Studio. ``python -m autoencoder_studio`` starts it."""\n'
_EDITABLE_MAIN = '''"""Start Autoencoder Studio from the sources that this editable installation stands for."""

import sys

sys.path.insert(0, {root!r})

from main import main

if __name__ == "__main__":
    sys.exit(main())
'''


class WheelLayout(BuildHookInterface[Any]):
    """Assembles the package in a temporary folder, from which hatchling reads it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Create the package's files and register them with hatchling.

        Args:
            version: "standard", or "editable" for an installation that runs the sources in place.
            build_data: from hatchling; its "force_include" maps each file to its path in the wheel.

        Raises:
            ValueError: an import cannot be rewritten.
        """
        self._made = tempfile.TemporaryDirectory()
        made = Path(self._made.name)
        root = Path(self.root)
        files = {"__init__.py": _INIT.encode(), "py.typed": b""}
        if version == "editable":
            files["__main__.py"] = _EDITABLE_MAIN.format(root=str(root)).encode()
        else:
            files["__main__.py"] = with_full_names((root / "main.py").read_bytes(), "main.py")
            for path in _shipped(root):
                content = path.read_bytes()
                name = path.relative_to(root).as_posix()
                files[name] = with_full_names(content, name) if path.suffix == ".py" else content
        for name, content in files.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            build_data["force_include"][str(target)] = f"{PACKAGE}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        self._made.cleanup()


def _shipped(root: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            is_ours = folder == "resources" or path.suffix == ".py"
            is_left_out = "__pycache__" in name or name.startswith(_NOT_SHIPPED)
            if path.is_file() and is_ours and not is_left_out:
                yield path


def with_full_names(source: bytes, name: str) -> bytes:
    """Return a module in which the imports of our modules begin with the package's name; line numbers do not change.

    Args:
        source: the module's source, UTF-8.
        name: its path, for the messages.

    Raises:
        ValueError: the name that an import binds would change: ``import engine.settings`` binds ``engine``.
    """
    tree = ast.parse(source)
    lines = source.split(b"\n")
    places: list[tuple[int, int, bytes, bytes]] = []  # line, column in bytes, old text, new text
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _is_ours(node.module):
            places.append((node.lineno, node.col_offset, b"from ", f"from {PACKAGE}.".encode()))
        elif isinstance(node, ast.Import):
            for imported in filter(lambda alias: _is_ours(alias.name), node.names):
                new = f"{PACKAGE}.{imported.name}"
                if imported.asname is None and "." not in imported.name:
                    new += f" as {imported.name}"
                elif imported.asname is None and _uses(tree, imported.name.split(".")[0]):
                    raise ValueError(
                        f"{name}:{node.lineno}: write `from ... import`, not `import {imported.name}`"
                    )
                places.append((imported.lineno, imported.col_offset, imported.name.encode(), new.encode()))
    for number, column, old, new_text in sorted(places, reverse=True):
        line = lines[number - 1]
        if not line.startswith(old, column):
            raise ValueError(f"{name}:{number}: this import is not written as the build hook expects it")
        lines[number - 1] = line[:column] + new_text + line[column + len(old) :]
    return b"\n".join(lines)


def _is_ours(module: str | None) -> bool:
    root = (module or "").split(".")[0]
    if root == "main":
        raise ValueError("nothing that ships imports main.py, which is the wheel's __main__.py")
    return root in _FOLDERS


def _uses(tree: ast.Module, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))
