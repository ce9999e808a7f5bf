from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from gui.state.app_state import AppState, Phase
from gui.window.memory import WindowMemory
from gui.window.opening import FileOpening


class Requests:
    """Keeps the requests of a `FileOpening`."""

    def __init__(self, opening: FileOpening) -> None:
        self.all: list[tuple[str, object]] = []
        opening.images_requested.connect(lambda path: self.all.append(("images", path)))
        opening.model_requested.connect(lambda path: self.all.append(("model", path)))
        opening.picture_requested.connect(lambda path: self.all.append(("picture", path)))
        opening.folder_requested.connect(lambda path: self.all.append(("folder", path)))
        opening.refused.connect(lambda error: self.all.append(("refused", error)))


@pytest.fixture
def opening(qtbot: QtBot, tmp_path: Path) -> FileOpening:
    window = QWidget()
    qtbot.addWidget(window)
    opening = FileOpening(window, WindowMemory(tmp_path))
    opening.apply_state(AppState(Phase.READY))
    return opening


def test_each_file_goes_where_its_kind_belongs(opening: FileOpening, tmp_path: Path) -> None:
    requests = Requests(opening)
    folder = tmp_path / "tiles.png"  # whatever it is called
    folder.mkdir()
    for name in ("a.aestudio", "b.PNG", "c.npz", "d-ubyte", folder):
        opening.open_path(Path(name))
    assert requests.all == [
        ("model", Path("a.aestudio")),
        ("picture", "b.PNG"),
        ("images", "c.npz"),
        ("images", "d-ubyte"),
        ("folder", folder),
    ]


def test_while_a_training_runs_only_what_is_looked_at_is_opened_and_the_others_are_refused_with_the_reason(
    opening: FileOpening, tmp_path: Path
) -> None:
    opening.apply_state(AppState(Phase.TRAINING))
    requests = Requests(opening)
    for name in ("a.aestudio", "b.png", "c.npz", tmp_path):
        opening.open_path(Path(name))
    assert [kind for kind, _ in requests.all] == ["refused", "picture", "refused", "folder"]
    error = requests.all[0][1]
    assert isinstance(error, UserError)
    assert str(error) == "a.aestudio was not opened. A training is running; stop it first."


def dropped(data: QMimeData | None) -> QDropEvent:
    place, left = QPointF(1, 1), Qt.MouseButton.LeftButton
    return QDropEvent(place, Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier)  # type: ignore[arg-type]


@pytest.mark.parametrize("addresses", [None, [], ["https://example.org/y.npz"], ["file:"], [""]])
def test_a_drop_without_a_file_is_refused(opening: FileOpening, addresses: list[str] | None) -> None:
    requests = Requests(opening)
    data = QMimeData()
    if addresses is not None:
        data.setUrls([QUrl(address) for address in addresses])
    for event in (dropped(data), dropped(None)):
        opening.take_drop(event)
        assert not event.isAccepted()
    assert requests.all == []


def test_dropped_files_are_opened_and_addresses_are_not(opening: FileOpening, tmp_path: Path) -> None:
    requests = Requests(opening)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.npz")), QUrl("https://example.org/y.npz")])
    opening.take_drop(dropped(data))
    assert requests.all == [("images", str(tmp_path / "x.npz"))]


def test_a_folder_is_looked_at_whatever_it_is_called(opening: FileOpening, tmp_path: Path) -> None:
    requests = Requests(opening)
    folders = [tmp_path / name for name in ("tiles", "scans.png", "old.aestudio")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)) for folder in folders])
    for folder in folders:
        folder.mkdir()
    opening.take_drop(dropped(data))
    assert requests.all == [("folder", folder) for folder in folders]
