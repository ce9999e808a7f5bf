"""Numbers that no engine should send, sent past the gate: views write them, and a change of the theme survives them.

Two exceptions that leave `changeEvent` during one `setStyleSheet` end the process inside PySide (6.11), so a view must
not raise, whatever it shows.
"""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.protocol.events import DetectorReady, Reconstructed, Scored
from engine.protocol.results import DrawingVerdict, EvidenceKind, JudgeBy
from gui.answers.row import AnswerRow
from gui.look.theme import apply_theme
from gui.verdict.threshold import Threshold
from gui.verdict.view import VerdictView
from tests.gui.showing import shown

KINDS = tuple(EvidenceKind(name, name.title(), "How it looks.") for name in ("shape", "detail", "lines"))
NORMAL_SCORES = {JudgeBy.ALL: np.linspace(0, 1, 500, dtype=np.float32)}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # pixels that are no numbers, cast to levels
@pytest.mark.parametrize("odd", [float("inf"), float("-inf"), float("nan"), 1e300, -1.0])
def test_the_theme_changes_under_a_verdict_that_is_not_finite(qtbot: QtBot, odd: float) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    threshold = Threshold()
    threshold.set_normal_scores(NORMAL_SCORES)
    parent = QWidget()
    layout = QVBoxLayout(parent)
    row, verdict = AnswerRow(threshold=threshold), VerdictView(threshold)
    layout.addWidget(row)
    layout.addWidget(verdict)
    row.scored_shown.connect(verdict.show_scored)
    verdict.show_detector(DetectorReady(KINDS, NORMAL_SCORES))
    shown(qtbot, parent, 1100, 600)
    with np.errstate(over="ignore"):
        image, level = np.full((28, 28, 1), odd).astype(np.float32), np.full(3, odd).astype(np.float32)
    row.show_reconstruction(Reconstructed(1, image, image, image[..., 0], odd, odd, odd))
    verdict_on_it = DrawingVerdict(odd, 0.002, level, image[..., 0])
    row.show_scored(Scored(1, {JudgeBy.ALL: verdict_on_it}, np.zeros((28, 28, 1), np.uint8)))
    assert verdict.is_abnormal
    for choice in ("dark", "light"):
        apply_theme(application, choice)  # type: ignore[arg-type]
        parent.grab()
    texts = [label.text() for label in parent.findChildren(QLabel)] + [verdict.bar.accessibleDescription()]
    assert not any("nan" in text.lower().split() or "inf" in text.lower() for text in texts)
