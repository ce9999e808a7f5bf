import time

from engine.training.callbacks.stopwatch import Stopwatch


def test_time_goes_on_and_what_is_left_out_does_not_count() -> None:
    begun = time.perf_counter()
    stopwatch = Stopwatch()
    first = stopwatch.seconds
    assert 0 <= first <= stopwatch.seconds <= time.perf_counter() - begun
    stopwatch.leave_out(10)
    assert -10 <= stopwatch.seconds <= time.perf_counter() - begun - 10
