from __future__ import annotations

import gc

import pytest

from engine.startup.collection_pause import collection_paused


@pytest.mark.parametrize("is_collecting", [True, False])
def test_the_collector_is_off_inside_and_afterwards_as_it_was(is_collecting: bool) -> None:
    was_collecting = gc.isenabled()
    (gc.enable if is_collecting else gc.disable)()
    try:
        with collection_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is is_collecting
        with pytest.raises(KeyError), collection_paused():
            raise KeyError
        assert gc.isenabled() is is_collecting
    finally:
        (gc.enable if was_collecting else gc.disable)()
