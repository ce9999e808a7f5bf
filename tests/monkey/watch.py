"""Watching the process: exceptions that nobody caught, Qt's complaints, and an event loop that does not answer."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

_BEAT_MS = 50
_HANG_SECONDS = 60.0
HANG_STATUS = 70
"""The exit status of a process whose event loop has not answered for `_HANG_SECONDS`."""

_KNOWN_WARNINGS = (
    "This plugin does not support",  # the offscreen platform: raise, size hints, keyboard grabs
    "QFont::setPointSize",
)


class Watch:
    """Collects what goes wrong between `__enter__` and `__exit__`.

    Attributes:
        doing: what the monkey does now, for the report of a stall.
        contradictions: filled by the run.
        threads_left: likewise.

    Args:
        folder: for the stacks of stalls.
        stall_seconds: the longest time the event loop may not answer.
    """

    def __init__(self, folder: Path, stall_seconds: float) -> None:
        self.doing = ""
        self.contradictions: list[str] = []
        self.threads_left: list[str] = []
        self._exceptions: dict[str, int] = {}
        self._stalls: list[dict[str, Any]] = []
        self._stacks = folder / "stacks.log"
        self._stall_seconds = stall_seconds
        self._beat = time.monotonic()
        self._beat_cpu_seconds = 0.0
        self._stall: dict[str, Any] | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._timer = QTimer()
        self._timer.timeout.connect(self._answer)

    def __enter__(self) -> Watch:
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread
        sys.unraisablehook = self._take_unraisable
        qInstallMessageHandler(self._take_message)
        self._answer()
        self._timer.start(_BEAT_MS)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()
        self._timer.stop()
        qInstallMessageHandler(None)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__

    def _is_the_machines(self, stall: dict[str, Any]) -> bool:
        """Return whether the machine was too busy to say that the program stalled."""
        is_busy = (stall["load"] or 0.0) > 2 * (os.cpu_count() or 1)
        return (
            is_busy
            and stall.get("cpu_seconds", 0.0) < self._stall_seconds
            and stall["seconds"] < _HANG_SECONDS / 3
        )

    def report(self) -> dict[str, Any]:
        """Return what was found, as plain data."""
        return {
            "exceptions": [{"times": times, "what": what} for what, times in self._exceptions.items()],
            "stalls": [stall for stall in self._stalls if not self._is_the_machines(stall)],
            "stalls_of_a_busy_machine": [
                {key: stall.get(key) for key in ("doing", "seconds", "cpu_seconds", "load")}
                for stall in self._stalls
                if self._is_the_machines(stall)
            ],
            "contradictions": self.contradictions,
            "threads_left": self.threads_left,
        }

    # ------------------------------------------------------------------------------------- exceptions

    def take(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Count an exception, as `sys.excepthook`."""
        self._count("".join(traceback.format_exception(kind, error, where)[-8:]))

    def _take_of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value or arguments.exc_type()
        self.take(arguments.exc_type, error, arguments.exc_traceback)

    def _take_unraisable(self, unraisable: Any) -> None:
        error = unraisable.exc_value or unraisable.exc_type()
        self._count(f"{unraisable.err_msg} {unraisable.object!r:.100}: ")
        self.take(unraisable.exc_type, error, unraisable.exc_traceback)

    def _take_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        text = message or ""
        is_harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or text.startswith(_KNOWN_WARNINGS)
        if not is_harmless:
            self._count(f"Qt: {text}")

    def _count(self, what: str) -> None:
        what = what[-3000:]
        if what not in self._exceptions:
            print(f"--- while: {self.doing}\n{what}", file=sys.stderr, flush=True)
        self._exceptions[what] = self._exceptions.get(what, 0) + 1

    # ------------------------------------------------------------------------------------- stalls

    def _answer(self) -> None:
        """Say that the event loop answers, and how much of a stall that is over this thread has computed."""
        stall, self._stall = self._stall, None
        if stall is not None:
            stall["seconds"] = max(stall["seconds"], round(time.monotonic() - self._beat, 1))
            stall["cpu_seconds"] = round(time.thread_time() - self._beat_cpu_seconds, 1)
        self._beat, self._beat_cpu_seconds = time.monotonic(), time.thread_time()

    def _look(self) -> None:
        """Run on a thread of its own: dump all stacks once a stall, and end a process that hangs."""
        while not self._ends.wait(0.1):
            silent = time.monotonic() - self._beat
            if silent >= self._stall_seconds and self._stall is None:
                self._stall = {
                    "doing": self.doing,
                    "seconds": round(silent, 1),
                    "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
                    "stacks": self._dump(),
                }
                self._stalls.append(self._stall)
            if silent > _HANG_SECONDS:
                print(f"--- hang while: {self.doing}\n{self._dump()}", file=sys.stderr, flush=True)
                os._exit(HANG_STATUS)

    def _dump(self) -> str:
        with contextlib.suppress(OSError), self._stacks.open("w+", encoding="utf-8") as stream:
            faulthandler.dump_traceback(stream, all_threads=True)
            stream.seek(0)
            return stream.read()[-4000:]
        return ""
