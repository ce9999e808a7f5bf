"""The four panes side by side as one figure for a slide: drawing, input, reconstruction and error map.

Importing this module imports matplotlib: see `gui.plots.loading`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import NDArray

from gui.answers.figure import Panes
from gui.look.colormaps import error_colour_map
from gui.plots.chart import Chart, Margins
from gui.plots.look import ChartLook

_GAP_PX = 14.0
_HEAD_PX = 2.0  # between a title and its picture
_SCALE_PX = 7.0  # the colour bar's height


class FourPanes(Chart):
    """Draws `Panes`; the verdict is its title.

    Args:
        look: colours and font size.
        panes: what is drawn.
        title_colour: of the title, "#rrggbb".
    """

    def __init__(self, look: ChartLook, panes: Panes, title_colour: str) -> None:
        super().__init__(look)
        self.axes.set_axis_off()
        self._title.set(color=title_colour, fontweight="bold", fontsize=look.font_px + 5)
        colours = ListedColormap(error_colour_map() / 255.0)
        grey = ListedColormap(np.repeat(np.linspace(0.0, 1.0, 256)[:, None], 3, axis=1))
        pictures: tuple[tuple[NDArray[np.floating[Any]], ListedColormap], ...] = (
            (panes.drawing / 255.0, grey),
            (_shown(panes.model_input), grey),
            (_shown(panes.reconstruction), grey),
            (panes.error_map, colours),
        )
        notes = (panes.model, panes.input_note, "\n".join(panes.errors), "")
        self._views = [self.figure.add_axes((0.0, 0.0, 0.1, 0.1)) for _ in pictures]
        for view, title, note, (picture, colour_map) in zip(
            self._views, panes.titles, notes, pictures, strict=True
        ):
            view.imshow(picture, colour_map, interpolation="nearest", aspect="auto", vmin=0.0, vmax=1.0)
            self._frame(view)
            view.set_title(title, loc="left", pad=_HEAD_PX + 2, fontsize=look.font_px + 1, color=look.colours.text)
            view.annotate(
                note,
                (0.0, 0.0),
                (0.0, -4.0),
                xycoords="axes fraction",
                textcoords="offset points",
                va="top",
                fontsize=look.font_px,
                color=look.colours.muted,
                linespacing=1.35,
            )
        self._scale = self.figure.add_axes((0.0, 0.0, 0.1, 0.1))
        self._scale.imshow(
            np.linspace(0.0, 1.0, 256)[None], cmap=colours, aspect="auto", extent=(0.0, 1.0, 0.0, 1.0)
        )
        self._frame(self._scale)
        self._scale.set_xticks((0.0, 0.5, 1.0), ("0", "0.5", "1"))
        self._scale.tick_params(length=2.0, pad=2.0, labelsize=look.font_px, colors=look.colours.muted)
        first, _, last = self._scale.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")
        self._aspect = panes.model_input.shape[1] / panes.model_input.shape[0]

    def resize(self, width_px: float, _height_px: float) -> None:
        """Take a width; the height follows from the pictures' aspect and what is written around them."""
        side = self._side_px(width_px)
        super().resize(width_px, side / self._aspect + self._above_px + self._below_px)

    def fit(self) -> None:
        """Place the panes from left to right."""
        super().fit()
        width, height = self.size_px
        side = self._side_px(width)
        tall = side / self._aspect
        for number, view in enumerate(self._views):
            left = number * (side + _GAP_PX)
            view.set_position((left / width, self._below_px / height, side / width, tall / height))
        left = 3 * (side + _GAP_PX)
        bottom = self._below_px - 4.0 - _SCALE_PX
        self._scale.set_position((left / width, bottom / height, side / width, _SCALE_PX / height))

    def _margins(self) -> Margins:
        return Margins(0.0, 0.0, 0.0, 0.0)

    @property
    def _above_px(self) -> float:
        return 1.5 * self.look.font_px + 2 * _HEAD_PX

    @property
    def _below_px(self) -> float:
        return 5.0 * self.look.font_px

    def _side_px(self, width_px: float) -> float:
        return (width_px - 3 * _GAP_PX) / 4

    def _frame(self, axes: Axes) -> None:
        axes.set_xticks(())
        axes.set_yticks(())
        for spine in axes.spines.values():
            spine.set(color=self.look.colours.border, linewidth=0.75)


def _shown(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (h, w, channels) levels as matplotlib takes them: (h, w) for grey, (h, w, 3) for colour."""
    return levels[:, :, 0] if levels.shape[2] == 1 else levels[:, :, :3]
