"""Download a file through Keras, with progress, a timeout, and immediate cancellation.

Keras's downloader blocks without a hook, so it runs in a child process (`engine.datasets.keras_download`)
that is watched from here and killed if necessary. It writes to a temporary folder beside the final place, and only
a complete file whose hash is right is moved there: no partial file ever has the final name.
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
from engine.errors import Cancelled
from engine.progress import Report

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
        timeout_s: give up when no byte has arrived for so many seconds.
    """

    file: str
    url: str
    sha256: str
    timeout_s: float = 20.0


class DownloadFailed(Exception):  # noqa: N818 - it reads as what happened
    """The file could not be downloaded.

    Args:
        reason: a clause without its full stop, e.g. "there is no connection to example.org".
        details: technical details, shown on request.
    """

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


def download(origin: Origin, folder: Path, doing: str, report: Report, cancellation: Cancellation) -> Path:
    """Download a file into a folder, which is created if it is missing. A file of that name is replaced.

    Args:
        origin: the file.
        folder: where to put it.
        doing: what is reported, e.g. "Downloading MNIST".
        report: receives the fraction that has arrived.
        cancellation: ends the download within 0.1 s.

    Returns:
        The file's path.

    Raises:
        DownloadFailed: the file cannot be downloaded, or no data arrived within the timeout.
        Cancelled: `cancellation` was requested.
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
        "KERAS_HOME": str(staging),  # so that a broken keras.json does not stop a download
        "KERAS_BACKEND": "tensorflow",
        "PYTHONIOENCODING": "utf-8:replace",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    output = staging / "output.txt"
    with output.open("wb") as stream:
        child = subprocess.Popen(
            # -P: do not import a keras.py from the current folder.
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
    """Wait until the child ends, and report how much has arrived."""
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
    """Return the complete lines of a file that another process may be writing."""
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
