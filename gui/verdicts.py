"""All that is about verdicts in the window: the threshold that its parts share, the parts, and their wiring."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engine import verdict_messages
from engine.messages import CommandEnded, ModelReady, Normal
from gui.app_state import AppState
from gui.engine_client import EngineClient
from gui.fault_page import FaultPage
from gui.results_page import ResultsPage
from gui.score_histogram import ScoreHistogram
from gui.study_page import StudyPage
from gui.threshold import Threshold
from gui.verdict_view import VerdictView


class Verdicts(QObject):
    """Carries what the engine says about verdicts to the parts that show it, and their wishes back.

    Signals:
        study_requested: study these choices of normal classes, a tuple of tuples of labels.
        sample_chosen: put this image on the canvas, (height, width, channels) uint8.
        saved: a file has been written (`pathlib.Path`).
        save_failed: it could not be, with the `UserError`.

    Attributes:
        threshold: the one that all verdicts compare with.
        view: the verdict on the drawing.
        histogram: the scores of normal images, and the drawing's.
        results: the test set with its verdicts.
        study: the one-class study.
        faults: the fault panel.
    """

    study_requested = Signal(object)
    sample_chosen = Signal(object)
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._normal: Normal = None
        self.threshold = Threshold(self)
        self.view = VerdictView(self.threshold)
        self.histogram = ScoreHistogram(self.threshold)
        self.results = ResultsPage(self.threshold)
        self.study = StudyPage()
        self.faults = FaultPage()

        client.model_ready.connect(self._follow_model)
        client.detector_ready.connect(self._show_detector)
        client.detector_missing.connect(self._show_missing)
        client.judged.connect(self.results.show_judged)
        client.study_advanced.connect(self.study.show_progress)
        client.fault_advanced.connect(self.faults.show_progress)
        client.command_ended.connect(self._finish)
        self.view.learning_requested.connect(client.learn_normal)
        self.results.judging_requested.connect(self._judge)
        self.results.sample_chosen.connect(self.sample_chosen)
        self.study.study_requested.connect(self.study_requested)
        self.faults.faults_requested.connect(self._measure_faults)
        for page in (self.study, self.faults):
            page.cancel_requested.connect(client.cancel_judging)
        for part in (self.results, self.study, self.faults):
            part.saved.connect(self.saved)
            part.save_failed.connect(self.save_failed)

    def apply_state(self, state: AppState) -> None:
        """Enable what the state allows."""
        for part in (self.view, self.results, self.study, self.faults):
            part.apply_state(state)

    @Slot(object)
    def show_scored(self, event: verdict_messages.Scored) -> None:
        """Give the verdict on what is shown."""
        self.view.show_scored(event)
        self.histogram.show_scored(event)

    @Slot()
    def show_nothing(self) -> None:
        """There is no drawing to judge."""
        self.view.show_nothing()
        self.histogram.show_nothing()

    def take_labels(self, labels: tuple[int, ...]) -> None:
        """Other images are there, with these classes."""
        self.results.clear()
        self.study.set_labels(labels)

    @Slot(object)
    def _follow_model(self, event: ModelReady) -> None:
        self._normal = event.model.normal

    @Slot(object)
    def _show_detector(self, event: verdict_messages.DetectorReady) -> None:
        self.threshold.set_normal_scores(event.normal_scores)
        for part in (self.view, self.histogram, self.results, self.faults):
            part.show_detector(event)

    @Slot(object)
    def _show_missing(self, event: verdict_messages.DetectorMissing) -> None:
        self.threshold.set_normal_scores(None)
        for part in (self.view, self.histogram, self.results, self.faults):
            part.show_missing(event)

    @Slot(object)
    def _finish(self, event: CommandEnded) -> None:
        if isinstance(event.command, verdict_messages.RunStudy):
            self.study.finish()
        elif isinstance(event.command, verdict_messages.MeasureFaults):
            self.faults.finish()

    @Slot()
    def _judge(self) -> None:
        self._client.judge_test_set(self._normal)

    @Slot()
    def _measure_faults(self) -> None:
        self._client.measure_faults(self._normal)
