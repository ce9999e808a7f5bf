"""What the Results page shows in the tests of the page and of what it saves."""

from __future__ import annotations

from dataclasses import replace

from engine.protocol.results import JudgeBy
from tests.gui.states import READY
from tests.gui.verdict_examples import a_detector, a_judged_set

DETECTOR = a_detector(2_000)
JUDGED = a_judged_set(DETECTOR, 1_000)
VERDICTS = JUDGED.by[JudgeBy.ALL]
JUDGEABLE = replace(READY, detector=DETECTOR)
