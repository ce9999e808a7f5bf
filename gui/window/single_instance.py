"""One window a user: a second launch hands its files to the first and ends."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.state.file_names import full_path

_TIMEOUT_MS = 1000
_LONGEST_REQUEST_BYTES = 1 << 20


class SingleInstance(QObject):
    """Listens for later launches, or hands over to an earlier one.

    Signals:
        launched_again(list): the application was launched again, with these absolute paths of files to open.
    """

    launched_again = Signal(list)

    def __init__(self, name: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name or f"autoencoder-studio-{_user()}"
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


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return str(os.getuid())
