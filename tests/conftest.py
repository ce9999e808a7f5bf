"""What every test gets: no screen, no network of its own, folders of its own, and no thread left behind."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
if "PYTEST_XDIST_WORKER" in os.environ:  # there is a worker for each core, so more threads would only wait
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SHARED_MNIST = REPOSITORY.parent / "shared" / "data" / "mnist.npz"


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's settings and caches out of the tests, and the tests out of the user's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "KERAS_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(autouse=True)
def no_thread_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread of ours behind; an import of Keras ends by itself."""
    yield
    for thread in threading.enumerate():
        if thread.name == "keras-import":
            thread.join(60)
    left = [
        thread.name for thread in threading.enumerate() if thread.name in ("engine", "keras-import", "run-writer")
    ]
    assert not left, f"threads left running: {left}"


@pytest.fixture(scope="session")
def shared_mnist() -> Path:
    """The real MNIST beside the repository; a test that needs it is skipped where it is missing."""
    if not SHARED_MNIST.exists():
        pytest.skip("needs the real MNIST at ../shared/data/mnist.npz")
    return SHARED_MNIST
