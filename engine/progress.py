"""The progress of loading data, and the check whether it was cancelled."""

from __future__ import annotations

from typing import Protocol

from engine.cancellation import Cancellation


class Report(Protocol):
    """Receives a sentence without its full stop, as a template with values, and the progress."""

    def __call__(self, template: str, fraction: float | None, /, **values: object) -> None:
        """Report; `fraction` is 0..1, or None if it is not known."""


def report_nothing(_template: str, _fraction: float | None, /, **_values: object) -> None:
    """Do nothing: a `Report` for callers without one."""


class Progress:
    """Counts the work that is done and reports it as a fraction.

    Args:
        template: what is being done, e.g. "Opening {file}".
        report: receives the progress.
        cancellation: ends the work.
        total: the whole work, in any unit; 0 if it is not known.
        **values: what fills the template's fields.
    """

    def __init__(
        self, template: str, report: Report, cancellation: Cancellation, total: int = 0, **values: object
    ) -> None:
        self._template = template
        self._values = values
        self._report = report
        self._cancellation = cancellation
        self._total = total
        self._done = 0

    def advance(self, amount: int = 0) -> None:
        """Count `amount` more units as done and report it.

        Raises:
            Cancelled: the user has cancelled the work.
        """
        self._cancellation.raise_if_cancelled()
        self._done += amount
        fraction = min(1.0, self._done / self._total) if self._total else None
        self._report(self._template, fraction, **self._values)
