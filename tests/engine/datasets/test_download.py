"""Downloads with the real Keras, in its real child process, from a server on this machine.

That a sound one succeeds is in `test_catalogue`, since Keras takes each child some seconds to import.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine.cancellation import Cancellation
from engine.datasets.download import DownloadFailed, Origin, download
from engine.errors import Cancelled
from tests.engine.datasets.local_server import Behaviour, serving

CONTENT = bytes(range(256)) * 2000
HALF = len(CONTENT) // 2


class Attempt:
    """A download: what it told, when it was cancelled and when it ended."""

    def __init__(self, folder: Path, cancel_at: float = 2.0) -> None:
        self.folder = folder
        self.told: list[tuple[str, float | None]] = []
        self.cancellation = Cancellation()
        self.cancel_at = cancel_at
        self.cancelled_at = self.ended_at = 0.0

    def report(self, template: str, fraction: float | None, **values: object) -> None:
        self.told.append((template, fraction))
        if (fraction or 0) >= self.cancel_at:
            self.cancel()

    def cancel(self) -> None:
        self.cancelled_at = self.cancelled_at or time.monotonic()
        self.cancellation.cancel()

    def run(self, origin: Origin) -> Path:
        try:
            return download(origin, self.folder, "Downloading MNIST", self.report, self.cancellation)
        finally:
            self.ended_at = time.monotonic()

    @property
    def left_behind(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


Running = tuple[Attempt, Behaviour, "Future[Path]"]


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[dict[str, Running]]:
    """The downloads that go as far as Keras, all at once: importing it takes each child some seconds."""
    plans = {
        "wrong hash": (Behaviour(CONTENT), 20.0, "0" * 64, 2.0),
        "cancelled": (Behaviour(CONTENT, sent=HALF), 20.0, "", 0.3),
        "stalled": (Behaviour(CONTENT, sent=HALF), 3.0, "", 2.0),
    }
    with ExitStack() as servers, ThreadPoolExecutor(len(plans)) as pool:
        started = {}
        for name, (behaviour, timeout_s, sha256, cancel_at) in plans.items():
            origin = servers.enter_context(serving(behaviour, timeout_s, sha256))
            folder = tmp_path_factory.mktemp("kéras") / "datasets"
            folder.mkdir()
            (folder / "mnist.npz").write_bytes(b"an older file")
            attempt = Attempt(folder, cancel_at)
            started[name] = (attempt, behaviour, pool.submit(attempt.run, origin))
        yield started


@pytest.fixture
def attempt(tmp_path) -> Attempt:
    return Attempt(tmp_path / "datasets")


@pytest.mark.slow
def test_a_wrong_hash_is_refused_and_the_older_file_stays(running):
    attempt, _, outcome = running["wrong hash"]
    with pytest.raises(DownloadFailed) as caught:
        outcome.result()
    assert caught.value.reason == "what came is not the file that was expected"
    assert "hash does not match" in caught.value.details
    assert attempt.left_behind == ["mnist.npz"]
    assert (attempt.folder / "mnist.npz").read_bytes() == b"an older file"


@pytest.mark.slow
def test_cancel_in_the_middle_acts_within_half_a_second_and_leaves_nothing_partial(running):
    attempt, behaviour, outcome = running["cancelled"]
    with pytest.raises(Cancelled):
        outcome.result()
    assert behaviour.requests == ["HEAD", "GET"]
    assert attempt.ended_at - attempt.cancelled_at < 0.5
    assert 0.3 <= attempt.told[-1][1] <= 0.5
    assert attempt.left_behind == ["mnist.npz"]
    assert (attempt.folder / "mnist.npz").read_bytes() == b"an older file"


def test_a_download_that_stalls_half_way_ends_at_the_time_out(running):
    attempt, behaviour, outcome = running["stalled"]
    with pytest.raises(DownloadFailed) as caught:
        outcome.result()
    assert behaviour.requests == ["HEAD", "GET"]
    assert attempt.told[0] == ("Downloading MNIST", None)
    assert attempt.told[-1][1] == pytest.approx(0.5, abs=0.05)
    assert caught.value.reason == "nothing has come from 127.0.0.1 for 3 s"
    assert attempt.left_behind == ["mnist.npz"]


def test_a_server_that_never_answers_is_given_up_at_the_time_out(attempt):
    with serving(Behaviour(CONTENT, is_silent=True), timeout_s=0.5) as origin:
        started = time.monotonic()
        with pytest.raises(DownloadFailed) as caught:
            attempt.run(origin)
    assert caught.value.reason == "nothing has come from 127.0.0.1 for 0.5 s"
    assert attempt.ended_at - started < 3
    assert attempt.left_behind == []


def test_cancel_acts_while_the_server_is_silent(attempt):
    behaviour = Behaviour(CONTENT, is_silent=True)
    with serving(behaviour) as origin, ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(attempt.run, origin)
        behaviour.asked.wait()
        attempt.cancel()
        with pytest.raises(Cancelled):
            outcome.result()
    assert attempt.ended_at - attempt.cancelled_at < 0.5
    assert attempt.left_behind == []


def test_an_error_of_the_server_is_told_by_its_number(attempt):
    with serving(Behaviour(b"", status=404)) as origin, pytest.raises(DownloadFailed) as caught:
        attempt.run(origin)
    assert caught.value.reason == "127.0.0.1 answered with error 404"


def test_a_refused_connection_fails_at_once(attempt):
    with serving(Behaviour(b"")) as origin:
        pass  # its port is free now
    started = time.monotonic()
    with pytest.raises(DownloadFailed) as caught:
        attempt.run(origin)
    assert caught.value.reason == "there is no connection to 127.0.0.1"
    assert "refused" in caught.value.details
    assert attempt.ended_at - started < 3


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DownloadFailed, match="cannot be written to"):
        Attempt(tmp_path / "file" / "datasets").run(Origin("a", "http://127.0.0.1:9/", "0" * 64))
