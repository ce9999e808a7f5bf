"""A cancellation that was made before the work began."""

from __future__ import annotations

from engine.cancellation import Cancellation


def cancelled() -> Cancellation:
    cancellation = Cancellation()
    cancellation.cancel()
    return cancellation
