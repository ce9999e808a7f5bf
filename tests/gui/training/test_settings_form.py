from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton, QWidget

from engine.settings import DEFAULT_PRESET, FIELDS, LOSSES, PRESETS
from gui.look.theme import apply_theme
from gui.state.app_state import AppState, Phase
from gui.training.settings_form import OBJECT_NAMES, SettingsForm
from gui.widgets.number_box import NumberBox
from tests.gui.states import a_dataset


@pytest.fixture
def form(qtbot: Any, qapp: Any) -> SettingsForm:
    apply_theme(qapp, "light")
    form = SettingsForm()
    qtbot.addWidget(form)
    form.resize(270, 600)
    return form


def box(form: SettingsForm, name: str) -> NumberBox:
    found = form.findChild(NumberBox, OBJECT_NAMES[name])
    assert isinstance(found, NumberBox)
    return found


def problem(form: SettingsForm, name: str) -> QLabel:
    found = form.findChild(QLabel, f"{OBJECT_NAMES[name]}Problem")
    assert isinstance(found, QLabel)
    return found


def preset_box(form: SettingsForm) -> QComboBox:
    found = form.findChild(QComboBox, "presetBox")
    assert isinstance(found, QComboBox)
    return found


def button(form: SettingsForm, name: str) -> QToolButton:
    found = form.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def type_into(form: SettingsForm, name: str, text: str, qtbot: Any) -> None:
    box(form, name).lineEdit().selectAll()
    qtbot.keyClick(box(form, name), Qt.Key.Key_Backspace)
    qtbot.keyClicks(box(form, name), text)


def test_it_starts_with_the_default_preset(form: SettingsForm) -> None:
    assert form.settings() == PRESETS[DEFAULT_PRESET]


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_fills_the_fields(form: SettingsForm, key: str) -> None:
    preset_box(form).setCurrentIndex(preset_box(form).findData(key))

    assert form.settings() == PRESETS[key]


@pytest.mark.parametrize("key", PRESETS)
def test_settings_come_back_as_they_were_set(form: SettingsForm, key: str) -> None:
    settings = replace(PRESETS[key], epochs=7, learning_rate=3e-4, samples=1234, seed=5, loss="mae", noise_sd=0.15)
    form.set_settings(settings)

    assert form.settings() == settings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("epochs", "0"),
        ("epochs", "12.5"),
        ("batch_size", "many"),
        ("learning_rate", "11"),
        ("learning_rate", "1e-9"),
        ("validation_split", "0.95"),
        ("latent_dim", "5000"),
        ("noise_sd", "7"),
        ("mask_fraction", "-0.1"),
        ("samples", "1"),
        ("seed", "4000000000"),
        ("seed", ""),
    ],
)
def test_a_bad_value_is_explained_beside_its_field_until_it_is_corrected(
    form: SettingsForm, name: str, text: str, qtbot: Any
) -> None:
    good = box(form, name).lineEdit().text()
    type_into(form, name, text, qtbot)

    assert form.settings() is None
    assert not problem(form, name).isHidden()
    assert FIELDS[name].label in problem(form, name).text()
    others = set(OBJECT_NAMES) - {name}
    assert all(problem(form, other).isHidden() for other in others)

    type_into(form, name, good, qtbot)
    assert form.settings() == PRESETS[DEFAULT_PRESET]
    assert problem(form, name).isHidden()


def test_a_bad_field_looks_bad_and_a_corrected_one_does_not(form: SettingsForm, qtbot: Any) -> None:
    def ground() -> QColor:
        field = box(form, "epochs")
        return field.grab().toImage().pixelColor(field.width() // 2, 4)

    before = ground()
    type_into(form, "epochs", "0", qtbot)
    assert ground() != before
    type_into(form, "epochs", "10", qtbot)
    assert ground() == before


def test_a_bad_value_among_the_folded_settings_unfolds_them(form: SettingsForm, qtbot: Any) -> None:
    more = button(form, "moreButton")
    assert box(form, "noise_sd").isVisibleTo(form) is False

    form.set_settings(replace(PRESETS[DEFAULT_PRESET], noise_sd=9.0))

    assert more.isChecked()
    assert problem(form, "noise_sd").isVisibleTo(form)


def test_the_rest_unfolds(form: SettingsForm, qtbot: Any) -> None:
    qtbot.mouseClick(button(form, "moreButton"), Qt.MouseButton.LeftButton)

    for name in OBJECT_NAMES:
        assert box(form, name).isVisibleTo(form), name


def test_changing_a_field_marks_the_preset_and_there_is_a_way_back(form: SettingsForm, qtbot: Any) -> None:
    back = button(form, "presetResetButton")
    assert preset_box(form).currentText() == "Clear"
    assert back.isHidden()

    type_into(form, "epochs", "3", qtbot)
    assert preset_box(form).currentText() == "Clear, changed"
    assert form.settings() == replace(PRESETS[DEFAULT_PRESET], epochs=3)

    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert form.settings() == PRESETS[DEFAULT_PRESET]
    assert preset_box(form).currentText() == "Clear"
    assert back.isHidden()


def test_another_preset_carries_no_mark_of_the_one_before(form: SettingsForm, qtbot: Any) -> None:
    type_into(form, "epochs", "3", qtbot)
    preset_box(form).setCurrentText("Article")

    texts = [preset_box(form).itemText(index) for index in range(preset_box(form).count())]
    assert not any("changed" in text for text in texts)
    assert form.settings() == PRESETS["article"]


def test_every_change_is_emitted_once(form: SettingsForm, qtbot: Any) -> None:
    emitted: list[object] = []
    form.settings_changed.connect(emitted.append)

    type_into(form, "epochs", "20", qtbot)
    loss = form.findChild(QComboBox, "lossBox")
    assert isinstance(loss, QComboBox)
    loss.setCurrentIndex(loss.findData("mse"))

    start = PRESETS[DEFAULT_PRESET]
    assert emitted == [
        None,
        replace(start, epochs=2),
        replace(start, epochs=20),
        replace(start, epochs=20, loss="mse"),
    ]


def test_every_loss_can_be_chosen(form: SettingsForm) -> None:
    loss = form.findChild(QComboBox, "lossBox")
    assert isinstance(loss, QComboBox)

    assert {loss.itemData(index) for index in range(loss.count())} == set(LOSSES)


def test_a_learning_rate_is_emitted_when_it_is_entered_and_not_at_every_key(
    form: SettingsForm, qtbot: Any
) -> None:
    rates: list[float] = []
    form.learning_rate_changed.connect(rates.append)

    type_into(form, "learning_rate", "1e-4", qtbot)
    assert rates == []  # half typed it was 1, which would have ruined the run
    qtbot.keyClick(box(form, "learning_rate"), Qt.Key.Key_Return)
    qtbot.keyClick(box(form, "learning_rate"), Qt.Key.Key_Return)
    assert rates == [1e-4]

    type_into(form, "learning_rate", "50", qtbot)
    qtbot.keyClick(box(form, "learning_rate"), Qt.Key.Key_Return)
    assert rates == [1e-4]


def test_while_training_only_the_learning_rate_is_open_and_the_rest_says_why(form: SettingsForm) -> None:
    form.apply_state(AppState(Phase.TRAINING, dataset=a_dataset()))

    assert box(form, "learning_rate").isEnabled()
    closed: list[QWidget] = [box(form, name) for name in OBJECT_NAMES if name != "learning_rate"]
    for widget in (*closed, preset_box(form)):
        assert not widget.isEnabled()
        assert "stop it first" in widget.toolTip()

    form.apply_state(AppState(Phase.READY, dataset=a_dataset()))
    assert box(form, "epochs").isEnabled()
    assert box(form, "epochs").toolTip().startswith(FIELDS["epochs"].explanation)
    assert "stop it first" not in box(form, "epochs").toolTip()


def test_every_field_has_a_name_and_an_explanation(form: SettingsForm) -> None:
    for name in OBJECT_NAMES:
        assert box(form, name).accessibleName() == FIELDS[name].label
        assert FIELDS[name].explanation in box(form, name).toolTip()


def test_the_falling_learning_rate_can_be_switched_off_and_comes_back_with_the_preset(form: SettingsForm) -> None:
    decay = form.findChild(QCheckBox, "decayBox")
    assert decay.isChecked() == PRESETS[DEFAULT_PRESET].decay
    decay.click()
    assert form.settings() == replace(PRESETS[DEFAULT_PRESET], decay=not PRESETS[DEFAULT_PRESET].decay)
    button(form, "presetResetButton").click()
    assert form.settings() == PRESETS[DEFAULT_PRESET]
