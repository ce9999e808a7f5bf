"""Images of the judged test set: those of an outcome, a bar or a class, the best and the worst."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.imaging.image_tiles import ImageTiles
from gui.look.numbers import probability
from gui.look.theme import SPACING_PX
from gui.pages.results import RIGHT, WRONG, Indices, Mask, Outcome, Results
from gui.state.class_names import class_text
from gui.verdict.histogram_data import ScoreRange
from gui.verdict.threshold import Threshold
from gui.widgets.buttons import tool_button

Choice = tuple[Outcome, ...] | ScoreRange | int
"""Outcomes, a bar of the histogram, or the label of a class."""


class Gallery(QWidget):
    """Tiles below a title, and two buttons for the best and the worst images. The images follow the threshold.

    Signals:
        chosen: other images are shown: a `Choice`.
        sample_chosen: the user wants this image on the canvas: (height, width, channels) uint8.

    Args:
        threshold: what the verdicts in the tool tips compare with.
    """

    chosen = Signal(object)
    sample_chosen = Signal(object)

    def __init__(self, threshold: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._threshold = threshold
        self._results: Results | None = None
        self._alarms: Mask = np.zeros(0, np.bool_)
        self._choice: Choice = WRONG
        self._shown: Indices = np.zeros(0, np.intp)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._count = QLabel(self)
        self._count.setObjectName("galleryCount")
        self._count.setProperty("role", "muted")
        self._best = tool_button(self, "galleryBestButton", self.tr("Best"), look="chip", is_checkable=True)
        self._best.setToolTip(self.tr("The images judged most surely right"))
        self._worst = tool_button(self, "galleryWorstButton", self.tr("Worst"), look="chip", is_checkable=True)
        self._worst.setToolTip(self.tr("The images judged most surely wrong"))
        self._best.clicked.connect(self._choose_best)
        self._worst.clicked.connect(self._choose_worst)
        self._view = ImageTiles("resultTiles", self)
        self._view.sample_chosen.connect(self.sample_chosen)
        bar = QHBoxLayout()
        bar.setSpacing(SPACING_PX)
        bar.addWidget(self._title)
        bar.addWidget(self._count, 1)
        bar.addWidget(self._best)
        bar.addWidget(self._worst)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(bar)
        layout.addWidget(self._view, 1)

    def show_results(self, results: Results, alarms: Mask) -> None:
        """Show the same choice of other results, or of the same ones at another threshold.

        Args:
            results: the judged test set.
            alarms: (n,) bool, which of its images are judged abnormal.
        """
        is_other_set = results is not self._results
        self._results, self._alarms = results, alarms
        shown = self._chosen_images(results, alarms)
        self._title.setText(self._title_of(self._choice))
        self._count.setText(self.tr("{count:,} images").format(count=len(shown)))
        self._best.setChecked(self._choice == RIGHT)
        self._worst.setChecked(self._choice == WRONG)
        if is_other_set or not np.array_equal(shown, self._shown):  # else the scroll position stays
            self._shown = shown
            judged = results.judged
            self._view.tiles.show_images(judged.images, judged.labels, shown, self._describe, judged.label_names)
            self._view.scrollToTop()

    @Slot(object)
    def choose(self, choice: Choice) -> None:
        """Show other images of the same results."""
        self._choice = choice
        if self._results is not None:
            self.show_results(self._results, self._alarms)
        self.chosen.emit(choice)

    @property
    def title(self) -> str:
        """What the images have in common."""
        return self._title.text()

    @property
    def shown(self) -> Indices:
        """(k,) which images are shown, in their order."""
        return self._shown

    def _chosen_images(self, results: Results, alarms: Mask) -> Indices:
        if isinstance(self._choice, tuple):
            return results.images_of(self._choice, alarms)
        if isinstance(self._choice, ScoreRange):
            return results.images_between(self._choice.low, self._choice.high, is_normal=self._choice.series == 0)
        return results.images_of_class(self._choice)

    def _title_of(self, choice: Choice) -> str:
        if isinstance(choice, tuple):
            return {
                RIGHT: self.tr("Most surely right"),
                WRONG: self.tr("Most surely wrong"),
                (Outcome.PASS,): self.tr("Passed, surest first"),
                (Outcome.FALSE_ALARM,): self.tr("False alarms, surest first"),
                (Outcome.MISS,): self.tr("Missed, surest first"),
                (Outcome.HIT,): self.tr("Found, surest first"),
            }[choice]
        if isinstance(choice, ScoreRange):
            is_normal = choice.series == 0
            return self.tr("Normal images of one bar") if is_normal else self.tr("Abnormal images of one bar")
        return self.tr("Class {label}, worst first").format(label=class_text(choice, self._names))

    @property
    def _names(self) -> Mapping[int, str]:
        return {} if self._results is None else self._results.judged.label_names

    def _describe(self, number: int) -> str:
        if self._results is None:
            return ""
        judged = self._results.judged
        p_value = float(self._results.verdicts.p_values[number])
        verdict = self.tr("abnormal") if self._threshold.is_abnormal(p_value) else self.tr("normal")
        truth = self.tr("normal") if judged.is_normal[number] else self.tr("abnormal")
        template = self.tr("It is {truth} and judged {verdict}, p = {p}.\nClick to put it on the canvas.")
        return template.format(truth=truth, verdict=verdict, p=probability(p_value))

    @Slot()
    def _choose_best(self) -> None:
        self.choose(RIGHT)

    @Slot()
    def _choose_worst(self) -> None:
        self.choose(WRONG)
