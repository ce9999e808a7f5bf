"""Where it errs, or where it is surprising: two maps in one place, with a switch between them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from engine.image_shape import ImageShape
from engine.protocol.events import Scored
from gui.answers.anomaly_map import AnomalyMap, AnomalyScale
from gui.answers.error_map import ErrorMap, ErrorScale
from gui.look.theme import TIGHT_PX
from gui.verdict.threshold import Threshold
from gui.widgets.buttons import tool_button


class MapPane(QWidget):
    """The maps; `switch` and `scale` are widgets to be placed above and below them.

    Attributes:
        error_map: shows absolute errors.
        surprise_map: shows surprise.
        switch: two buttons, "Error" and "Surprise", for the title's line.
        scale: the legend of the map that is shown.

    Signals:
        failed (UserError): a map could not be saved, and why.

    Args:
        threshold: the middle of the surprise's colours.
    """

    failed = Signal(object)

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threshold = threshold
        self._scored: Scored | None = None
        threshold.changed.connect(self._follow)
        self.error_map = ErrorMap(
            "errorMapView", self.tr("Where it errs"), self.tr("Where the two differ, and by how much")
        )
        self.surprise_map = AnomalyMap(
            "surpriseMapView",
            self.tr("Where it is surprising"),
            self.tr("Where the drawing is unlike normal images"),
            threshold,
        )
        self.error_map.failed.connect(self.failed)
        self.surprise_map.failed.connect(self.failed)
        self._maps = QStackedWidget(self)
        self.scale = QStackedWidget(self)
        for stack, pages in (
            (self._maps, (self.error_map, self.surprise_map)),
            (self.scale, (ErrorScale(), AnomalyScale(threshold))),
        ):
            for page in pages:
                stack.addWidget(page)
        self.scale.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._maps)

        self.switch = QWidget(self)
        self._error_button = tool_button(
            self.switch, "errorMapButton", self.tr("Error"), look="chip", is_checkable=True
        )
        self._error_button.setToolTip(self.tr("The absolute error of each pixel of the reconstruction"))
        self._surprise_button = tool_button(
            self.switch, "surpriseMapButton", self.tr("Surprise"), look="chip", is_checkable=True
        )
        self._surprise_button.setToolTip(self.tr("How rare each place is among normal images"))
        group = QButtonGroup(self)
        buttons = QHBoxLayout(self.switch)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(TIGHT_PX)
        for button in (self._error_button, self._surprise_button):
            group.addButton(button)
            buttons.addWidget(button)
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._error_button.setChecked(True)
        self._surprise_button.toggled.connect(self._switch)

    def set_image_shape(self, image_shape: ImageShape) -> None:
        """Take the aspect of images of this shape, (height, width, channels)."""
        self.error_map.set_image_shape(image_shape)
        self.surprise_map.set_image_shape(image_shape)

    @Slot(object)
    def show_scored(self, event: Scored) -> None:
        """Show where a drawing is surprising."""
        self._scored = event
        self._follow()

    @Slot()
    def show_nothing(self) -> None:
        """Show both placeholders."""
        self._scored = None
        self.error_map.show_nothing()
        self.surprise_map.show_nothing()

    def forget_surprise(self) -> None:
        """Show the placeholder of the map of surprise, which was another detector's."""
        self._scored = None
        self.surprise_map.show_nothing()

    @Slot()
    def _follow(self) -> None:
        verdict = None if self._scored is None else self._scored.by.get(self._threshold.judge_by)
        if verdict is None:
            return
        is_normal = self._threshold.can_judge and not self._threshold.is_abnormal(verdict.p_value)
        self.surprise_map.show_surprise(verdict.heat_map, is_normal=is_normal)

    @property
    def is_surprise(self) -> bool:
        """Whether surprise is shown rather than the error."""
        return self._surprise_button.isChecked()

    def show_surprise_map(self, is_wanted: bool) -> None:
        """Show surprise, or the error."""
        (self._surprise_button if is_wanted else self._error_button).setChecked(True)

    @Slot(bool)
    def _switch(self, is_surprise: bool) -> None:
        self._maps.setCurrentIndex(int(is_surprise))
        self.scale.setCurrentIndex(int(is_surprise))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which something can be seen."""
        return self.error_map.minimumSizeHint()
