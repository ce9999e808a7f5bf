"""What takes an error of the engine back: the success of what had failed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Slot

from engine.protocol import events
from engine.protocol.activity import Activity
from engine.protocol.events import Event
from gui.state.engine_client import EngineClient
from gui.widgets.notice_bar import NoticeBar

_SUCCESSES: Mapping[type[Event], tuple[Activity, ...]] = MappingProxyType(
    {
        events.EngineReady: (Activity.STARTING,),
        events.DatasetLoaded: (Activity.LOADING_DATA,),
        events.TrainingStarted: (Activity.PREPARING, Activity.TRAINING),
        events.Evaluated: (Activity.EVALUATING,),
        events.ProjectSaved: (Activity.SAVING,),
        events.ModelReady: (Activity.OPENING,),
        events.DetectorReady: (Activity.LEARNING_NORMAL,),
        events.Judged: (Activity.SCORING_TEST_SET,),
        events.StudyAdvanced: (Activity.STUDYING,),
        events.FaultAdvanced: (Activity.MEASURING_FAULTS,),
        events.Reconstructed: (Activity.RECONSTRUCTING,),
    }
)
"""An error's subject is its activity."""


class EngineTopics(QObject):
    """Takes back the errors about an activity once it has succeeded.

    Args:
        client: publishes the successes.
        bar: shows the errors.
    """

    def __init__(self, client: EngineClient, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._bar = bar
        client.published.connect(self._follow)

    @Slot(object)
    def _follow(self, event: Event) -> None:
        for activity in _SUCCESSES.get(type(event), ()):
            self._bar.clear(activity)
