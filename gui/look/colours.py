"""The colours of the two themes, by what they are for."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QGuiApplication, QPalette

from gui.look.run_colours import DARK_RUNS, LIGHT_RUNS


class PlotColours(NamedTuple):
    """What a plot is drawn with, as "#rrggbb".

    Attributes:
        background: behind the curves; the same as a card's.
        text: axis labels and numbers.
        grid: lines that should hardly be seen.
        train: the running training's loss.
        validation: the running training's validation loss.
        finished: one colour for each finished run, in turn.
    """

    background: str
    text: str
    grid: str
    train: str
    validation: str
    finished: tuple[str, ...]


class Colours(NamedTuple):
    """One theme, as "#rrggbb".

    Attributes:
        window: behind everything.
        card: panels and menus that stand on the window.
        field: where something is typed or chosen.
        hover: under the mouse.
        pressed: while the mouse button is down.
        border: edges of cards and fields.
        text: the main text.
        muted: secondary text: units, captions, notes.
        disabled: labels of what cannot be used now.
        accent: the one colour that draws attention.
        accent_hover: the accent under the mouse.
        on_accent: text and icons on the accent.
        selection: behind what is checked, a faint accent.
        error: what went wrong.
        error_field: behind a bad value and an error notice.
        warning: what the user should look at.
        success: what went well.
        plot: what plots are drawn with.
    """

    window: str
    card: str
    field: str
    hover: str
    pressed: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    error: str
    error_field: str
    warning: str
    success: str
    plot: PlotColours


LIGHT = Colours(
    window="#f3f4f7",
    card="#ffffff",
    field="#ffffff",
    hover="#eef0f4",
    pressed="#e2e5ec",
    border="#d3d7df",
    text="#1c2129",
    muted="#5a6371",
    disabled="#a2a9b4",
    accent="#3558d4",
    accent_hover="#2b49b6",
    on_accent="#ffffff",
    selection="#e3e9fb",
    error="#b3261e",
    error_field="#fcedec",
    warning="#8a5a00",
    success="#1f7a44",
    plot=PlotColours(
        background="#ffffff",
        text="#4d5663",
        grid="#e6e9ee",
        train="#3558d4",
        validation="#c2570c",
        finished=LIGHT_RUNS,
    ),
)

DARK = Colours(
    window="#181a1f",
    card="#21242b",
    field="#191c21",
    hover="#2c3039",
    pressed="#353a45",
    border="#3a3f4a",
    text="#e7e9ee",
    muted="#a3abb8",
    disabled="#666e7b",
    accent="#8ea8ff",
    accent_hover="#a9bdff",
    on_accent="#10152a",
    selection="#2d3654",
    error="#ff9a90",
    error_field="#3a2324",
    warning="#f0bf62",
    success="#7fd6a0",
    plot=PlotColours(
        background="#21242b",
        text="#b3bac6",
        grid="#333843",
        train="#8ea8ff",
        validation="#f4a261",
        finished=DARK_RUNS,
    ),
)


def is_dark() -> bool:
    """Return whether the application's palette is dark now."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """Return the active theme's colours. Ask again on `QEvent.Type.PaletteChange`."""
    return DARK if is_dark() else LIGHT


def plot_colours() -> PlotColours:
    """Return what plots are drawn with in the active theme. Ask again on `QEvent.Type.PaletteChange`."""
    return colours().plot
