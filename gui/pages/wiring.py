"""The parts that show verdicts, the threshold that they share, and their connection with the engine."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.protocol.commands import MeasureFaults, RunStudy
from engine.protocol.data_events import SuspiciousImages
from engine.protocol.events import (
    CommandEnded,
    DetectorMissing,
    DetectorReady,
    Evaluated,
    Scored,
)
from engine.protocol.model_info import Normal
from engine.protocol.run_events import StudyRestored
from gui.state.app_state import AppState
from gui.state.engine_client import EngineClient
from gui.verdict.score_card import ScoreCard
from gui.verdict.threshold import Threshold
from gui.verdict.view import VerdictView

if TYPE_CHECKING:
    from gui.pages.evaluation import EvaluationPage
    from gui.pages.faults import FaultPage
    from gui.pages.results_page import ResultsPage
    from gui.pages.study import StudyPage
    from gui.training.suspicious_images import SuspiciousImagesPage

    _FigurePage = EvaluationPage | ResultsPage | StudyPage | FaultPage
    _Page = _FigurePage | SuspiciousImagesPage


class Verdicts(QObject):
    """Passes the engine's events to the parts that show verdicts, and their requests to the engine.

    Signals:
        evaluation_requested: measure the model's errors on the test set.
        study_requested: study these choices of normal classes, a tuple of tuples of labels.
        sample_chosen: put this image on the canvas, (height, width, channels) uint8.
        saved: a file has been written (`pathlib.Path`).
        save_failed: it could not be, with the `UserError`.

    Attributes:
        threshold: what all verdicts compare with.
        view: the verdict on the drawing.
        histogram: the scores of normal images, and the drawing's.
    """

    evaluation_requested = Signal()
    study_requested = Signal(object)
    sample_chosen = Signal(object)
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._state = AppState()
        self._evaluated: Evaluated | None = None
        self._restored: StudyRestored | None = None
        self._suspicious: SuspiciousImages | None = None
        self._pages: list[_Page] = []
        self.threshold = Threshold(self)
        self.view = VerdictView(self.threshold)
        self.histogram = ScoreCard(self.threshold)

        client.detector_ready.connect(self._show_detector)
        client.evaluated.connect(self._follow_evaluated)
        client.study_restored.connect(self._follow_study)
        client.suspicious_found.connect(self._follow_suspicious)
        self.view.learning_requested.connect(client.learn_normal)

    # ---------------------------------------------------------- the pages, made when first asked for

    @cached_property
    def evaluation(self) -> EvaluationPage:
        """The model's errors on the test set."""
        from gui.pages.evaluation import EvaluationPage

        page = EvaluationPage()
        page.evaluate_requested.connect(self.evaluation_requested)
        self._client.evaluated.connect(page.show_rows)
        self._follow_state(page)
        if self._evaluated is not None:
            page.show_rows(self._evaluated)
        return page

    @cached_property
    def results(self) -> ResultsPage:
        """The test set with its verdicts."""
        from gui.pages.results_page import ResultsPage

        page = ResultsPage(self.threshold)
        page.judging_requested.connect(self._judge)
        page.sample_chosen.connect(self.sample_chosen)
        self._client.judged.connect(page.show_judged)
        self._follow_state(page)
        return page

    @cached_property
    def study(self) -> StudyPage:
        """The one-class study."""
        from gui.pages.study import StudyPage

        page = StudyPage()
        page.study_requested.connect(self.study_requested)
        page.cancel_requested.connect(self._client.cancel_judging)
        self._client.study_advanced.connect(page.show_progress)
        self._client.study_restored.connect(page.show_restored)
        self._client.command_ended.connect(self._finish_study)
        self._follow_state(page)
        if self._restored is not None:
            page.show_restored(self._restored)
        return page

    @cached_property
    def faults(self) -> FaultPage:
        """The fault panel."""
        from gui.pages.faults import FaultPage

        page = FaultPage()
        page.faults_requested.connect(self._measure_faults)
        page.cancel_requested.connect(self._client.cancel_judging)
        self._client.fault_advanced.connect(page.show_progress)
        self._client.command_ended.connect(self._finish_faults)
        self._follow_state(page)
        return page

    @cached_property
    def suspicious(self) -> SuspiciousImagesPage:
        """The training images that look least like the others."""
        from gui.training.suspicious_images import SuspiciousImagesPage

        page = SuspiciousImagesPage()
        page.source_chosen.connect(self._client.load_dataset)
        page.sample_chosen.connect(self.sample_chosen)
        self._client.suspicious_found.connect(page.show_found)
        if self._suspicious is not None:
            page.show_found(self._suspicious)
        self._pages.append(page)
        page.apply_state(self._state)
        return page

    def _follow_state(self, page: _FigurePage) -> None:
        """Give a new page the state, now and after every change, and pass its save signals on."""
        page.saved.connect(self.saved)
        page.save_failed.connect(self.save_failed)
        self._pages.append(page)
        page.apply_state(self._state)

    # ------------------------------------------------------------------------------ state and events

    def apply_state(self, state: AppState) -> None:
        """Enable what the state allows."""
        had, self._state = self._state, state
        reason = self._why_no_verdicts(state)
        if state.detector is None and reason != self._why_no_verdicts(had):
            self._show_missing(DetectorMissing(reason))
        for part in (self.view, *self._pages):
            part.apply_state(state)

    def _why_no_verdicts(self, state: AppState) -> str:
        if state.detector is not None:
            return ""
        learning = self.tr("The model is learning what is normal; verdicts follow.")
        return learning if state.is_learning and not state.is_run_alive else state.missing_reason

    @Slot(object)
    def show_scored(self, event: Scored) -> None:
        """Give the verdict on what is shown."""
        self.view.show_scored(event)
        self.histogram.show_scored(event)

    @Slot()
    def show_nothing(self) -> None:
        """Show that there is no drawing to judge."""
        self.view.show_nothing()
        self.histogram.show_nothing()

    def forget_evaluation(self) -> None:
        """Remove the errors on the test set, which are of another model, other data or other classes."""
        self._evaluated = None
        self._clear("evaluation")

    def forget_results(self) -> None:
        """Remove the verdicts on the test set, which are of another detector or of other data."""
        self._clear("results")

    def forget_study(self) -> None:
        """Remove the study, which is of other data."""
        self._clear("study")

    def forget_faults(self) -> None:
        """Remove the measured faults, which are of another detector or of other data."""
        self._clear("faults")

    def _clear(self, name: str) -> None:
        """Clear a page, if it has been made: until then the property is not in the instance."""
        page: _FigurePage | None = vars(self).get(name)
        if page is not None:
            page.clear()

    @Slot(object)
    def _show_detector(self, event: DetectorReady) -> None:
        self.threshold.set_normal_scores(event.normal_scores, event.copies_left_out)
        self.view.show_detector(event)
        self.histogram.show_detector(event)

    def _show_missing(self, event: DetectorMissing) -> None:
        self.threshold.set_normal_scores(None)
        self.view.show_missing(event)
        self.histogram.show_missing(event)

    @Slot(object)
    def _follow_evaluated(self, event: Evaluated) -> None:
        self._evaluated = event

    @Slot(object)
    def _follow_study(self, event: StudyRestored) -> None:
        self._restored = event

    @Slot(object)
    def _follow_suspicious(self, event: SuspiciousImages) -> None:
        self._suspicious = event

    @Slot(object)
    def _finish_study(self, event: CommandEnded) -> None:
        if isinstance(event.command, RunStudy):
            self.study.finish()

    @Slot(object)
    def _finish_faults(self, event: CommandEnded) -> None:
        if isinstance(event.command, MeasureFaults):
            self.faults.finish()

    @Slot()
    def _judge(self) -> None:
        self._client.judge_test_set(self._normal())

    @Slot()
    def _measure_faults(self) -> None:
        self._client.measure_faults(self._normal())

    def _normal(self) -> Normal:
        """Return the classes that count as normal: the model's on its own data, else those that are chosen.

        The class 0 of other data is something else, whatever the model was trained on.
        """
        state = self._state
        return state.model.normal if state.model is not None and state.is_own_data else state.normal
