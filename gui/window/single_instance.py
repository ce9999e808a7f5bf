"""One window a user and screen: a second launch hands its files to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.state.file_names import full_path

_TIMEOUT_MS = 1000
_LONGEST_REQUEST_BYTES = 1 << 20


class SingleInstance(QObject):
    """Listens for later launches, or hands over to an earlier one.

    Signals:
        launched_again(list): the application was launched again, with these absolute paths of files to open.

    Args:
        name: under which it listens; None takes one for this user and the screen of the `QGuiApplication`.
    """

    launched_again = Signal(list)

    def __init__(self, name: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name or instance_name(QGuiApplication.platformName())
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)

    def hand_over(self, files: Sequence[str]) -> bool:
        """Return True when an earlier instance took these files; else become the one that listens."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_TIMEOUT_MS):
            request = [str(full_path(file)) for file in files if not file.startswith("-")]
            socket.write(json.dumps(request).encode() + b"\n")
            is_taken = socket.waitForBytesWritten(_TIMEOUT_MS) and socket.waitForReadyRead(_TIMEOUT_MS)
            socket.disconnectFromServer()
            if is_taken:  # one that hangs answers nothing, and does not keep the user from a window
                return True
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left by a process that was killed
            self._server.listen(self._name)
        return False

    @Slot()
    def stop_listening(self) -> None:
        """Take no files any more, so that a later launch opens a window of its own."""
        self._server.close()
        for connection in self.findChildren(QLocalSocket):
            connection.abort()  # it has asked, but was not answered

    @Slot()
    def _receive(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.setParent(self)
            connection.readyRead.connect(self._read)
            connection.disconnected.connect(connection.deleteLater)
            if connection.canReadLine():
                self._answer(connection)

    @Slot()
    def _read(self) -> None:
        connection = self.sender()
        if isinstance(connection, QLocalSocket):
            self._answer(connection)

    def _answer(self, connection: QLocalSocket) -> None:
        if connection.bytesAvailable() > _LONGEST_REQUEST_BYTES:
            connection.abort()
            return
        if not connection.canReadLine():
            return
        try:
            files = json.loads(bytes(connection.readLine().data()))
        except ValueError:
            connection.abort()
            return
        connection.write(b"taken\n")
        connection.flush()
        self.launched_again.emit([str(file) for file in files] if isinstance(files, list) else [])


def instance_name(platform: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the name for this user and this screen; a window on one screen is of no use to who sits at another.

    Args:
        platform: Qt's name of the platform, e.g. "xcb", "wayland" or "offscreen".
        environment: the environment variables; None takes the process's own.
    """
    environment = os.environ if environment is None else environment
    platform = platform.split("-")[0]  # e.g. wayland-egl
    match platform:
        case "xcb":
            host, _, number = environment.get("DISPLAY", "").rpartition(":")
            screen = f"{host.removeprefix('unix')}:{number.split('.')[0]}"  # ":0.0" and "unix:0" are ":0"
        case "wayland":
            folder = environment.get("XDG_RUNTIME_DIR", "")
            screen = str(Path(folder) / environment.get("WAYLAND_DISPLAY", "wayland-0"))
        case "windows":
            screen = environment.get("SESSIONNAME", "")
        case _:
            screen = ""
    digest = hashlib.blake2b(f"{platform} {screen}".encode(), digest_size=4).hexdigest()  # a path must be short
    return f"autoencoder-studio-{_user()}-{digest}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return str(os.getuid())
