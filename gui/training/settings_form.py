"""The settings of a training: a preset, its fields, and beside each field what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from engine.settings import DEFAULT_PRESET, FIELDS, LOSSES, PRESET_LABELS, PRESETS, TrainingSettings
from gui.look.icons import icon
from gui.look.theme import SPACING_PX, TIGHT_PX, restyle
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.state.wording import error_text, preset_text
from gui.widgets.buttons import tool_button
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.error_measures import error_measure_text, wrapped_tip
from gui.widgets.fitting.field_grid import FieldGrid, LabelledField
from gui.widgets.number_box import NumberBox

OBJECT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "epochs": "epochsBox",
        "batch_size": "batchSizeBox",
        "learning_rate": "learningRateBox",
        "validation_split": "validationSplitBox",
        "latent_dim": "latentDimBox",
        "noise_sd": "noiseBox",
        "mask_fraction": "maskBox",
        "samples": "samplesBox",
        "seed": "seedBox",
    }
)
FIRST = ("epochs", "batch_size", "learning_rate")
"""The fields that are always shown; the others can be unfolded."""
MORE = ("validation_split", "latent_dim", "noise_sd", "mask_fraction", "samples", "seed")


class SettingsForm(QWidget):
    """Lets the user choose a preset, change its fields, and go back to its values.

    Signals:
        settings_changed: the new `TrainingSettings`, or None while a field is wrong.
        learning_rate_changed: the user has finished entering another good learning rate, for a training that
            may be running.
    """

    settings_changed = Signal(object)
    learning_rate_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._origin = PRESETS[DEFAULT_PRESET]
        self._announced: TrainingSettings | None = None
        self._learning_rate = self._origin.learning_rate
        self._boxes: dict[str, NumberBox] = {}
        self._problems: dict[str, QLabel] = {}
        self._preset = self._preset_box()
        self._back = tool_button(
            self, "presetResetButton", drawn=icon("reset"), tip=self.tr("Back to the preset's own values")
        )
        self._back.clicked.connect(self._go_back)
        self._explanation = QLabel(self)
        self._explanation.setWordWrap(True)
        self._explanation.setProperty("role", "muted")
        self._loss = self._loss_box()
        self._decay = QCheckBox(self.tr("Let the learning rate fall"), self)
        self._decay.setObjectName("decayBox")
        self._decay.setToolTip(self.tr("From its full value to zero over the run, along half a cosine."))
        self._decay.toggled.connect(self._follow_fields)
        self._unfold = tool_button(self, "moreButton", self.tr("More settings"), look="unfold", is_checkable=True)
        self._unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more = QWidget(self)

        for name in (*FIRST, *MORE):
            self._add_field(name)
        self._lay_out()
        self._unfold.toggled.connect(self._show_more)
        self._show_more(False)
        self.set_settings(self._origin)

    def settings(self) -> TrainingSettings | None:
        """Return what the fields say, or None while one of them is wrong."""
        if any(box.problem() for box in self._boxes.values()):
            return None
        values = {name: box.value() for name, box in self._boxes.items()}
        choices = {"loss": self._loss.currentData(), "decay": self._decay.isChecked()}
        return replace(self._origin, **choices, **values)  # type: ignore[arg-type]

    def set_settings(self, settings: TrainingSettings) -> None:
        """Fill the fields, e.g. with a preset's settings or those of an opened model."""
        self._origin = settings
        self._learning_rate = settings.learning_rate
        with QSignalBlocker(self._preset), QSignalBlocker(self._loss), QSignalBlocker(self._decay):
            self._preset.setCurrentIndex(self._preset.findData(settings.preset))
            self._loss.setCurrentIndex(self._loss.findData(settings.loss))
            self._decay.setChecked(settings.decay)
        for name, box in self._boxes.items():
            box.setValue(getattr(settings, name))
        self._follow_fields()

    def apply_state(self, state: AppState) -> None:
        """Enable what the state allows; the learning rate can be changed while a training runs."""
        allowed = controls(state)
        apply_availability(self._preset, allowed[Control.PRESET])
        apply_availability(self._back, allowed[Control.PRESET])
        apply_availability(self._loss, allowed[Control.SETTINGS])
        apply_availability(self._decay, allowed[Control.SETTINGS])
        for name, box in self._boxes.items():
            control = Control.LEARNING_RATE if name == "learning_rate" else Control.SETTINGS
            apply_availability(box, allowed[control])

    @Slot()
    def _follow_fields(self) -> None:
        """Show what is wrong and whether the preset is changed, and emit `settings_changed`."""
        for name, box in self._boxes.items():
            problem = box.problem()
            label = self._problems[name]
            label.setText(error_text(problem) if problem else "")
            label.setVisible(problem is not None)
            if bool(box.property("bad")) != (problem is not None):
                box.setProperty("bad", problem is not None)
                restyle(box)
            if problem is not None and name in MORE:
                self._unfold.setChecked(True)
        settings = self.settings()
        self._mark_preset(settings)
        if settings != self._announced:
            self._announced = settings
            self.settings_changed.emit(settings)

    def _mark_preset(self, settings: TrainingSettings | None) -> None:
        key = self._origin.preset
        for index in range(self._preset.count()):
            preset = self._preset.itemData(index)
            self._preset.setItemText(index, preset_text(preset, settings if preset == key else PRESETS[preset]))
        self._back.setVisible(settings != PRESETS[key])
        self._explanation.setText(_translated(PRESET_LABELS[key][1]))

    @Slot(int)
    def _choose_preset(self, index: int) -> None:
        self.set_settings(PRESETS[self._preset.itemData(index)])

    @Slot()
    def _go_back(self) -> None:
        self.set_settings(PRESETS[self._origin.preset])

    @Slot()
    def _commit_learning_rate(self) -> None:
        box = self._boxes["learning_rate"]
        value = box.value()
        if box.problem() is None and isinstance(value, float | int) and value != self._learning_rate:
            self._learning_rate = float(value)
            self.learning_rate_changed.emit(self._learning_rate)

    @Slot(bool)
    def _show_more(self, is_wanted: bool) -> None:
        self._more.setVisible(is_wanted)
        self._unfold.setIcon(icon("collapse" if is_wanted else "expand", "muted"))

    def _preset_box(self) -> ChoiceBox:
        tip = self.tr("A model and its settings, ready to train.")
        box = ChoiceBox(self, "presetBox", self.tr("Preset"), tip)
        for key, (label, explanation) in PRESET_LABELS.items():
            box.add_choice(_translated(label), key, _translated(explanation))
        box.currentIndexChanged.connect(self._choose_preset)
        return box

    def _loss_box(self) -> ChoiceBox:
        labels = {
            "bce": (self.tr("Cross-entropy"), self.tr("It suits bright ink on black.")),
            "mse": (self.tr("Squared error"), self.tr("Large errors weigh most.")),
            "mae": (self.tr("Absolute error"), self.tr("Every grey step weighs the same.")),
        }
        box = ChoiceBox(self, "lossBox", self.tr("Loss"), self.tr("What the training minimizes."))
        for key in LOSSES:
            label, use = labels[key]
            box.add_choice(label, key, wrapped_tip(f"{error_measure_text(key)} {use}"))
        box.setWhatsThis("".join(wrapped_tip(error_measure_text(key)) for key in LOSSES))
        box.currentIndexChanged.connect(self._follow_fields)
        return box

    def _add_field(self, name: str) -> None:
        box = NumberBox(FIELDS[name], placeholder=self.tr("all") if name == "samples" else "", parent=self)
        box.setObjectName(OBJECT_NAMES[name])
        box.value_edited.connect(self._follow_fields)
        if name == "learning_rate":
            box.value_committed.connect(self._commit_learning_rate)
        problem = QLabel(self)
        problem.setWordWrap(True)
        problem.setTextFormat(Qt.TextFormat.PlainText)
        problem.setObjectName(f"{OBJECT_NAMES[name]}Problem")
        problem.setProperty("role", "problem")
        problem.hide()
        self._boxes[name] = box
        self._problems[name] = problem

    def _labelled(self, name: str) -> LabelledField:
        box = self._boxes[name]
        return LabelledField(self._label(_translated(FIELDS[name].label), box), box, self._problems[name])

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setBuddy(buddy)
        label.setProperty("role", "muted")
        return label

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        row = QHBoxLayout()
        row.setSpacing(TIGHT_PX)
        row.addWidget(self._preset, 1)
        row.addWidget(self._back)
        layout.addLayout(row)
        layout.addWidget(self._explanation)

        layout.addWidget(FieldGrid([self._labelled(name) for name in FIRST], self))
        layout.addWidget(self._unfold)

        more = QGridLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setHorizontalSpacing(SPACING_PX)
        more.setVerticalSpacing(TIGHT_PX)
        more.addWidget(self._label(self.tr("Loss"), self._loss), 0, 0)
        more.addWidget(self._loss, 0, 1)
        more.addWidget(self._decay, 1, 0, 1, 2)
        for row_number, name in enumerate(MORE, start=1):
            more.addWidget(self._label(_translated(FIELDS[name].label), self._boxes[name]), 2 * row_number, 0)
            more.addWidget(self._boxes[name], 2 * row_number, 1)
            more.addWidget(self._problems[name], 2 * row_number + 1, 0, 1, 2)
        more.setColumnStretch(0, 1)
        more.setColumnStretch(1, 1)
        layout.addWidget(self._more)


def _translated(text: str) -> str:
    return QCoreApplication.translate("TrainingSettings", text)
