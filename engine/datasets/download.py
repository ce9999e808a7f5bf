"""Download a file through Keras, with progress, a time-out, and a Cancel that acts at once.

Keras's downloader blocks without a hook, so it runs in a child process (`engine.datasets.keras_download`)
that is watched from here and killed if need be. It writes to a folder of its own beside the final place, and
only a file that is whole and passed its check is moved there: nothing partial ever bears the final name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from engine.cancellation import Cancellation
from engine.datasets.progress import Report
from engine.errors import Cancelled

_PROGRAM = Path(__file__).with_name("keras_download.py")
_STAGE_FILE = "stage.txt"  # as `keras_download` names them; importing it here would make this module heavy
_FAILURE_FILE = "failure.json"
_POLL_S = 0.05
_START_LIMIT_S = 120.0  # importing TensorFlow from a cold, slow disk


@dataclass(frozen=True)
class Origin:
    """Where a file comes from.

    Attributes:
        file: its name in the cache.
        url: its address.
        sha256: the hash that it must have, in hexadecimal digits.
        timeout_s: give up when no byte has come for so many seconds.
    """

    file: str
    url: str
    sha256: str
    timeout_s: float = 20.0


class DownloadFailed(Exception):  # noqa: N818 - it reads as what happened
    """The file could not be had.

    Args:
        reason: a clause without its full stop, e.g. "there is no connection to example.org".
        details: what a curious person may unfold.
    """

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


def download(origin: Origin, folder: Path, doing: str, report: Report, cancellation: Cancellation) -> Path:
    """Download a file into a folder, which is made if need be. A file of that name is replaced.

    Args:
        origin: the file.
        folder: where it shall be.
        doing: what is reported, e.g. "Downloading MNIST".
        report: told the fraction that has come.
        cancellation: ends it within 0.1 s.

    Returns:
        The file's path.

    Raises:
        DownloadFailed: it cannot be had, or not within the time-out.
        Cancelled: as `cancellation` says.
    """
    report(doing, None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".download-", dir=folder, ignore_cleanup_errors=True) as staging:
            _run_child(origin, Path(staging), doing, report, cancellation)
            return Path(staging, origin.file).replace(folder / origin.file)
    except OSError as error:
        raise DownloadFailed(f"the folder {folder} cannot be written to", str(error)) from error


def _run_child(origin: Origin, staging: Path, doing: str, report: Report, cancellation: Cancellation) -> None:
    if getattr(sys, "frozen", False) or not sys.executable:
        raise DownloadFailed("this installation has no Python program that could run Keras's downloader")
    arguments = [origin.url, origin.file, origin.sha256, str(staging), str(1.5 * origin.timeout_s)]
    environment = os.environ | {
        "KERAS_HOME": str(staging),  # a broken keras.json shall not stop a download
        "KERAS_BACKEND": "tensorflow",
        "PYTHONIOENCODING": "utf-8:replace",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    output = staging / "output.txt"
    with output.open("wb") as stream:
        child = subprocess.Popen(
            # -P: a keras.py that lies in the current folder is not Keras.
            [sys.executable, "-P", str(_PROGRAM), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            _watch(child, origin, staging, doing, report, cancellation)
        finally:
            child.kill()  # does nothing to a child that has ended
            child.wait()
    if child.returncode:
        raise _failure(staging, output)


def _watch(
    child: subprocess.Popen[bytes],
    origin: Origin,
    staging: Path,
    doing: str,
    report: Report,
    cancellation: Cancellation,
) -> None:
    """Wait until the child ends, and report how much has come."""
    seen = (0, 0)
    seen_at = time.monotonic()
    while child.poll() is None:
        if cancellation.wait(_POLL_S):
            raise Cancelled
        stages = _lines(staging / _STAGE_FILE)
        received = _size(staging / origin.file)
        if seen != (len(stages), received):
            seen, seen_at = (len(stages), received), time.monotonic()
            total = int(stages[0]) if stages else 0
            report(doing, min(1.0, received / total) if total and received else None)
        is_starting = len(stages) == 1
        if time.monotonic() - seen_at > (_START_LIMIT_S if is_starting else origin.timeout_s):
            raise DownloadFailed(
                f"nothing has come from {urlsplit(origin.url).hostname} for {origin.timeout_s:g} s"
                if not is_starting
                else "Keras's downloader does not start"
            )


def _lines(path: Path) -> list[str]:
    """Return the whole lines of a file that another process may be writing."""
    try:
        return path.read_text("utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _failure(staging: Path, output: Path) -> DownloadFailed:
    try:
        failure = json.loads((staging / _FAILURE_FILE).read_text("utf-8"))
    except FileNotFoundError:
        return DownloadFailed("Keras's downloader failed", output.read_text("utf-8", "replace"))
    return DownloadFailed(failure["reason"], failure["details"])
