"""The look: palette, spacing and style sheet, light or dark, as the system or the user chooses.

Colours, icons and the error colour map live in modules of their own and are given here too, so that a widget
needs one import. A widget that paints itself asks again for its colours on `QEvent.Type.PaletteChange`.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from gui.look.colormaps import error_colour_map
from gui.look.colours import DARK, LIGHT, Colours, PlotColours, colours, is_dark, plot_colours
from gui.look.icons import ICON_FOLDER, icon

__all__ = [
    "ICON_PX",
    "MARGIN_PX",
    "PANEL_WIDTH_PX",
    "SPACING_PX",
    "TIGHT_PX",
    "Colours",
    "PlotColours",
    "ThemeChoice",
    "apply_theme",
    "colours",
    "error_colour_map",
    "icon",
    "is_dark",
    "plot_colours",
    "restyle",
    "tabular",
]

ThemeChoice = Literal["system", "light", "dark"]

TIGHT_PX = 4
"""Between things that belong together, such as a label and its field."""
SPACING_PX = 8
"""Between neighbours."""
MARGIN_PX = 12
"""Inside a card's edges and between cards."""
ICON_PX = 18
"""Side of an icon on a button."""
PANEL_WIDTH_PX = 300
"""Width of the column on the left."""

_FOLLOWER = "schemeFollower"  # the application's property that holds it
_RESOURCES = Path(resources.__file__).parent
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def prepare_theme(app: QApplication) -> None:
    """Set the style that determines the widgets' sizes; call it before they are made."""
    _follower(app)


def apply_theme(app: QApplication, choice: ThemeChoice = "system") -> None:
    """Apply the theme to the application, and follow the system's theme where that is chosen.

    Args:
        app: the application.
        choice: follow the system, or always light or dark.
    """
    _follower(app).follow(choice)


def tabular(font: QFont) -> QFont:
    """Return the font with digits of one width, so that the text does not move when its numbers change."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again to a widget whose properties have changed.

    A widget that has not been styled yet is left alone: Qt styles it before it is shown.
    """
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _follower(app: QApplication) -> _SchemeFollower:
    follower = app.property(_FOLLOWER)
    if follower is None:
        follower = _SchemeFollower(app)
        app.setProperty(_FOLLOWER, follower)
    assert isinstance(follower, _SchemeFollower)
    return follower


class _SchemeFollower(QObject):
    """Repaints the application when the system or the user goes from light to dark or back.

    No widget may raise in its `changeEvent`: of two exceptions that leave overridden methods during one call from
    Python, here `setStyleSheet`, the second ends the process inside PySide 6.11 (`storePythonOverrideErrorOrPrint`).
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = "system"
        self._shown: Colours | None = None
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._repaint)

    def follow(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._app.styleHints().setColorScheme(_SCHEMES[choice])  # also the window frame, where the system can
        self._repaint()

    @Slot()
    def _repaint(self) -> None:
        is_system_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        theme = DARK if self._choice == "dark" or (self._choice == "system" and is_system_dark) else LIGHT
        if theme is not self._shown:
            self._shown = theme
            self._app.setPalette(_palette(theme))
            self._app.setStyleSheet(_style_sheet(theme))


def _palette(theme: Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.field,
        QPalette.ColorRole.AlternateBase: theme.hover,
        QPalette.ColorRole.Button: theme.card,
        QPalette.ColorRole.ToolTipBase: theme.card,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Light: theme.card,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Dark: theme.border,
        QPalette.ColorRole.Shadow: theme.border,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.HighlightedText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.border))
    return palette


def _style_sheet(theme: Colours) -> str:
    template = Template((_RESOURCES / "style.qss").read_text(encoding="utf-8"))
    tone = "dark" if theme is DARK else "light"
    return template.substitute(theme._asdict(), icons=ICON_FOLDER.as_posix(), tone=tone)
