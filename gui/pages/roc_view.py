"""The ROC curves on the screen, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.protocol.results import RocCurve
from gui.look.theme import colours
from gui.pages.roc_painting import RocPicture, paint_roc


class RocView(QWidget):
    """Shows our curve beside the plain error's, and where the threshold stands on ours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rocView")
        self.setAccessibleName(self.tr("ROC: anomalies found against false alarms"))
        self._curves: tuple[tuple[str, RocCurve], ...] = ()
        self._point: tuple[float, float] | None = None
        self._one_in = 0

    def show_curves(self, ours: RocCurve | None, plain: RocCurve | None) -> None:
        """Show our curve and the plain error's, as far as there are any."""
        named = ((self.tr("Detector"), ours), (self.tr("Plain error"), plain))
        self._curves = tuple((name, curve) for name, curve in named if curve is not None)
        self.setAccessibleDescription(
            ", ".join(f"{name}: AUROC {curve.auroc:.3f}" for name, curve in self._curves)
        )
        self.update()

    def show_point(self, point: tuple[float, float] | None, one_in: int) -> None:
        """Mark the threshold of 1 in so many: false and true positive rate, 0..1."""
        self._point, self._one_in = point, one_in
        self.update()

    def picture(self) -> RocPicture:
        """Return all that is to be seen, to paint it elsewhere."""
        return RocPicture(
            self._curves,
            self._point,
            self.tr("at 1 in {n:,}").format(n=self._one_in),
            self.tr("False alarms"),
            self.tr("Anomalies found"),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curves."""
        painter = QPainter(self)
        paint_roc(painter, QRectF(self.rect()), self.picture(), colours())
        painter.end()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which curves and letters can be told."""
        return QSize(190, 170)
