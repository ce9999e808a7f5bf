from pathlib import Path

import pytest

from engine.model_file.project_file import save
from tests.engine.model_file.example_project import example_project


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "model.aestudio"
    save(path, example_project())
    return path
