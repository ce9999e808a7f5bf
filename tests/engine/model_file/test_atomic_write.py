"""The old file or the new one, whole, whatever happens: with real failures of the real system."""

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.errors import UserError
from engine.model_file.atomic_write import require_writable, write_atomically


def write_new(stream: BinaryIO) -> None:
    stream.write(b"new")


def test_a_new_file_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "größe 図.csv", write_new)
    assert (tmp_path / "größe 図.csv").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"a much longer old content")
    path.chmod(0o640)
    write_atomically(path, write_new)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_the_user_has_set_for_all_new_files(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "atomic", write_new)
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_still_points_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "model")
    write_atomically(tmp_path / "link", write_new)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "model").read_bytes() == b"new"


@pytest.mark.parametrize("exception", [OSError(errno.EIO, "it broke"), ValueError("a bug"), KeyboardInterrupt()])
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, exception: BaseException) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"old")

    def fail_half_way(stream: BinaryIO) -> None:
        stream.write(b"ne")
        raise exception

    with pytest.raises((UserError, type(exception))):
        write_atomically(path, fail_half_way)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no folder .*missing, so model was not saved"):
        write_atomically(tmp_path / "missing" / "model", write_new)


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match=r"file is not a folder"):
        write_atomically(tmp_path / "file" / "model", write_new)


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(UserError, match="model is a folder"):
        write_atomically(tmp_path / "model", write_new)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_too_long_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too long; choose a shorter one"):
        write_atomically(tmp_path / ("x" * 300), write_new)


def test_the_longest_possible_name_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / ("x" * 255), write_new)
    assert (tmp_path / ("x" * 255)).read_bytes() == b"new"


@pytest.mark.parametrize("name", ["zero\0byte", "half a \ud800 pair"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be a file's name"):
        write_atomically(tmp_path / name, write_new)


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="it is a device, not a file"):
        write_atomically(tmp_path / "pipe", write_new)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from engine.model_file.atomic_write import write_atomically
from engine.errors import UserError
if os.geteuid() == 0:  # whom permissions do not stop
    os.setuid(65534)
try:
    write_atomically(Path(sys.argv[1]), lambda stream: stream.write(b"new"))
except UserError as error:
    print(error)
"""


def test_a_folder_that_can_only_be_read_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model").write_bytes(b"old")
        folder.chmod(0o555)
        process = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED, folder / "model"],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert process.stdout == f"You have no permission to write model in {folder}; choose another folder.\n"
        assert (folder / "model").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """Every write to /dev/full meets a full disk."""
    path = tmp_path / "model"
    path.write_bytes(b"old")

    def write_to_a_full_disk(stream: BinaryIO) -> None:
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, stream.fileno())
        os.close(full)
        stream.write(b"x" * 100_000)

    with pytest.raises(UserError, match="The disk is full, so model was not saved"):
        write_atomically(path, write_to_a_full_disk)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


LIMITED = """
import resource, sys
from pathlib import Path
from engine.model_file.atomic_write import write_atomically
from engine.errors import UserError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), lambda stream: stream.write(b"x" * 5000))
except UserError as error:
    print(error)
"""


def test_a_file_larger_than_the_system_allows_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"old")
    process = subprocess.run(
        [sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=True, timeout=60
    )
    assert process.stdout == (
        "model is larger than a file may be here, so it was not saved; choose another disk.\n"
    )
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


SLOW = """
import sys
import tempfile
from pathlib import Path
from engine.model_file.atomic_write import write_atomically
def write(stream):
    stream.write(b"x" * 100_000)
    stream.flush()
    print("half-way", flush=True)
    sys.stdin.read()
write_atomically(Path(sys.argv[1]), write)
"""


def test_a_process_killed_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"old")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half-way\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    write_atomically(path, write_new)
    assert path.read_bytes() == b"new"


def test_asking_whether_a_file_could_be_written_changes_nothing(tmp_path: Path) -> None:
    require_writable(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "old").write_bytes(b"old")
    require_writable(tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_could_not_be_written_is_known_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        require_writable(tmp_path / "missing" / "model")
    with pytest.raises(UserError, match="is a folder"):
        require_writable(tmp_path)


def test_the_data_reach_the_disk_before_the_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "data")
        fsync(descriptor)

    def renamed(source: Path, target: Path) -> Path:
        done.append("name")
        return replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    write_atomically(tmp_path / "model", lambda stream: stream.write(b"new"))
    assert done == ["data", "name", "folder"]
