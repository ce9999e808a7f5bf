import threading

import numpy as np

from engine.protocol.commands import Drawing, Evaluate
from engine.protocol.inbox import Inbox
from engine.protocol.run_control import RunControl


def a_drawing(drawing_id: int) -> Drawing:
    return Drawing(drawing_id, np.zeros((28, 28), np.uint8))


def test_commands_come_out_in_the_order_they_went_in():
    inbox = Inbox()
    first, second = Evaluate(None), Evaluate((1,))
    inbox.put(first)
    inbox.put(second)
    assert inbox.has_command
    assert [inbox.take(), inbox.take()] == [first, second]
    assert not inbox.has_command


def test_of_many_drawings_only_the_latest_is_kept():
    inbox = Inbox()
    for drawing_id in range(100):
        inbox.put_drawing(a_drawing(drawing_id))
    taken = inbox.take_drawing()
    assert taken is not None
    assert taken.drawing_id == 99
    assert inbox.take_drawing() is None


def test_a_drawing_is_taken_before_the_commands():
    inbox = Inbox()
    inbox.put(Evaluate(None))
    inbox.put_drawing(a_drawing(7))
    assert isinstance(inbox.take(), Drawing)
    assert isinstance(inbox.take(), Evaluate)


def test_a_waiting_thread_wakes_for_a_drawing():
    inbox = Inbox()
    taken: list[object] = []
    thread = threading.Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    drawing = a_drawing(1)
    inbox.put_drawing(drawing)
    thread.join(10)
    assert taken == [drawing]


def test_a_closed_inbox_gives_none_and_forgets_its_commands():
    inbox = Inbox()
    inbox.put(Evaluate(None))
    inbox.close()
    assert inbox.is_closed
    assert inbox.take() is None


def test_the_reins_of_a_run_wake_the_thread_that_waits_at_the_inbox():
    inbox = Inbox()
    control = RunControl(inbox.changed)
    control.pause()
    woken = threading.Event()

    def wait() -> None:
        with inbox.changed:
            inbox.changed.wait_for(lambda: not control.is_paused)
        woken.set()

    thread = threading.Thread(target=wait)
    thread.start()
    control.resume()
    assert woken.wait(10)
    thread.join(10)


def test_one_can_wait_for_a_drawing_and_a_closed_inbox_keeps_nobody_waiting() -> None:
    inbox = Inbox()
    assert not inbox.wait_for_drawing(0.0)
    hand = threading.Thread(target=lambda: inbox.put_drawing(Drawing(1, np.zeros((2, 2), np.uint8))))
    hand.start()
    assert inbox.wait_for_drawing(30.0)
    hand.join()
    inbox.take_drawing()
    inbox.close()
    assert not inbox.wait_for_drawing(30.0)
