"""Heat maps and the page that ``score`` writes."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
from PIL import Image

from tests.engine.cli.headless import FROM_40, Run


def pictures_in_page(page: str) -> list[Image.Image]:
    found = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


def test_a_page_shows_every_picture_with_its_map_and_needs_nothing_else(
    run: Run, verdict_model: Path, digit_pictures: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "<odd> & ends.png"
    Image.fromarray(np.kron(np.eye(28), np.ones((4, 4))).astype(np.uint8) * 255).save(odd)
    (tmp_path / "broken.png").write_text("no picture")
    page, maps = tmp_path / "report.html", tmp_path / "maps"
    result = run(
        "score",
        verdict_model,
        digit_pictures / "00.png",
        odd,
        tmp_path / "broken.png",
        "--report",
        page,
        "--maps",
        maps,
        "--false-alarms",
        FROM_40,
        "--json",
    )
    assert result.status == 0, result.err
    text = page.read_text()
    normal, abnormal = result.json["pictures"]
    assert normal["score"] < abnormal["score"]
    assert text.index("&lt;odd&gt; &amp; ends.png") < text.index("00.png")  # the most abnormal first
    assert "<odd>" not in text
    assert "broken.png" in text
    assert not re.search(r'(?:src|href)="(?!data:)', text)
    shown = pictures_in_page(text)
    assert [picture.size for picture in shown] == [(14, 14)] * 4
    plain, under_map = (np.asarray(picture).astype(int) for picture in shown[:2])
    assert np.ptp(plain, axis=2).max() < 30  # grey
    assert np.ptp(under_map, axis=2).max() > 60  # coloured where it is unusual

    files = sorted(maps.iterdir())
    assert [file.name for file in files] == ["00001 00.png", "00002 _odd_ _ ends.png"]
    assert np.asarray(Image.open(files[1])).shape == (14, 14, 3)


def test_outputs_are_refused_before_any_work(
    run: Run, verdict_model: Path, plain_model: Path, digit_pictures: Path, tmp_path: Path
) -> None:
    picture = digit_pictures / "00.png"
    (tmp_path / "there.html").write_text("mine")
    for arguments, sentence in (
        ((verdict_model, picture, "--report", tmp_path / "there.html"), "already a file there.html"),
        ((verdict_model, picture, "--report", tmp_path / "page.txt"), "does not end in .html"),
        ((verdict_model, picture, "--maps", tmp_path), "is not empty"),
        ((verdict_model, picture, "--maps", tmp_path / "there.html"), "cannot be made"),
        ((plain_model, picture, "--maps", tmp_path / "maps"), "no heat maps"),
    ):
        result = run("score", *arguments)
        assert result.status == 1
        assert sentence in result.err
    assert (tmp_path / "there.html").read_text() == "mine"
    assert not (tmp_path / "maps").exists()
