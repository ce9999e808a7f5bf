"""Showing the engine's events: each goes to the widgets that show it; what it makes out of date goes away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from engine.errors import UserError
from engine.protocol import events
from engine.protocol.activity import Activity, Outcome
from gui.pages.wiring import Verdicts
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.state.state_store import StateStore
from gui.state.subjects import Clearing, Subject
from gui.window.body import WindowBody
from gui.window.status_line import StatusLine


class EventDisplay(QObject):
    """Passes events on to the widgets. What follows from the state alone, the widgets take from `AppState`.

    Signals:
        saving_failed: the model could not be saved.
        data_missing: the data could not be loaded, and there are none yet.
    """

    saving_failed = Signal()
    data_missing = Signal()

    def __init__(
        self,
        client: EngineClient,
        store: StateStore,
        body: WindowBody,
        verdicts: Verdicts,
        status_line: StatusLine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._body = body
        self._status_line = status_line
        self._panel = body.training_panel
        self._clearing = self._what_goes(verdicts)
        self._panel.dataset_panel.normal_changed.connect(store.choose_normal)
        plot, view = body.loss_plot, body.answer_row
        client.working.connect(self._show_work)
        client.model_ready.connect(self._show_model)
        client.dataset_loaded.connect(self._show_note)
        client.training_started.connect(self._panel.show_start)
        client.training_started.connect(self._start_plot)
        client.runs_changed.connect(self._name_plotted_runs)
        client.batch_ended.connect(self._panel.show_batch)
        client.batch_ended.connect(plot.add_batch)
        client.epoch_ended.connect(plot.add_epoch)
        client.training_finished.connect(plot.finish_run)
        client.training_finished.connect(self._show_finish)
        client.samples_reconstructed.connect(body.samples_strip.show_samples)
        client.reconstructed.connect(view.show_reconstruction)
        client.scored.connect(view.show_scored)
        client.detector_ready.connect(view.send_again)
        view.figure.follow(verdicts.view)
        view.example.drawing_sent.connect(client.draw)
        view.example_scored.connect(verdicts.view.show_example)
        view.example.ended.connect(verdicts.view.show_nothing)
        client.project_saved.connect(self._show_saved)
        client.engine_failed.connect(self._show_failure)

    def apply_state(self, state: AppState) -> None:
        """Clear what is of a former model, of former data or of former classes."""
        self._clearing.apply_state(state)

    def _what_goes(self, verdicts: Verdicts) -> Clearing:
        """Return the one table of what each part of the window is of.

        What is not in it is either of the whole session, as the list of runs, or follows the state by itself, as the
        facts about the data. The verdict on the drawing is the model's, whatever the data are: it stays when only they
        change, and the status line says that the model was trained on others.
        """
        model, given, data, classes = Subject.MODEL, Subject.VERDICTS, Subject.DATA, Subject.CLASSES
        body = self._body
        return Clearing(
            {
                self._panel.forget_result: frozenset({model, data, classes}),
                self._status_line.forget_outcome: frozenset({model, data, classes}),
                body.samples_strip.clear: frozenset({model, data}),
                body.answer_row.show_nothing: frozenset({model}),
                body.answer_row.forget_surprise: frozenset({given}),
                verdicts.show_nothing: frozenset({model, given}),
                verdicts.forget_evaluation: frozenset({model, data, classes}),
                verdicts.forget_results: frozenset({model, given, data}),
                verdicts.forget_faults: frozenset({model, given, data}),
                verdicts.forget_study: frozenset({data}),
            }
        )

    @Slot(object)
    def _start_plot(self, event: events.TrainingStarted) -> None:
        state = self._store.state
        self._body.loss_plot.start_run(event, state.run(state.training_run))

    @Slot()
    def _name_plotted_runs(self) -> None:
        state = self._store.state
        self._body.loss_plot.name_runs(state.runs, state.training_run)

    @Slot(object)
    def _show_work(self, event: events.Working) -> None:
        self._status_line.show_work(event)
        if self._store.state.phase is Phase.LOADING_DATA:
            self._panel.dataset_panel.show_progress(event.doing, event.fraction)

    @Slot(object)
    def _show_model(self, event: events.ModelReady) -> None:
        """Send the drawing to the new model, and show how a model from a file was trained."""
        self._body.answer_row.send_again()
        model = event.model
        if event.path is None:
            return
        self._body.loss_plot.show_history(model.name, model.history)
        self._panel.settings_form.set_settings(model.settings)
        state = self._store.state
        if state.is_own_data and (model.normal is None or set(model.normal) <= set(state.labels)):
            self._panel.dataset_panel.set_normal(model.normal)
        self._store.choose_normal(self._panel.dataset_panel.normal)

    @Slot(object)
    def _show_note(self, event: events.DatasetLoaded) -> None:
        self._store.choose_normal(self._panel.dataset_panel.normal)
        if event.dataset.note:
            self._body.notice_bar.show_notice(event.dataset.note)

    @Slot(object)
    def _show_finish(self, event: events.TrainingFinished) -> None:
        self._panel.show_finished(event)
        self._status_line.show_finish(event)
        self._body.answer_row.send_again()
        if event.outcome is Outcome.DIVERGED:
            self._body.notice_bar.show_error(
                UserError(
                    "The training diverged: its loss is no longer a number. The last good weights are kept; try a "
                    "lower learning rate."
                ),
                subject=Activity.TRAINING,
            )

    @Slot(object)
    def _show_saved(self, event: events.ProjectSaved) -> None:
        self._status_line.show_model_saved(event.path)

    @Slot(object)
    def _show_failure(self, event: events.EngineFailed) -> None:
        can_start_again = event.activity is Activity.STARTING
        self._body.notice_bar.show_error(
            event.error, event.details, can_start_again=can_start_again, subject=event.activity
        )
        if event.activity is Activity.SAVING:
            self.saving_failed.emit()
        elif event.activity is Activity.LOADING_DATA and self._store.state.dataset is None:
            self.data_missing.emit()
