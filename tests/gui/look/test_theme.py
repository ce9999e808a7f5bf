from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gui.look.colormaps import oklab
from gui.look.icons import ICON_FOLDER
from gui.look.theme import (
    Colours,
    ThemeChoice,
    apply_theme,
    colours,
    error_colour_map,
    icon,
    is_dark,
    plot_colours,
    tabular,
)

READABLE = 4.5
VISIBLE = 3.0
"""What WCAG 2.2 asks of text (1.4.3) and of lines and marks (1.4.11)."""


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shown = QColor(colour)
    rgb = np.array([shown.redF(), shown.greenF(), shown.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_the_contrast_of_black_on_white_is_the_largest() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_all_text_can_be_read(qapp: QApplication, choice: ThemeChoice) -> None:
    apply_theme(qapp, choice)
    theme = colours()

    for ink in (theme.text, theme.muted, theme.error, theme.warning, theme.success, theme.accent):
        for ground in (theme.window, theme.card, theme.field):
            assert contrast(ink, ground) >= READABLE, (ink, ground)
    for ground in (theme.hover, theme.pressed, theme.selection, theme.error_field):
        assert contrast(theme.text, ground) >= READABLE, ground
    assert contrast(theme.error, theme.error_field) >= READABLE
    assert contrast(theme.on_accent, theme.accent) >= READABLE
    assert contrast(theme.on_accent, theme.accent_hover) >= READABLE


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_plots_can_be_read(qapp: QApplication, choice: ThemeChoice) -> None:
    apply_theme(qapp, choice)
    plot = plot_colours()

    assert contrast(plot.text, plot.background) >= READABLE
    for curve in (plot.train, plot.validation, *plot.finished):
        assert contrast(curve, plot.background) >= VISIBLE, curve
    assert len({plot.train, plot.validation, *plot.finished}) == 2 + len(plot.finished)


def test_the_forced_theme_is_the_one_that_shows(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    assert is_dark()
    dark = colours()
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == dark.text
    assert dark.accent in qapp.styleSheet()

    apply_theme(qapp, "light")
    assert not is_dark()
    assert colours().accent in qapp.styleSheet()
    assert dark.accent not in qapp.styleSheet()


def test_following_the_system_shows_what_the_system_has(qapp: QApplication) -> None:
    apply_theme(qapp, "system")

    assert is_dark() == (qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark)


def test_the_style_sheet_has_no_place_left_empty(qapp: QApplication) -> None:
    apply_theme(qapp, "light")

    assert "$" not in qapp.styleSheet()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_every_drawing_that_the_style_sheet_names_is_there(qapp: QApplication, choice: ThemeChoice) -> None:
    apply_theme(qapp, choice)
    named = re.findall(r'url\("([^"]+)"\)', qapp.styleSheet())

    assert len(named) >= 4
    assert all(Path(path).is_file() for path in named)


class _Listener(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Colours] = []

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.seen.append(colours())
        super().changeEvent(event)


def test_a_widget_that_paints_by_itself_is_notified_of_the_new_colours(qapp: QApplication, qtbot: Any) -> None:
    apply_theme(qapp, "light")
    widget = _Listener()
    qtbot.addWidget(widget)
    widget.show()

    apply_theme(qapp, "dark")

    qtbot.waitUntil(lambda: bool(widget.seen))
    assert widget.seen[-1] is colours()


def _ink(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> str:
    """Return the colour of the icon's most opaque pixels."""
    image = drawn.pixmap(QSize(32, 32), 1.0, mode, state).toImage()
    found = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    solid = [colour for colour in found if colour.alpha() == 255]
    assert solid, "nothing was drawn"
    return solid[0].name()


def _takes_colour(drawing: Path) -> bool:
    """Return whether it is an icon; the rest are parts of fields that the style sheet names."""
    return "currentColor" in drawing.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in ICON_FOLDER.glob("*.svg") if _takes_colour(path)))
def test_every_drawing_is_drawn_in_the_colour_of_the_text(qapp: QApplication, name: str) -> None:
    apply_theme(qapp, "light")

    assert QColor(_ink(icon(name))).lightness() == pytest.approx(QColor(colours().text).lightness(), abs=2)


def test_an_icon_follows_the_theme_without_being_made_again(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    stop = icon("stop")
    assert _ink(stop) == colours().text

    apply_theme(qapp, "dark")

    assert _ink(stop) == colours().text


def test_an_icon_without_area_is_blank_and_complains_of_nothing(qtlog: Any) -> None:
    """A control squeezed to nothing asks for such an icon (found by the monkey)."""
    for size in (QSize(0, 16), QSize(16, 0), QSize(0, 0)):
        assert icon("stop").pixmap(size).isNull()
    assert not [record.message for record in qtlog.records]


def test_an_icon_looks_different_when_disabled_checked_or_tinted(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    stop = icon("stop")

    assert _ink(stop, QIcon.Mode.Disabled) == colours().disabled
    assert _ink(stop, state=QIcon.State.On) == colours().accent
    assert _ink(icon("stop", "on_accent")) == colours().on_accent


def test_an_icon_outlives_the_names_it_had_in_python(qapp: QApplication, qtbot: Any) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icon("stop"))
    detached = QIcon(button.icon())
    detached.addPixmap(QPixmap(4, 4))  # makes Qt clone the engine
    gc.collect()

    assert _ink(button.icon()) == _ink(detached) == colours().text


def test_an_unknown_icon_raises_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such drawing")


def test_the_error_colours_get_lighter_in_even_steps() -> None:
    seen = oklab(error_colour_map() / 255.0)

    lightness = seen[::5, 0]
    assert (np.diff(lightness) > 0).all()
    steps = np.linalg.norm(np.diff(seen[::15], axis=0), axis=1)  # 15 entries: 8-bit rounding averages out
    assert steps.max() / steps.min() < 1.15
    assert seen[0, 0] < 0.2
    assert seen[-1, 0] > 0.9


def test_the_error_colours_are_a_table_that_nobody_can_change() -> None:
    table = error_colour_map()

    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 0


def test_tabular_digits_all_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(tabular(QFont()))

    assert len({metrics.horizontalAdvance(str(digit) * 4) for digit in range(10)}) == 1


def test_every_colour_is_a_colour() -> None:
    for name, value in colours()._asdict().items():
        assert name == "plot" or QColor(value).isValid()


def test_tabular_asks_for_digits_of_one_width_also_of_fonts_that_have_others(qapp: QApplication) -> None:
    assert tabular(QFont()).featureValue(QFont.Tag("tnum")) == 1
