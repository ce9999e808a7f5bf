"""A web server on this machine that behaves as badly as a test asks."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from engine.datasets.download import Origin


@dataclass
class Behaviour:
    """What the server does.

    Attributes:
        content: what a GET returns.
        status: of HEAD and GET.
        sent: how many bytes a GET sends before it stalls; None sends all.
        is_silent: whether it accepts a connection and never answers.
        requests: the methods that came.
        asked: set when the first request has come.
        released: set to end what stalls.
    """

    content: bytes
    status: int = 200
    sent: int | None = None
    is_silent: bool = False
    requests: list[str] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(behaviour: Behaviour, timeout_s: float = 20.0, sha256: str = "") -> Iterator[Origin]:
    """Serve until the end of the ``with``.

    Args:
        behaviour: what the server does.
        timeout_s: of the origin that is returned.
        sha256: its hash; "" means the right one.
    """

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

        def do_HEAD(self) -> None:
            self._answer(0)

        def do_GET(self) -> None:
            self._answer(len(behaviour.content) if behaviour.sent is None else behaviour.sent)

        def _answer(self, count: int) -> None:
            behaviour.requests.append(self.command)
            behaviour.asked.set()
            if behaviour.is_silent:
                behaviour.released.wait()
                return
            self.send_response(behaviour.status)
            self.send_header("Content-Length", str(len(behaviour.content)))
            self.end_headers()
            self.wfile.write(behaviour.content[:count])
            self.wfile.flush()
            if self.command == "GET" and behaviour.sent is not None:
                behaviour.released.wait()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that was killed is what these tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            digest = sha256 or hashlib.sha256(behaviour.content).hexdigest()
            yield Origin("mnist.npz", f"http://127.0.0.1:{server.server_port}/mnist.npz", digest, timeout_s)
        finally:
            behaviour.released.set()
            server.shutdown()
            thread.join()
