import threading

from engine.errors import UserError
from engine.runs.run_writer import RunWriter


def test_the_latest_is_written_and_what_it_overtook_is_left_out() -> None:
    writer = RunWriter()
    begun, may_end = threading.Event(), threading.Event()
    written: list[int] = []

    def slowly() -> None:
        begun.set()
        may_end.wait(10)
        written.append(1)

    writer.put(slowly)
    begun.wait(10)
    for number in (2, 3, 4):
        writer.put(lambda number=number: written.append(number))
    assert not writer.flush(0.01)
    may_end.set()
    assert writer.flush()
    assert written == [1, 4]


def test_it_says_how_long_the_last_write_took_and_why_it_failed() -> None:
    writer = RunWriter()

    def fail() -> None:
        raise UserError("The disk is full.")

    assert writer.put(fail) == 0.0
    assert writer.flush()
    assert str(writer.take_problem()) == "The disk is full."
    assert writer.take_problem() is None
    assert writer.put(lambda: None) > 0
    assert writer.flush()
    assert writer.take_problem() is None
