"""The menus: every action of the window with its shortcut. What most actions do is connected elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWhatsThis

from gui.look.theme import ThemeChoice, icon
from gui.state.app_state import AppState
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.training.panel import SHORTCUTS


class WindowActions(QObject):
    """Makes the menu bar of the main window.

    Signals:
        recent_chosen(Path): a recent file was chosen.
        theme_chosen(str): "system", "light" or "dark".
    """

    recent_chosen = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        keys = QKeySequence.StandardKey
        self.open_model = self._action(self.tr("&Open model…"), keys.Open, "open")
        self.open_experiment = self._action(self.tr("Open &experiment…"))
        self.open_images = self._action(self.tr("Open &images…"), "Ctrl+Shift+O", "grid")
        self.open_folder = self._action(self.tr("Open &pictures…"), "Ctrl+Alt+O", "open")
        self.save = self._action(self.tr("&Save model"), keys.Save, "save")
        self.save_as = self._action(self.tr("Save model &as…"), keys.SaveAs)
        self.forget_recent = self._action(self.tr("Clear this list"))
        self.quit = self._action(self.tr("&Quit"), keys.Quit)
        self.train = self._action(self.tr("&Train"), SHORTCUTS[Control.TRAIN], "train")
        self.pause = self._action(self.tr("&Pause"), SHORTCUTS[Control.PAUSE], "pause")
        self.resume = self._action(self.tr("&Resume"), SHORTCUTS[Control.PAUSE], "resume")
        self.step = self._action(self.tr("&Step one epoch"), SHORTCUTS[Control.STEP], "step")
        self.stop = self._action(self.tr("St&op"), SHORTCUTS[Control.STOP], "stop")
        self.evaluate = self._action(self.tr("&Evaluate"), "Ctrl+E", "table")
        self.about = self._action(self.tr("&About Autoencoder Studio"))
        self.first_steps = self._action(self.tr("&First steps"), keys.HelpContents, "info")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self._recent = QMenu(self.tr("Open &recent"), window)
        self._recent.setToolTipsVisible(True)
        self._can_open = False
        self._themes = QActionGroup(self)
        self.about.triggered.connect(self._show_about)
        self.first_steps.triggered.connect(self._show_first_steps)
        self._controlled = {
            Control.OPEN: self.open_model,
            Control.DATA: self.open_images,
            Control.SAVE: self.save,
            Control.SAVE_AS: self.save_as,
            Control.TRAIN: self.train,
            Control.PAUSE: self.pause,
            Control.RESUME: self.resume,
            Control.STEP: self.step,
            Control.STOP: self.stop,
            Control.EVALUATE: self.evaluate,
        }

    def fill_menu_bar(
        self,
        export: QAction,
        edit: Iterable[QAction | None],
        tools: Iterable[QAction | None],
        theme: ThemeChoice,
    ) -> None:
        """Fill the menu bar.

        Args:
            export: exports the panes as a figure.
            edit: the canvas's actions, None for a separator.
            tools: the damage tools' actions, likewise.
            theme: the current choice.
        """
        self._menu(
            self.tr("&File"),
            (
                self.open_model,
                self.open_images,
                self.open_folder,
                self.open_experiment,
                self._recent,
                None,
                self.save,
                self.save_as,
                export,
                None,
                self.quit,
            ),
        )
        self._menu(self.tr("&Edit"), edit)
        self._menu(self.tr("&View"), self._theme_actions(theme))
        self._menu(
            self.tr("&Train"),
            (self.train, self.pause, self.resume, self.step, self.stop, None, self.evaluate),
        )
        self._menu(self.tr("T&ools"), tools)
        self._menu(self.tr("&Help"), (self.first_steps, QWhatsThis.createAction(self._window), self.about))

    def apply_state(self, state: AppState) -> None:
        """Enable what the state allows."""
        allowed = controls(state)
        for control, action in self._controlled.items():
            apply_availability(action, allowed[control])
        apply_availability(self.open_experiment, allowed[Control.OPEN])
        self._can_open = allowed[Control.OPEN].is_enabled
        self._enable_recent()

    def show_recent(self, files: Iterable[Path]) -> None:
        """List the recent files."""
        self._recent.clear()
        for file in files:
            action = self._recent.addAction(file.name)
            action.setToolTip(str(file))
            action.setData(file)
            action.triggered.connect(self._choose_recent)
        self._recent.addSeparator()
        self._recent.addAction(self.forget_recent)
        self._enable_recent()

    def _enable_recent(self) -> None:
        """Enable the list where it holds a file and one may be opened now."""
        self._recent.setEnabled(self._can_open and len(self._recent.actions()) > 2)

    @Slot()
    def _choose_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.recent_chosen.emit(action.data())

    @Slot()
    def _show_about(self) -> None:
        from gui.window import about

        about.show_about(self._window)

    @Slot()
    def _show_first_steps(self) -> None:
        from gui.window import about

        about.show_first_steps(self._window)

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())

    def _theme_actions(self, chosen: ThemeChoice) -> list[QAction]:
        labels = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        for choice, label in labels.items():
            action = self._themes.addAction(label)
            action.setCheckable(True)
            action.setChecked(choice == chosen)
            action.setData(choice)
        self._themes.triggered.connect(self._choose_theme)
        return self._themes.actions()

    def _action(
        self, text: str, keys: QKeySequence.StandardKey | str | None = None, icon_name: str | None = None
    ) -> QAction:
        action = QAction(text, self._window)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon_name is not None:
            action.setIcon(icon(icon_name))
        return action

    def _menu(self, title: str, entries: Iterable[QAction | QMenu | None]) -> None:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)
