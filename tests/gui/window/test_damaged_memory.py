"""A settings file in any state: it never stops the start, is said once, and is kept aside."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSettings
from pytestqt.qtbot import QtBot

from gui.window.main_window import MainWindow
from gui.window.memory import WindowMemory

SEEDS = 300
WINDOWS = 5


def read_all(memory: WindowMemory) -> None:
    """Read and write whatever the window does at a start and at its end."""
    assert memory.theme in ("system", "light", "dark")
    assert all(isinstance(path, Path) for path in memory.recent_files)
    assert isinstance(memory.geometry, QByteArray)
    assert isinstance(memory.splitter("lower"), QByteArray)
    assert isinstance(memory.folder, str)
    memory.remember_file(Path("a.aestudio"))
    memory.theme = "dark"
    memory.geometry = QByteArray(b"new")
    assert memory.theme == "dark"
    memory.write()


def write_settings(folder: Path, values: dict[str, object]) -> Path:
    file = folder / "window.ini"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    for key, value in values.items():
        settings.setValue(key, value)
    settings.sync()
    return file


@contextmanager
def opened(memory: WindowMemory, qtbot: QtBot) -> Iterator[MainWindow]:
    """Show a window whose engine is not started; afterwards it is closed and deleted, else it would still be styled."""
    window = MainWindow([], memory)
    window.show()
    qtbot.waitExposed(window)
    yield window
    assert window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def usual(qtbot: QtBot, tmp_path: Path) -> bytes:
    """The settings file that a window has written when it closed."""
    folder = tmp_path / "usual"
    memory = WindowMemory(folder)
    for name in "abc":
        (tmp_path / f"{name}.aestudio").write_bytes(b"a model")
        memory.remember_file(tmp_path / f"{name}.aestudio")
    memory.theme = "dark"
    memory.folder = str(tmp_path)
    with opened(memory, qtbot):
        pass
    memory.write()
    assert WindowMemory(folder).damage is None
    return (folder / "window.ini").read_bytes()


def mutated(content: bytes, seed: int) -> bytes:
    """Return the file with some of its bytes changed, cut out, repeated or inserted."""
    chance = random.Random(seed)
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 50))):
        place = chance.randrange(len(damaged) + 1)
        length = chance.randrange(1, 40)
        match chance.randrange(5):
            case 0:
                damaged[place : place + 1] = chance.randbytes(1)
            case 1:
                del damaged[place : place + length]
            case 2:
                damaged[place:place] = damaged[place : place + length]
            case 3:
                damaged[place:place] = chance.randbytes(length)
            case _:
                pieces = (
                    b"@Variant(\\0\\0\\0\\x2\\0\\0\\0\\x5)",
                    b"@ByteArray(",
                    b"@Invalid()",
                    b"=",
                    b"\n[",
                    b", ",
                    b"\0",
                )
                damaged[place:place] = chance.choice(pieces)
    return bytes(damaged)


def test_hundreds_of_damaged_files_are_all_survived(usual: bytes, tmp_path: Path) -> None:
    for seed in range(SEEDS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "window.ini").write_bytes(mutated(usual, seed))
        read_all(WindowMemory(folder))


def test_windows_open_with_damaged_files(usual: bytes, qtbot: QtBot, tmp_path: Path) -> None:
    for seed in range(SEEDS, SEEDS + WINDOWS):
        (tmp_path / "window.ini").write_bytes(mutated(usual, seed))
        with opened(WindowMemory(tmp_path), qtbot) as window:
            assert window.isVisible()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("recent_files", {"a": 1}),
        ("recent_files", QByteArray(b"\0\1\2\3")),
        ("recent_files", ["/a", 5, "/b"]),
        ("geometry", "wide"),
        ("geometry", ["1", "2"]),
        ("theme", ["dark"]),
        ("folder", {"a": "b"}),
        ("splitters/lower", "half"),
    ],
)
def test_a_value_of_another_kind_is_left_out_and_the_file_kept(tmp_path: Path, key: str, value: object) -> None:
    file = write_settings(tmp_path, {"theme": "light", "folder": "/some/where", key: value})
    before = file.read_bytes()
    memory = WindowMemory(tmp_path)

    assert memory.damage is not None
    assert "window.ini.damaged" in str(memory.damage)
    assert (tmp_path / "window.ini.damaged").read_bytes() == before
    assert key in ("theme", "folder") or (memory.theme, memory.folder) == ("light", "/some/where")
    read_all(memory)
    assert WindowMemory(tmp_path).damage is None, "it is said once"


def make_folder(file: Path) -> None:
    file.mkdir(parents=True)
    (file / "something").write_bytes(b"in it")


def make_pipe(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)


def make_unreadable(file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to("/proc/self/mem")


def make_garbage(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(bytes(range(256)) * 20)


def make_large(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"[General]\n" + b"a=1\n" * (1 << 19))


@pytest.mark.skipif(os.name != "posix", reason="it makes pipes and links")
@pytest.mark.parametrize("make", [make_folder, make_pipe, make_unreadable, make_garbage, make_large])
def test_what_is_no_settings_file_is_put_aside(make: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "settings" / "window.ini"
    make(file)
    memory = WindowMemory(file.parent)
    assert memory.damage is not None
    assert os.path.lexists(file.with_name("window.ini.damaged"))
    read_all(memory)
    assert WindowMemory(file.parent).theme == "dark"


@pytest.mark.skipif(os.name != "posix", reason="a folder that nobody can write to")
def test_a_folder_that_cannot_be_made_is_no_problem() -> None:
    read_all(WindowMemory(Path("/proc/nowhere")))


def test_recent_files_that_cannot_even_be_looked_at_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.aestudio").write_bytes(b"a model")
    names = ["x" * 300, "/proc/1/cwd/a.aestudio", "a/" * 3000, str(tmp_path / "a.aestudio")]
    write_settings(tmp_path, {"recent_files": names})
    memory = WindowMemory(tmp_path)
    assert memory.recent_files == [tmp_path / "a.aestudio"]
    assert memory.damage is None
    memory.remember_file(Path("x" * 300))


def test_the_window_says_what_it_could_not_read(qtbot: QtBot, tmp_path: Path) -> None:
    write_settings(tmp_path, {"geometry": "wide"})
    with opened(WindowMemory(tmp_path), qtbot) as window:
        assert window.notice_bar.isVisible()
        assert "window.ini.damaged" in window.notice_bar.accessibleName()
