"""The fonts of charts: the window's font, and after it the system's fonts with Chinese characters.

Importing this module imports matplotlib: see `gui.plots.loading`.
"""

from __future__ import annotations

from pathlib import Path

from matplotlib import font_manager

_LATIN = "DejaVu Sans"  # comes with matplotlib
_CHINESE = (
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Noto Sans CJK JP",  # all that a matplotlib before 3.11 finds in the collection of the same name
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
    "Arial Unicode MS",
)
_CHINESE_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy", "droidsansfallback")


def font_families(family: str) -> list[str]:
    """Return the installed families in which matplotlib looks for a character, in this order.

    Args:
        family: the window's.
    """
    chinese = _first_chinese()
    if not chinese:  # matplotlib keeps a list of fonts, in which one that was installed since is missing
        for path in font_manager.findSystemFonts():
            if Path(path).name.lower().startswith(_CHINESE_FILES):
                font_manager.fontManager.addfont(path)
        chinese = _first_chinese()
    latin = [family, _LATIN] if family in _installed() and family != _LATIN else [_LATIN]
    return [*latin, *chinese]


def _first_chinese() -> list[str]:
    installed = _installed()
    return [name for name in _CHINESE if name in installed][:1]


def _installed() -> set[str]:
    return {entry.name for entry in font_manager.fontManager.ttflist}
