"""A process that was started without standard streams."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

PROGRAM = """
import os, sys
from pathlib import Path
from engine.startup.standard_streams import provide_standard_streams
{before}
provide_standard_streams()
print("to nowhere"), print("to nowhere", file=sys.stderr), sys.stdin.read()
opened = open(sys.argv[1], "wb")
assert opened.fileno() > 2, opened.fileno()
os.write(1, b"as a library in C++ logs"), os.write(2, b"as a library in C++ logs")
opened.write(b"whole")
"""


def run(before: str, shell: str, path: object) -> int:
    command = [
        "/bin/sh",
        "-c",
        f'exec "$@" {shell}',
        "sh",
        sys.executable,
        "-c",
        PROGRAM.format(before=before),
        path,
    ]
    return subprocess.run(list(map(str, command)), cwd=REPOSITORY, timeout=60, check=False).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes descriptors")
@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", "</dev/null >&- 2>&-", "</dev/null 2>&-"])
def test_closed_descriptors_are_taken_before_a_file_gets_them(closed, tmp_path):
    assert run("", closed, tmp_path / "file") == 0
    assert (tmp_path / "file").read_bytes() == b"whole"


@pytest.mark.skipif(sys.platform == "win32", reason="/bin/sh")
def test_streams_that_are_none_are_replaced(tmp_path):
    none = "sys.stdin = sys.stdout = sys.stderr = None"
    assert run(none, "</dev/null >/dev/null 2>/dev/null", tmp_path / "file") == 0


def test_streams_that_are_there_stay(capsys):
    from engine.startup.standard_streams import provide_standard_streams

    before = sys.stdin, sys.stdout, sys.stderr
    provide_standard_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before
