"""The ROC curves on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from engine.protocol.results import JudgeBy, RocCurve
from gui.look.numbers import fixed
from gui.plots.display import ChartDisplay
from gui.plots.look import ChartLook
from gui.verdict.judge_by_box import choice_name

if TYPE_CHECKING:
    from gui.pages.roc_chart import RocChart, RocContent


class RocView(ChartDisplay["RocChart"]):
    """Shows a curve for each choice of what to judge by, and the point of the threshold on the chosen one's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rocView")
        self.setAccessibleName(self.tr("ROC: anomalies found against false alarms"))
        self._curves: tuple[tuple[str, RocCurve], ...] = ()
        self._point: tuple[float, float] | None = None
        self._one_in = 0

    def show_curves(self, curves: Mapping[JudgeBy, RocCurve | None], judge_by: JudgeBy) -> None:
        """Show the curve of each choice of what to judge by, where there is one; the chosen one first."""
        order = sorted(curves, key=lambda choice: choice is not judge_by)
        named = [(choice_name(choice), curves[choice]) for choice in order]
        self._curves = tuple((name, curve) for name, curve in named if curve is not None)
        self.setAccessibleDescription(
            ", ".join(f"{name}: AUROC {fixed(curve.auroc, 3)}" for name, curve in self._curves)
        )
        self.renew()

    def show_point(self, point: tuple[float, float] | None, one_in: int) -> None:
        """Mark the threshold of 1 in so many: false and true positive rate, 0..1."""
        self._point, self._one_in = point, one_in
        self.move_in_chart()

    @property
    def has_curves(self) -> bool:
        """Whether there is a curve."""
        return bool(self._curves)

    @property
    def point(self) -> tuple[float, float] | None:
        """False and true positive rate at the threshold, or None."""
        return self._point

    # ------------------------------------------------------------------------------ what is to be drawn

    def make_filled(self, look: ChartLook) -> RocChart:
        """Return another chart of the same content, to save it."""
        chart = self._make_chart(look)
        self._fill_chart(chart)
        return chart

    def _make_chart(self, look: ChartLook) -> RocChart:
        from gui.pages.roc_chart import RocChart

        return RocChart(look)

    def _fill_chart(self, chart: RocChart) -> None:
        chart.show(self._content())

    def _move_chart(self, chart: RocChart) -> bool:
        chart.show_point(self._content())
        return True

    def _content(self) -> RocContent:
        from gui.pages.roc_chart import RocContent

        return RocContent(
            self._curves,
            self._point,
            self.tr("at 1 in {n:,}").format(n=self._one_in),
            self.tr("False alarms"),
            self.tr("Anomalies found"),
        )

    # ------------------------------------------------------------------------------------ Qt overrides

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which curves and texts can be read."""
        line_px = self.fontMetrics().height()
        return QSize(13 * line_px, 12 * line_px)
