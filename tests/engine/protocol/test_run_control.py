from engine.protocol.run_control import RunControl


def test_a_stopped_run_never_waits():
    control = RunControl()
    control.pause()
    control.stop()
    assert control.is_stopped
    assert not control.is_paused


def test_a_stepping_run_pauses_at_the_end_of_the_epoch_and_only_once():
    control = RunControl(is_stepping=True)
    assert not control.is_paused
    control.epoch_ended()
    assert control.is_paused
    control.resume()
    control.epoch_ended()
    assert not control.is_paused


def test_a_step_from_a_pause_lets_one_epoch_go_by():
    control = RunControl()
    control.pause()
    control.step()
    assert not control.is_paused
    control.epoch_ended()
    assert control.is_paused


def test_a_learning_rate_is_taken_once_and_the_latest_wins():
    control = RunControl()
    assert control.take_learning_rate() is None
    control.change_learning_rate(0.1)
    control.change_learning_rate(0.2)
    assert control.take_learning_rate() == 0.2
    assert control.take_learning_rate() is None
