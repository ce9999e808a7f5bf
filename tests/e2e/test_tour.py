"""The tour runs in a process of its own, since it chooses Qt's platform."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow


def test_the_tour_saves_the_screenshots_of_the_readme(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "main.py", "tour", "--output", str(tmp_path / "new folder")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    shots = [Path(line) for line in done.stdout.splitlines()]
    assert {"window-light.png", "window-dark.png"} <= {shot.name for shot in shots}
    light, dark = (QImage(str(tmp_path / "new folder" / f"window-{theme}.png")) for theme in ("light", "dark"))
    assert light.size() == dark.size()
    corner = light.pixelColor(5, light.height() - 60), dark.pixelColor(5, dark.height() - 60)
    assert corner[0].lightness() > 200 > 80 > corner[1].lightness()


@pytest.mark.parametrize("place", ["file/below"])
def test_a_place_that_cannot_be_written_to_is_said_in_one_sentence(tmp_path: Path, place: str):
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "main.py", "tour", "--output", str(tmp_path / place)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
