"""The window: it lays out the widgets, connects their requests, and passes every state to all of them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from gui.look.theme import ThemeChoice, apply_theme, prepare_theme
from gui.pages.wiring import Verdicts
from gui.pictures.wiring import Pictures
from gui.runs.wiring import Runs
from gui.state.app_state import AppState
from gui.state.engine_client import EngineClient
from gui.state.state_store import StateStore
from gui.state.wording import error_text
from gui.window.body import WindowBody
from gui.window.event_display import EventDisplay
from gui.window.layout.screen_fit import fit_to_screen
from gui.window.memory import WindowMemory
from gui.window.menus import WindowActions
from gui.window.model_file import ModelFile
from gui.window.notices.topics import EngineTopics
from gui.window.opening import FileOpening, kind_of
from gui.window.requests import EngineRequests
from gui.window.status_line import StatusLine

_FIRST_SIZE = QSize(1280, 800)
_PAINTING_MS = 30  # in which the window is usually painted for the first time; the engine would compete with that


class MainWindow(QMainWindow):
    """The one window of the application.

    State flows one way: widgets ask (`EngineRequests`), the engine answers (`EventDisplay`), and the state that
    follows goes to all widgets in one `_apply_state`.

    Signals:
        closing(): the window is hidden for good; it may still wait for its engine.
        closed(): the engine has ended, or was waited for long enough.

    Args:
        files: what to open at once: a model, images to train on, a picture for the canvas, a folder of pictures.
        memory: what it remembers of the last time; None takes the user's own.
    """

    closing = Signal()
    closed = Signal()

    def __init__(self, files: list[str] | None = None, memory: WindowMemory | None = None) -> None:
        super().__init__()
        self._files = [Path(file) for file in files or [] if not file.startswith("-")]
        self._may_close = False
        self._memory = memory or WindowMemory()
        self._application = cast(QApplication, QApplication.instance())
        prepare_theme(self._application)

        self.client = EngineClient(self, runs_folder=self._memory.runs_folder)
        self._store = StateStore(self.client, self)
        self._store.changed.connect(self._apply_state)
        self.model_file = ModelFile(self, self._memory)
        self.file_opening = FileOpening(self, self._memory)
        self.actions_of_menu = WindowActions(self)
        self.verdicts = Verdicts(self.client, self)
        self.pictures = Pictures(self.client, self)
        self.status_line = StatusLine(self)
        body = WindowBody(self.verdicts, lambda: self.runs.page, lambda: self.pictures.page, self)
        self._body = body
        self.notice_bar, self.training_panel, self.loss_plot = body.notice_bar, body.training_panel, body.loss_plot
        self.answer_row, self.samples_strip = body.answer_row, body.samples_strip
        self.pages = body.pages
        self.requests = EngineRequests(self.client, self.training_panel, self)
        self.runs = Runs(self.client, self.notice_bar, self.verdicts.threshold, self)
        EngineTopics(self.client, self.notice_bar)
        self._display = EventDisplay(self.client, self._store, body, self.verdicts, self.status_line, self)

        self._lay_out()
        self._connect_canvas()
        self._connect_files()
        self._connect_pictures()
        self._connect_runs()
        self._connect_menus()
        self._apply_state(self.state)
        if self._memory.damage is not None:
            self.notice_bar.show_notice(error_text(self._memory.damage))
        # Last: with a style sheet set, every widget that gets a parent is styled again, with all its children.
        apply_theme(self._application, self._memory.theme)

    def start(self) -> None:
        """Ask the engine for the data and the files the window was given; it starts a moment later."""
        QTimer.singleShot(_PAINTING_MS, self.client.start)
        self._request_files()

    @Slot()
    def _start_again(self) -> None:
        """Try once more to start the engine: what was asked for at the start has been dropped since."""
        self.client.start_again()
        self._request_files()

    def _request_files(self) -> None:
        sources = [file for file in self._files if kind_of(file) == "images"]
        self.client.load_dataset(str(sources[-1]) if sources else "auto")
        for file in self._files:
            if kind_of(file) != "images":
                self.file_opening.open_path(file)

    @Slot(list)
    def come_forward(self, files: list[str]) -> None:
        """Come to the front and open these files: the user has started the application again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        for file in files:
            self.file_opening.open_path(Path(file))

    @property
    def state(self) -> AppState:
        """What the window knows about the engine at the moment."""
        return self._store.state

    @Slot()
    def close_without_saving(self) -> None:
        """Close at once, whatever is unsaved: at the tour's end, by a signal, with the user's session."""
        self._may_close = True
        self.client.stop()
        self.close()

    # -------------------------------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        fit_to_screen(self, _FIRST_SIZE)
        self.setAcceptDrops(True)
        self.setCentralWidget(self._body)
        self.setStatusBar(self.status_line)
        canvas = self.answer_row.canvas
        self.actions_of_menu.fill_menu_bar(
            self.answer_row.figure.action,
            canvas.edit_actions(),
            canvas.tools.for_tools_menu(),
            self._memory.theme,
        )
        self._show_recent()
        if self.restoreGeometry(self._memory.geometry):  # perhaps of another screen
            fit_to_screen(self)
        self._body.restore(self._memory)

    # -------------------------------------------------------------------------------------- requests

    def _connect_canvas(self) -> None:
        view, verdicts, requests = self.answer_row, self.verdicts, self.requests
        canvas = view.canvas
        canvas.drawing_changed.connect(self.client.draw)
        canvas.sample_requested.connect(requests.choose_another_sample)
        canvas.drawing_cleared.connect(verdicts.show_nothing)
        canvas.drawing_cleared.connect(self.client.forget_drawing)
        picture = self.notice_bar.topic("picture")
        view.picture_refused.connect(picture.show_error)
        canvas.picture_taken.connect(picture.clear)
        view.scored_shown.connect(verdicts.show_scored)
        verdicts.study_requested.connect(requests.study)
        verdicts.evaluation_requested.connect(requests.evaluate)
        data = self.training_panel.dataset_panel
        for source in (verdicts, data, self.samples_strip, requests):
            source.sample_chosen.connect(canvas.show_sample)
        for part, subject in ((self.loss_plot, "loss plot"), (verdicts, "results"), (view.figure, "figure")):
            topic = self.notice_bar.topic(subject)
            part.save_failed.connect(topic.show_error)
            for follower in (topic.clear, self.status_line.show_saved):
                part.saved.connect(follower)

    def _connect_files(self) -> None:
        files, model_file, client = self.file_opening, self.model_file, self.client
        files.images_requested.connect(client.load_dataset)
        files.model_requested.connect(model_file.open_path)
        files.picture_requested.connect(self.answer_row.canvas.open_picture)
        for part in (files, self.requests):
            part.refused.connect(self.notice_bar.show_error)
        self.training_panel.dataset_panel.open_requested.connect(files.choose_images)
        client.dataset_loaded.connect(model_file.remember_data)
        model_file.save_requested.connect(client.save)
        model_file.stop_requested.connect(client.stop)
        model_file.open_requested.connect(client.open)
        model_file.recent_changed.connect(self._show_recent)
        client.model_ready.connect(model_file.remember_opened)
        client.project_saved.connect(model_file.finish_saving)
        self._display.saving_failed.connect(model_file.forget_pending_action)
        self._display.data_missing.connect(self.requests.load_usual_data)

    def _connect_runs(self) -> None:
        runs, canvas = self.runs, self.answer_row.canvas
        canvas.drawing_changed.connect(runs.follow_drawing)
        canvas.drawing_cleared.connect(runs.forget_drawing)
        self.file_opening.experiment_requested.connect(runs.open_experiment)
        runs.settings_chosen.connect(self.requests.take_settings)
        self.requests.normal_chosen.connect(self._store.choose_normal)
        runs.train_requested.connect(self.requests.train)
        runs.plot_requested.connect(self.loss_plot.show_run)
        runs.drawing_opened.connect(canvas.show_sample)
        runs.data_requested.connect(self.file_opening.choose_images)
        runs.page_requested.connect(self._body.show_runs_page)
        runs.saved.connect(self.status_line.show_saved)
        runs.saved.connect(self.model_file.remember)

    def _connect_pictures(self) -> None:
        pictures, files = self.pictures, self.file_opening
        files.folder_requested.connect(pictures.look_at)
        for part in (pictures, self.training_panel.dataset_panel):
            part.folder_requested.connect(files.choose_folder)
        pictures.page_requested.connect(self._body.show_pictures_page)
        pictures.opened.connect(self._body.show_draw_page)
        self.closing.connect(pictures.close)

    def _connect_menus(self) -> None:
        actions = self.actions_of_menu
        actions.open_model.triggered.connect(self.model_file.open)
        self.file_opening.follow_menu(actions)
        actions.forget_recent.triggered.connect(self._forget_recent)
        actions.save.triggered.connect(self.model_file.save)
        actions.save_as.triggered.connect(self.model_file.save_as)
        actions.quit.triggered.connect(self.close)
        actions.theme_chosen.connect(self._choose_theme)
        self.requests.follow_menu(actions)
        self.notice_bar.start_requested.connect(self._start_again)

    # -------------------------------------------------------------------------------------- the state

    @Slot(object)
    def _apply_state(self, state: AppState) -> None:
        for part in (
            self.requests,
            self.model_file,
            self.file_opening,
            self.training_panel,
            self.answer_row,
            self.verdicts,
            self.pictures,
            self.runs,
            self.actions_of_menu,
            self.status_line,
            self._display,  # last, when the others know what there is now
        ):
            part.apply_state(state)
        unsaved = self.tr("Unsaved model") if state.is_modified else self.tr("Bundled model")
        name = unsaved if state.model_path is None else state.model_path.name
        self.setWindowTitle(self.tr("{name}[*] – Autoencoder Studio").format(name=name))
        self.setWindowModified(state.is_modified)

    # ------------------------------------------------------------------------------ the window itself

    @Slot()
    def _show_recent(self) -> None:
        self.actions_of_menu.show_recent(self._memory.recent_files)

    @Slot()
    def _forget_recent(self) -> None:
        self._memory.forget_files()
        self._show_recent()

    @Slot(str)
    def _choose_theme(self, choice: ThemeChoice) -> None:
        self._memory.theme = choice
        apply_theme(self._application, choice)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files; the canvas itself handles a picture that is dropped on it."""
        self.file_opening.take_drag(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped files."""
        self.file_opening.take_drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, after asking about a model that would be lost or waiting for the end of a save."""
        if (self.state.would_lose_model or self.model_file.is_saving) and not self._may_close:
            event.ignore()
            self.model_file.unless_unsaved(self.tr("Closing the window"), self.close_without_saving)
            return
        self._memory.geometry = self.saveGeometry()
        self._body.remember(self._memory)
        self.hide()  # at once, while the engine may need a moment to end
        self.closing.emit()
        self._memory.write()
        self.client.close()
        event.accept()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Stop the engine before Qt deletes the window: a thread destroyed while it runs aborts the process."""
        if event.type() == QEvent.Type.DeferredDelete:
            self.client.close()
            self.client.wait()
        return super().event(event)
