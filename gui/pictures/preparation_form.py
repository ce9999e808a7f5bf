"""How the pictures of a folder are prepared: size, fit, grey or colour."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.pictures.preparation import LARGEST_PX, SMALLEST_PX, STEP_PX, Fit, PicturePreparation
from gui.look.theme import TIGHT_PX
from gui.pictures import wording
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.fitting.field_grid import FieldGrid, LabelledField


class PreparationForm(QWidget):
    """Three choices and a sentence on what they do.

    Signals:
        preparation_chosen(PicturePreparation): the user chose something else.
    """

    preparation_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preparation = PicturePreparation()
        self._size = ChoiceBox(
            self, "pictureSizeBox", self.tr("Size"), self.tr("Pixels along each side of the images that are made")
        )
        for side in range(SMALLEST_PX, LARGEST_PX + 1, STEP_PX):
            self._size.add_choice(self.tr("{side} px").format(side=side), side)
        self._fit = ChoiceBox(
            self, "pictureFitBox", self.tr("Fit"), self.tr("How a picture that is no square becomes one")
        )
        for fit in Fit:
            self._fit.add_choice(wording.fit_text(fit), fit.value, wording.fit_explanation(fit))
        self._colour = ChoiceBox(
            self, "pictureColourBox", self.tr("Colour"), self.tr("Whether colours count, or brightness alone")
        )
        self._colour.add_choice(self.tr("Grey"), False, self.tr("Only how bright each pixel is"))
        self._colour.add_choice(self.tr("Colour"), True, self.tr("Red, green and blue of each pixel"))
        self._sentence = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._sentence.setObjectName("preparationSentence")
        self._sentence.setProperty("role", "muted")
        fields = []
        for box in self._boxes:
            label = QLabel(box.accessibleName(), self)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            nothing_wrong = QLabel(self)
            nothing_wrong.hide()
            fields.append(LabelledField(label, box, nothing_wrong))
            box.setMinimumContentsLength(max(len(box.itemText(place)) for place in range(box.count())))
            box.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(FieldGrid(fields, self))
        layout.addWidget(self._sentence)

    @property
    def _boxes(self) -> tuple[ChoiceBox, ...]:
        return self._size, self._fit, self._colour

    def show_preparation(self, preparation: PicturePreparation) -> None:
        """Show what is chosen; no signal is sent."""
        self._preparation = preparation
        values = (preparation.size_px, preparation.fit.value, preparation.is_colour)
        for box, value in zip(self._boxes, values, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        self._sentence.setText(wording.fit_explanation(preparation.fit))

    @Slot()
    def _choose(self) -> None:
        size, fit, is_colour = (box.currentData() for box in self._boxes)
        chosen = replace(self._preparation, size_px=size, fit=Fit(fit), is_colour=is_colour)
        if chosen != self._preparation:
            self.show_preparation(chosen)
            self.preparation_chosen.emit(chosen)
