"""The wheel, installed as people install it, beside a folder whose modules bear our modules' names."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from engine.program import VERSION
from tests.conftest import REPOSITORY

pytest.importorskip("hatchling", reason="hatchling builds wheels where it is there")

PACKAGE = "autoencoder_studio"
OURS = ("main", "engine", "gui", "resources")
STARTS = ("autoencoder-studio", "autoencoder-studio-window", f"python -m {PACKAGE}")
OPEN_AND_CLOSE = f"""
import sys
sys.stdin = sys.stdout = sys.stderr = None
from PySide6.QtCore import QTimer
from {PACKAGE}.gui.window import application
create_window = application.create_window
def create_window_that_closes(files):
    window = create_window(files)
    QTimer.singleShot(0, window.close)
    return window
application.create_window = create_window_that_closes
from {PACKAGE}.__main__ import main
sys.exit(main(["-platform", "offscreen"]))
"""
BE_A_LIBRARY = f"""
from {PACKAGE}.engine.settings import PRESETS
from {PACKAGE}.gui.window.main_window import MainWindow
import engine, gui, main, resources, sys
print([name for name, module in sys.modules.items() if name.split(".")[0] in {OURS!r}], len(PRESETS) > 0)
"""


def build_wheel(sources: Path, folder: Path) -> Path:
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(sources)).build(directory=str(folder), versions=["standard"])
    return Path(wheel)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the programs of an environment that holds the wheel and, by a path, what it needs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=os.name != "nt")
    at_home = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", "venv", at_home))
    scripts = Path(sysconfig.get_path("scripts", "venv", at_home))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")  # its own .pth files are not read
    (installed,) = metadata.distributions(name=PACKAGE, path=[str(packages)])
    for entry in installed.entry_points:
        assert entry.group in ("console_scripts", "gui_scripts")
        script = f"import sys\nfrom {entry.module} import {entry.attr}\nsys.exit({entry.attr}())\n"
        (scripts / entry.name).write_text(script, "utf-8")
    return scripts


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Return a folder of somebody else's that has a main, an engine, a gui and resources of its own."""
    folder = tmp_path / "foreign"
    for name in OURS:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("print('FOREIGN')\n")
    (folder / "main.py").write_text("print('FOREIGN')\n")
    return folder


def start(programs: Path, foreign: Path, start_by: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment where the foreign modules stand first on the path in both ways."""
    by_python = [str(programs / "python"), *start_by.split()[1:]]
    command = by_python if start_by.startswith("python") else [str(programs / "python"), str(programs / start_by)]
    changed = {"PYTHONPATH": str(foreign), "TMPDIR": str(foreign), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [*command, *arguments],
        cwd=foreign,
        env=os.environ | changed,  # TMPDIR: no window of the user's is found open
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_all_lies_under_one_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {PACKAGE, f"{PACKAGE}-{VERSION}.dist-info"}
    for name in ("__init__.py", "__main__.py", "py.typed", "resources/bundled.aestudio", "resources/style.qss"):
        assert f"{PACKAGE}/{name}" in names
    assert not [name for name in names if "screenshot" in name or "pycache" in name]
    folders = [REPOSITORY / name for name in OURS if name != "main"]
    sources = {path.relative_to(REPOSITORY).as_posix() for folder in folders for path in folder.rglob("*.py")}
    shipped = {name.partition("/")[2] for name in names if name.endswith(".py")}
    assert shipped == sources | {"__init__.py", "__main__.py"}


def test_no_module_in_the_wheel_is_named_as_in_the_sources(wheel):
    """Neither by an import, wherever it stands, nor by a string, as `importlib.import_module` takes it."""
    with zipfile.ZipFile(wheel) as archive:
        modules = {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
    inside = {name.removesuffix(".py").removesuffix("/__init__").partition("/")[2] for name in modules}
    dotted = {name.replace("/", ".") for name in inside}
    for name, source in modules.items():
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.ImportFrom(module=str(module), level=0):
                    named = [module]
                case ast.Import(names=aliases):
                    named = [alias.name for alias in aliases]
                case ast.Constant(value=str(text)) if "." in text and text in dotted:
                    named = [text]
                case _:
                    continue
            assert not {module.split(".")[0] for module in named} & set(OURS), f"{name}:{node.lineno}"


def test_sources_that_were_packed_give_the_same_wheel(wheel, tmp_path):
    from hatchling.builders.sdist import SdistBuilder

    (packed,) = SdistBuilder(str(REPOSITORY)).build(directory=str(tmp_path))
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build_wheel(tmp_path / f"{PACKAGE}-{VERSION}", tmp_path / "again")
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize("start_by", STARTS)
def test_beside_foreign_modules_ours_are_started(programs, foreign, start_by):
    done = start(programs, foreign, start_by, "--version")
    assert (done.stdout, done.stderr, done.returncode) == (f"{VERSION}\n", "", 0)


def test_the_help_names_the_program_as_it_is_installed(programs, foreign):
    told = start(programs, foreign, f"python -m {PACKAGE}", "--help").stdout
    assert told.startswith("usage: autoencoder-studio ")
    assert "main.py" not in told


@pytest.mark.slow
def test_a_model_is_trained_beside_foreign_modules(programs, foreign):
    few = ["--data", "pen-digits", "--samples", "100", "--epochs", "1", "--verdict-images", "0"]
    done = start(programs, foreign, "autoencoder-studio", "train", *few, "--output", "model.aestudio", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] == "completed"
    assert (foreign / "model.aestudio").is_file()


def test_the_window_opens_without_standard_streams(programs, foreign):
    """As Windows starts a windowed script."""
    done = start(programs, foreign, "python", "-c", OPEN_AND_CLOSE)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr
    assert "Error" not in done.stderr


def test_as_a_library_it_leaves_foreign_modules_alone(programs, foreign):
    done = start(programs, foreign, "python", "-c", BE_A_LIBRARY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "['engine', 'gui', 'main', 'resources'] True"


# ------------------------------------------------------------------------------------- the build hook


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wheel_layout", REPOSITORY / ".ci" / "wheel_layout.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("written", "shipped"),
    [
        ("from engine import errors", "from autoencoder_studio.engine import errors"),
        (
            "if 1:\n    from gui.look import (\n a,\n b)",
            "if 1:\n    from autoencoder_studio.gui.look import (\n a,\n b)",
        ),
        ("import resources", "import autoencoder_studio.resources as resources"),
        ("import os, engine.settings as s, sys", "import os, autoencoder_studio.engine.settings as s, sys"),
        ("'é'; import engine.session.loop", "'é'; import autoencoder_studio.engine.session.loop"),
        ("import engines\nfrom guido import gui\nfrom . import engine", None),
        ("engine = 'from engine import x'  # from engine import x", None),
    ],
)
def test_an_import_of_ours_gets_its_full_name_and_nothing_else_changes(hook, written, shipped):
    assert hook.with_full_names(written.encode(), "m.py").decode() == (shipped or written)


@pytest.mark.parametrize(
    "written", ["import engine.errors\nengine.errors", "from main import main", "from\tengine import x"]
)
def test_an_import_that_cannot_be_rewritten_stops_the_build(hook, written):
    with pytest.raises(ValueError, match=r"import|main\.py"):
        hook.with_full_names(written.encode(), "m.py")


def test_an_editable_installation_runs_the_sources_where_they_lie(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["editable"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "packages")
    done = subprocess.run(
        [sys.executable, "-m", PACKAGE, "--help"],
        cwd=tmp_path / "packages",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("usage: main.py "), done.stderr
