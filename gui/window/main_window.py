"""The window: it lays the widgets out, carries wishes to the engine and its events back, and keeps one state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRandomGenerator, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol import commands, events, model_info
from engine.protocol.activity import Activity, Outcome
from engine.settings import TrainingSettings
from gui.look.theme import ThemeChoice, apply_theme, prepare_theme
from gui.pages.wiring import Verdicts
from gui.state import transitions
from gui.state.app_state import AppState, Phase
from gui.state.engine_client import EngineClient
from gui.window.body import WindowBody
from gui.window.memory import WindowMemory
from gui.window.menus import WindowActions
from gui.window.model_file import ModelFile
from gui.window.opening import FileOpening, kind_of
from gui.window.status_line import StatusLine

_HEIGHT_WITH_SAMPLES_PX = 720
_PAINTING_MS = 30  # in which the window is usually painted for the first time; the engine would compete with that
_WARM_UP_DELAY_MS = 400  # after the last change of a setting


class MainWindow(QMainWindow):
    """The one window of the application.

    Args:
        files: what to open at once: a model, images to train on, a picture for the canvas.
        memory: what it remembers of the last time; None takes the user's own.
    """

    def __init__(self, files: list[str] | None = None, memory: WindowMemory | None = None) -> None:
        super().__init__()
        self._files = [Path(file) for file in files or [] if not file.startswith("-")]
        self._state = AppState()
        self._dataset: ImageDataset | None = None
        self._total_epochs = 1
        self._steps_per_epoch = 1
        self._may_close = False
        self._memory = memory or WindowMemory()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        prepare_theme(application)

        self.client = EngineClient(self)
        self.model_file = ModelFile(self, self._memory)
        self.file_opening = FileOpening(self, self._memory)
        self.actions_of_menu = WindowActions(self)
        self.verdicts = Verdicts(self.client, self)
        self.status_line = StatusLine(self)
        body = WindowBody(self.verdicts, self)
        self._body = body
        self.notice_bar, self.training_panel, self.loss_plot = body.notice_bar, body.training_panel, body.loss_plot
        self.reconstruction_view, self.samples_strip = body.reconstruction_view, body.samples_strip
        self.pages = body.pages
        self._warm_up_timer = QTimer(self, singleShot=True, interval=_WARM_UP_DELAY_MS)

        self._lay_out()
        self._connect_wishes()
        self._connect_events()
        self._show_title()
        self._apply_state(self._state)
        # Last: under a style sheet every widget that finds its place is styled anew, with all that stands in it.
        apply_theme(application, self._memory.theme)

    def start(self) -> None:
        """Ask the engine for the data and the files the window was given; it starts a moment later."""
        QTimer.singleShot(_PAINTING_MS, self.client.start)
        sources = [file for file in self._files if kind_of(file) == "images"]
        self.client.load_dataset(str(sources[-1]) if sources else "auto")
        for file in self._files:
            if kind_of(file) != "images":
                self.file_opening.open_path(file)

    @Slot(list)
    def come_forward(self, files: list[str]) -> None:
        """Show the window to the user, who has started the application again, and open what was asked for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        for file in files:
            self.file_opening.open_path(Path(file))

    @property
    def state(self) -> AppState:
        """What the window knows about the engine at the moment."""
        return self._state

    def close_without_saving(self) -> None:
        """Close at once, whatever is unsaved, as the tour does at its end."""
        self._close_for_good()

    # -------------------------------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self.resize(1280, 800)
        self.setMinimumSize(860, 600)
        self.setAcceptDrops(True)
        self.setCentralWidget(self._body)
        self.setStatusBar(self.status_line)
        canvas = self.reconstruction_view.canvas
        self.actions_of_menu.fill_menu_bar(
            canvas.edit_actions(), canvas.tools.for_tools_menu(), self._memory.theme
        )
        self.actions_of_menu.show_recent(self._memory.recent_files)
        self.restoreGeometry(self._memory.geometry)
        self._body.restore(self._memory)

    # ------------------------------------------------------------------------- from widgets to engine

    def _connect_wishes(self) -> None:
        panel, files = self.training_panel, self.file_opening
        form, data = panel.settings_form, panel.dataset_panel
        panel.train_requested.connect(self._train)
        panel.pause_requested.connect(self.client.pause)
        panel.resume_requested.connect(self.client.resume)
        panel.step_requested.connect(self._step)
        panel.stop_requested.connect(self.client.stop)
        form.learning_rate_changed.connect(self.client.change_learning_rate)
        form.settings_changed.connect(self._warm_up_timer.start)
        data.normal_changed.connect(self._warm_up_timer.start)
        self._warm_up_timer.timeout.connect(self._warm_up)
        data.source_chosen.connect(self.client.load_dataset)
        data.open_requested.connect(files.choose_images)
        data.cancel_requested.connect(self.client.cancel_loading)

        canvas = self.reconstruction_view.canvas
        files.images_requested.connect(self.client.load_dataset)
        files.model_requested.connect(self.model_file.open_path)
        files.picture_requested.connect(canvas.open_picture)
        files.refused.connect(self.notice_bar.show_error)
        canvas.drawing_changed.connect(self.client.draw)
        self.reconstruction_view.picture_refused.connect(self.notice_bar.show_error)
        canvas.sample_requested.connect(self._show_another_sample)
        canvas.drawing_cleared.connect(self.verdicts.show_nothing)
        canvas.drawing_cleared.connect(self.client.forget_drawing)
        self.reconstruction_view.scored_shown.connect(self.verdicts.show_scored)
        self.verdicts.study_requested.connect(self._study)
        self.verdicts.evaluation_requested.connect(self._evaluate)
        self.verdicts.sample_chosen.connect(canvas.show_sample)
        data.sample_chosen.connect(canvas.show_sample)
        self.samples_strip.sample_chosen.connect(canvas.show_sample)
        for view in (self.loss_plot, self.verdicts):
            view.save_failed.connect(self.notice_bar.show_error)
            view.saved.connect(self.status_line.show_saved)

        actions = self.actions_of_menu
        actions.open_model.triggered.connect(self.model_file.open)
        actions.open_images.triggered.connect(files.choose_images)
        actions.recent_chosen.connect(files.open_path)
        actions.forget_recent.triggered.connect(self._forget_recent)
        actions.save.triggered.connect(self.model_file.save)
        actions.save_as.triggered.connect(self.model_file.save_as)
        actions.quit.triggered.connect(self.close)
        actions.theme_chosen.connect(self._choose_theme)
        actions.train.triggered.connect(self._train)
        actions.pause.triggered.connect(self.client.pause)
        actions.resume.triggered.connect(self.client.resume)
        actions.step.triggered.connect(self._step)
        actions.stop.triggered.connect(self.client.stop)
        actions.evaluate.triggered.connect(self._evaluate)
        actions.about.triggered.connect(self._show_about)
        actions.first_steps.triggered.connect(self._show_first_steps)
        self.model_file.save_requested.connect(self.client.save)
        self.model_file.stop_requested.connect(self.client.stop)
        self.model_file.open_requested.connect(self.client.open)
        self.model_file.changed.connect(self._show_title)

    @Slot()
    def _train(self, *, is_stepping: bool = False) -> None:
        settings = self._good_settings()
        if settings is not None:
            self.client.train(settings, self.training_panel.dataset_panel.normal, is_stepping=is_stepping)

    @Slot()
    def _step(self) -> None:
        if self._state.is_run_alive:
            self.client.step()
        else:
            self._train(is_stepping=True)

    @Slot()
    def _evaluate(self) -> None:
        self.client.evaluate(self.training_panel.dataset_panel.normal)

    @Slot(object)
    def _study(self, choices: tuple[tuple[int, ...], ...]) -> None:
        settings = self._good_settings()
        if settings is not None:
            self.client.study(settings, choices)

    @Slot()
    def _warm_up(self) -> None:
        settings = self.training_panel.settings_form.settings()
        if settings is not None and self._state.phase is Phase.READY and self._state.has_dataset:
            self.client.warm_up(settings, self.training_panel.dataset_panel.normal)

    @Slot()
    def _show_another_sample(self) -> None:
        dataset = self._dataset
        if dataset is None:
            return
        images = dataset.x_train if dataset.x_test is None else dataset.x_test
        chosen = QRandomGenerator.global_().bounded(len(images))
        self.reconstruction_view.canvas.show_sample(images[chosen])

    def _good_settings(self) -> TrainingSettings | None:
        settings = self.training_panel.settings_form.settings()
        if settings is None:
            self.notice_bar.show_error(UserError("A setting is out of its bounds; mend the marked field first."))
        return settings

    # ------------------------------------------------------------------------- from engine to widgets

    def _connect_events(self) -> None:
        client = self.client
        client.queued.connect(self._follow_command)
        client.stop_requested.connect(self._follow_stop)
        client.published.connect(self._follow_event)
        client.working.connect(self._show_work)
        client.model_ready.connect(self._show_model)
        client.dataset_loaded.connect(self._show_dataset)
        client.training_started.connect(self._show_start)
        client.training_started.connect(self.loss_plot.start_run)
        client.batch_ended.connect(self._show_batch)
        client.batch_ended.connect(self.loss_plot.add_batch)
        client.epoch_ended.connect(self.loss_plot.add_epoch)
        client.training_finished.connect(self.loss_plot.finish_run)
        client.training_finished.connect(self._show_finish)
        client.samples_reconstructed.connect(self.samples_strip.show_samples)
        client.reconstructed.connect(self.reconstruction_view.show_reconstruction)
        client.scored.connect(self.reconstruction_view.show_scored)
        client.detector_ready.connect(self.reconstruction_view.canvas.send_again)
        client.model_ready.connect(self.model_file.take_model)
        client.project_saved.connect(self.model_file.take_saved)
        client.project_saved.connect(self._show_project_saved)
        client.engine_failed.connect(self._show_failure)

    @Slot(object)
    def _follow_command(self, command: commands.Command) -> None:
        self._apply_state(transitions.after_command(self._state, command))

    @Slot()
    def _follow_stop(self) -> None:
        self._apply_state(transitions.after_stop(self._state))

    @Slot(object)
    def _follow_event(self, event: events.Event) -> None:
        state = transitions.after_event(self._state, event)
        if state != self._state:
            self._apply_state(state)

    def _apply_state(self, state: AppState) -> None:
        had = self._state
        self._state = state
        self.file_opening.apply_state(state)
        self.training_panel.apply_state(state)
        self.reconstruction_view.apply_state(state)
        self.verdicts.apply_state(state)
        self.actions_of_menu.apply_state(state)
        self.status_line.apply_state(state)
        self.model_file.is_modified = state.is_modified
        self.setWindowModified(state.is_modified)
        if state.is_modified != had.is_modified:
            self._show_title()
        if state.phase is Phase.READY and had.phase is not Phase.READY:
            self._warm_up_timer.start()

    @Slot(object)
    def _show_work(self, event: events.Working) -> None:
        self.status_line.show_work(event)
        if self._state.phase is Phase.LOADING_DATA:
            self.training_panel.dataset_panel.show_progress(event.doing, event.fraction)

    @Slot(object)
    def _show_model(self, event: events.ModelReady) -> None:
        self.reconstruction_view.set_image_shape(event.model.image_shape)
        self.reconstruction_view.canvas.send_again()
        self.status_line.show_model(event.model)
        if event.path is not None:
            self.loss_plot.show_history(event.model.name, event.model.history)
            self.training_panel.settings_form.set_settings(event.model.settings)
            self._show_normal(event.model.normal)

    def _show_normal(self, normal: model_info.Normal) -> None:
        """Show which classes the model counts as normal, where the data have them."""
        labels = () if self._dataset is None else self._dataset.labels
        if normal is None or set(normal) <= set(labels):
            self.training_panel.dataset_panel.set_normal(normal)

    @Slot(object)
    def _show_dataset(self, event: events.DatasetLoaded) -> None:
        data = self.training_panel.dataset_panel
        is_the_same = self._dataset is not None and self._dataset.source == event.dataset.source
        normal = data.normal if is_the_same else None
        self._dataset = event.dataset
        data.set_dataset(event.dataset)
        data.set_normal(normal)
        if event.dataset.note:
            self.notice_bar.show_notice(event.dataset.note)

    @Slot(object)
    def _show_start(self, event: events.TrainingStarted) -> None:
        self._total_epochs = event.settings.epochs
        self._steps_per_epoch = event.steps_per_epoch

    @Slot(object)
    def _show_batch(self, event: events.BatchEnded) -> None:
        self.training_panel.show_progress(event, self._total_epochs, self._steps_per_epoch)

    @Slot(object)
    def _show_finish(self, event: events.TrainingFinished) -> None:
        self.training_panel.show_finished(event)
        self.status_line.show_finish(event)
        self.reconstruction_view.canvas.send_again()
        if event.outcome is Outcome.DIVERGED:
            self.notice_bar.show_error(
                UserError(
                    "The training diverged: its loss is no longer a number. The last good weights are kept; try a "
                    "lower learning rate."
                )
            )
        is_replaced = not {commands.OpenProject, commands.LoadDataset}.isdisjoint(self._state.pending)
        if event.epochs > 0 and not is_replaced:
            if self._state.has_test_set:
                self._evaluate()
            self.client.learn_normal()

    @Slot(object)
    def _show_project_saved(self, event: events.ProjectSaved) -> None:
        self.status_line.show_saved(event.path)

    @Slot(object)
    def _show_failure(self, event: events.EngineFailed) -> None:
        self.notice_bar.show_error(event.error, event.details)
        if event.activity is Activity.SAVING:
            self.model_file.forget_wish()
        elif event.activity is Activity.LOADING_DATA and not self._state.has_dataset:
            self.client.load_dataset("auto")  # a bad file on the command line leaves no empty window

    @Slot()
    def _show_title(self) -> None:
        unsaved = self.tr("Unsaved model") if self._state.is_modified else self.tr("Bundled model")
        name = unsaved if self.model_file.path is None else self.model_file.path.name
        self.setWindowTitle(self.tr("{name}[*] – Autoencoder Studio").format(name=name))
        self.actions_of_menu.show_recent(self._memory.recent_files)

    # ------------------------------------------------------------------------------ the window itself

    @Slot()
    def _forget_recent(self) -> None:
        self._memory.forget_files()
        self.actions_of_menu.show_recent([])

    @Slot(str)
    def _choose_theme(self, choice: ThemeChoice) -> None:
        self._memory.theme = choice
        apply_theme(self._application, choice)

    @Slot()
    def _show_about(self) -> None:
        from gui.window import about

        about.show_about(self)

    @Slot()
    def _show_first_steps(self) -> None:
        from gui.window import about

        about.show_first_steps(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the samples out where the drawing and its verdict need the height."""
        super().resizeEvent(event)
        self.samples_strip.setVisible(event.size().height() >= _HEIGHT_WITH_SAMPLES_PX)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files; a picture dropped on the canvas is the canvas's own."""
        self.file_opening.take_drag(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped files."""
        self.file_opening.take_drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, once what is unsaved has been seen to."""
        if self._state.is_modified and not self._may_close:
            event.ignore()
            self.model_file.unless_unsaved(self.tr("Closing the window"), self._close_for_good)
            return
        self._memory.geometry = self.saveGeometry()
        self._body.remember(self._memory)
        self.hide()  # at once, while the engine may need a moment to end
        self.client.close()
        event.accept()

    def _close_for_good(self) -> None:
        self._may_close = True
        self.client.stop()
        self.close()

    def event(self, event: QEvent) -> bool:
        """Stop the engine before Qt deletes the window: a thread destroyed while it runs aborts the process."""
        if event.type() == QEvent.Type.DeferredDelete:
            self.client.close()
        return super().event(event)
