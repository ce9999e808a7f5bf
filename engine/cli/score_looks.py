"""Looking at pictures while ``score`` judges them: a heat map of each, and the most abnormal ones for the report."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from engine.cli.options import ScoreOptions
from engine.cli.outputs import make_folder
from engine.cli.picture_scoring import PictureScore
from engine.cli.score_report import LookedAt, report_row, write_map
from engine.errors import UserError
from engine.images.heat_overlay import as_rgb, overlaid
from engine.protocol.model_info import Floats
from engine.protocol.results import JudgeBy

if TYPE_CHECKING:
    from engine.detection.detector import Detector  # which imports scikit-learn

MOST_IN_REPORT = 1_000
"""So many pictures, the most abnormal ones, are in a report: a browser opens the page, and the memory holds it."""


class Looks:
    """Writes heat maps as the scores come, and keeps the rows of the report.

    Raises:
        UserError: on creation, if there is no detector, without which there are no heat maps, or no folder for them.
    """

    def __init__(self, options: ScoreOptions, detector: Detector | None, judge_by: JudgeBy) -> None:
        self.are_wanted = options.maps is not None or options.report is not None
        if self.are_wanted and detector is None:
            raise UserError(
                "{model} gives no verdicts, so there are no heat maps and no report; train it again.",
                model=options.model.name,
            )
        if options.maps is not None:
            make_folder(options.maps)
        self._options = options
        self._detector = detector
        self._judge_by = judge_by
        self._count = 0
        self._most: list[tuple[float, int, str]] = []

    @property
    def rows(self) -> list[str]:
        """The rows of the report, the most abnormal picture first."""
        return [row for _, _, row in sorted(self._most, reverse=True)]

    def take(self, score: PictureScore, image: Floats, reconstruction: Floats) -> None:
        """Look at a picture that has just been judged; the arguments are those of `score_pictures`'s `look`.

        Raises:
            UserError: its map cannot be written.
        """
        assert self._detector is not None
        self._count += 1
        heat = self._detector.examine(image, reconstruction).heat[self._judge_by]
        looked_at = LookedAt(score, as_rgb(image), overlaid(image, heat))
        if self._options.maps is not None:
            write_map(self._options.maps, self._count, looked_at)
        if self._options.report is not None:
            heapq.heappush(self._most, (score.score, -self._count, report_row(looked_at)))
            if len(self._most) > MOST_IN_REPORT:
                heapq.heappop(self._most)
