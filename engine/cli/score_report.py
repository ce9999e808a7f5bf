"""What ``score`` writes to look at: a heat map of each picture, and one HTML page with all of them."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cli.picture_scoring import ABNORMAL, PictureScore, UnreadablePicture
from engine.model_file.atomic_write import write_atomically
from engine.program import VERSION

_SHOWN_PX = 192
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; }
p { margin: .2rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .7rem; border-bottom: 1px solid #8885; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.file { overflow-wrap: anywhere; }
img { width: 12rem; max-width: 22vw; height: auto; image-rendering: auto; display: block; }
img.small { image-rendering: pixelated; }
.abnormal { color: #c62828; font-weight: 600; }
@media (prefers-color-scheme: dark) { .abnormal { color: #ff8a80; } }
"""


@dataclass(frozen=True, eq=False)
class LookedAt:
    """A scored picture with what there is to look at.

    Attributes:
        score: of the picture.
        image: as the model got it, (height, width, 3) uint8.
        map: the same under its heat map.
    """

    score: PictureScore
    image: NDArray[np.uint8]
    map: NDArray[np.uint8]


def write_map(folder: Path, number: int, looked_at: LookedAt) -> Path:
    """Write a picture under its heat map as a PNG file; return its path.

    Args:
        folder: where it is written.
        number: from 1; it keeps pictures of the same name in other folders apart.
        looked_at: the picture.

    Raises:
        UserError: it cannot be written.
    """
    stem = "".join(
        letter if letter.isalnum() or letter in "-_. " else "_" for letter in Path(looked_at.score.file).stem
    )
    path = folder / f"{number:05} {stem[:80]}.png"
    write_atomically(path, lambda stream: stream.write(_encoded(looked_at.map, "PNG")))
    return path


def report_row(looked_at: LookedAt) -> str:
    """Return a picture's row of the table, as HTML with its images in it, so that nothing else need be kept."""
    score = looked_at.score
    kinds = sorted(score.evidence.items(), key=lambda kind: -kind[1])[:3]
    reasons = ", ".join(f"{name.replace('_', ' ')} {value:.1f}" for name, value in kinds if value >= 0.05)
    verdict = score.verdict or "–"
    cells = (
        f"<td>{_image(looked_at.image)}</td><td>{_image(looked_at.map)}</td>",
        f'<td class="file">{html.escape(score.file)}</td>',
        f'<td class="{"abnormal" if verdict == ABNORMAL else "normal"}">{verdict}</td>',
        f'<td class="number">{score.score:.3g}</td>',
        f'<td class="number">{"–" if score.p_value is None else f"{score.p_value:.4f}"}</td>',
        f"<td>{html.escape(reasons)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def write_report(
    path: Path,
    model: str,
    rows: Sequence[str],
    count: int,
    unreadable: Sequence[UnreadablePicture],
    false_alarm_rate: float | None,
) -> None:
    """Write one HTML page that needs no other file, atomically.

    Args:
        path: the file.
        model: the name of the model.
        rows: of the table, by `report_row`, the most abnormal picture first.
        count: how many pictures were judged; there may be fewer rows.
        unreadable: what has no score.
        false_alarm_rate: at most this share of normal pictures is called abnormal; None where there are no verdicts.

    Raises:
        UserError: it cannot be written.
    """
    said = f"{count:,} pictures, the most abnormal first"
    if len(rows) < count:
        said = f"The {len(rows):,} most abnormal of {count:,} pictures"
    if false_alarm_rate is not None:
        said += f"; at most 1 in {1 / false_alarm_rate:,.4g} normal ones is called abnormal"
    refused = "".join(f"<li>{html.escape(each.file)}: {html.escape(each.reason)}</li>" for each in unreadable)
    headings = ("Picture", "Where it is unusual", "File", "Verdict", "Score", "p-value", "Strongest evidence")
    numbers = ("Score", "p-value")
    head = "".join(f'<th class="{"number" if each in numbers else ""}">{each}</th>' for each in headings)
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(model)}: scores</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>\n'
        f"<h1>Pictures judged by {html.escape(model)}</h1>\n<p>{said}. Autoencoder Studio {VERSION}, "
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M}.</p>\n<table><thead><tr>{head}</tr></thead><tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table>\n"
        + (f"<h2>Not read</h2><ul>{refused}</ul>\n" if refused else "")
        + "</body></html>\n"
    )
    write_atomically(path, lambda stream: stream.write(page.encode(errors="backslashreplace")))


def _image(pixels: NDArray[np.uint8]) -> str:
    data = base64.b64encode(_encoded(pixels, "JPEG")).decode()
    look = ' class="small"' if max(pixels.shape[:2]) < _SHOWN_PX // 2 else ""
    return f'<img{look} alt="" src="data:image/jpeg;base64,{data}">'


def _encoded(pixels: NDArray[np.uint8], kind: str) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    picture = Image.fromarray(pixels)
    if kind == "JPEG":
        picture.thumbnail((2 * _SHOWN_PX, 2 * _SHOWN_PX))
        picture.save(stream, kind, quality=88, subsampling=0)
    else:
        picture.save(stream, kind)
    return stream.getvalue()
