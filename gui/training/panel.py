"""The column on the left: the data, the settings, and the buttons that control a training."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.protocol.events import BatchEnded, TrainingFinished, TrainingStarted
from engine.settings import TrainingSettings
from gui.look.icons import icon
from gui.look.theme import MARGIN_PX, PANEL_WIDTH_PX, SPACING_PX, TIGHT_PX
from gui.state.app_state import AppState, Phase
from gui.state.availability import Availability, apply_availability
from gui.state.controls import Control, controls
from gui.state.stepping import run_to_step
from gui.training.dataset_panel import DatasetPanel
from gui.training.progress import TrainingProgress
from gui.training.settings_form import SettingsForm
from gui.widgets.buttons import push_button
from gui.widgets.fitting.folding_row import FoldingRow
from gui.widgets.fitting.scrolled import Scrolled

SHORTCUTS: Mapping[Control, str] = MappingProxyType(
    {
        Control.TRAIN: "Ctrl+R",
        Control.PAUSE: "Ctrl+P",
        Control.STEP: "Ctrl+Shift+R",
        Control.STOP: "Ctrl+.",
    }
)
"""The keys of the window's menu entries, which the buttons' tool tips name."""


class TrainingPanel(QWidget):
    """Lets the user choose data and settings, start and control a training, and shows its progress.

    The data set's and the settings' own signals are those of `dataset_panel` and `settings_form`.

    Signals:
        train_requested: start a training with the settings that the form holds.
        pause_requested: pause the training.
        resume_requested: resume the paused training.
        step_requested: train to the end of one epoch, then wait.
        stop_requested: end the training and keep what it has learnt.
    """

    train_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingPanel")
        self._state = AppState()
        self.dataset_panel = DatasetPanel(self)
        self.settings_form = SettingsForm(self)
        train_tip = _tip(self.tr("Train a fresh model with these settings"), Control.TRAIN)
        self._train = push_button(
            self, "trainButton", self.tr("Train"), icon("train", "on_accent"), train_tip, is_primary=True
        )
        self._train.setMinimumHeight(self._train.fontMetrics().height() + 2 * SPACING_PX)
        self._pause = push_button(self, "pauseButton", self.tr("Pause"), icon("pause"))
        self._step = push_button(self, "stepButton", self.tr("Step"), icon("step"))
        self._stop = push_button(self, "stopButton", self.tr("Stop"), icon("stop"))
        self._progress = TrainingProgress(self)
        self._reason = QLabel(self)
        self._reason.setObjectName("trainReason")
        self._reason.setWordWrap(True)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._below_buttons = QStackedLayout()
        self._upper = QStackedWidget(self)
        self._lay_out()

        self._train.clicked.connect(self.train_requested)
        self._pause.clicked.connect(self._toggle_pause)
        self._step.clicked.connect(self.step_requested)
        self._stop.clicked.connect(self.stop_requested)
        self.settings_form.settings_changed.connect(self._follow_settings)
        self.dataset_panel.normal_changed.connect(self._apply_to_buttons)
        self.apply_state(self._state)
        self._follow_settings(self.settings_form.settings())

    def wanted_width_px(self) -> int:
        """Return the width at which nothing needs to be scrolled from side to side, in px."""
        content = self._column.minimumSizeHint().width()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return max(PANEL_WIDTH_PX, content + bar, self._buttons_card.minimumSizeHint().width())

    def apply_state(self, state: AppState) -> None:
        """Enable what the state allows, here and in the data set and the settings."""
        self._state = state
        self.dataset_panel.apply_state(state)
        self.settings_form.apply_state(state)
        self._progress.apply_state(state)
        self._apply_to_buttons()

    @Slot(object)
    def show_start(self, started: TrainingStarted) -> None:
        """Prepare to show the progress of a training."""
        self._progress.show_start(started)

    @Slot(object)
    def show_batch(self, batch: BatchEnded) -> None:
        """Show how far the training is."""
        self._progress.show_batch(batch)

    @Slot(object)
    def show_finished(self, finished: TrainingFinished) -> None:
        """Show the result of the training in place of its progress."""
        self._progress.show_finished(finished)

    @Slot()
    def forget_result(self) -> None:
        """Show what a click on Train would do instead of the result of a run that is of another model or other data."""
        self._progress.forget_result()

    def add_damage_panel(self, tools: QWidget) -> None:
        """Add the damage tools, which are shown in place of data and settings."""
        self._upper.addWidget(tools)

    @Slot(bool)
    def show_damage_panel(self, is_shown: bool) -> None:
        """Show the damage tools, or data and settings. The buttons of the training stay."""
        self._upper.setCurrentIndex(1 if is_shown else 0)

    @Slot(object)
    def _follow_settings(self, settings: TrainingSettings | None) -> None:
        if settings is not None:
            self.dataset_panel.limit_samples(settings.samples)
        self._apply_to_buttons()

    @Slot()
    def _toggle_pause(self) -> None:
        if self._state.phase is Phase.PAUSED:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()

    @Slot()
    def _apply_to_buttons(self) -> None:
        allowed = controls(self._state)
        is_paused = self._state.phase is Phase.PAUSED
        self._pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self._pause.setIcon(icon("resume" if is_paused else "pause"))
        tip = self.tr("Resume the training") if is_paused else self.tr("Pause the training; you can still draw")
        apply_availability(
            self._pause, allowed[Control.RESUME if is_paused else Control.PAUSE], _tip(tip, Control.PAUSE)
        )
        stop_tip = self.tr("Stop the training and keep what it has learnt")
        if self._state.is_learning and not self._state.is_run_alive:
            stop_tip = self.tr("Stop learning what is normal; the model is kept, without verdicts")
        apply_availability(self._stop, allowed[Control.STOP], _tip(stop_tip, Control.STOP))
        apply_availability(self._train, self._with_settings(allowed[Control.TRAIN]))
        apply_availability(self._step, self._with_settings(allowed[Control.STEP]), self.step_tip())
        self._show_plan(self._with_settings(allowed[Control.TRAIN]))

    def step_tip(self) -> str:
        """Return what Step would do now."""
        run = run_to_step(self._state, self.settings_form.settings(), self.dataset_panel.normal)
        if self._state.is_run_alive:
            text = self.tr("Train one epoch, then pause")
        elif run is None:
            text = self.tr("Start a new run: train one epoch, then pause")
        else:
            text = self.tr("Train “{name}” one epoch further").format(name=run.name)
        return _tip(text, Control.STEP)

    def _with_settings(self, availability: Availability) -> Availability:
        """Return the same, unless a run would have to start with a setting that is out of its bounds."""
        is_good = self._state.is_run_alive or self.settings_form.settings() is not None
        if not availability.is_enabled or is_good:
            return availability
        return Availability(False, self.tr("A setting is out of its bounds; correct the marked field first."))

    def _show_plan(self, training: Availability) -> None:
        """Show below the buttons what a click on Train would do, or why it is disabled.

        While there is a run, its progress is shown there instead.
        """
        settings = self.settings_form.settings()
        if settings is not None:
            plan = self.tr("Epochs: {epochs:,} · batch size: {batch_size:,}").format(
                epochs=settings.epochs, batch_size=settings.batch_size
            )
            self._progress.show_plan(self.tr("Ready to train"), plan)
        is_reason_shown = not training.is_enabled and not self._state.is_run_alive
        self._reason.setText(training.reason if is_reason_shown else "")
        self._below_buttons.setCurrentWidget(self._reason if is_reason_shown else self._progress)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Training"), self)
        title.setProperty("role", "title")
        settings_card, settings_layout = _card(self)
        settings_layout.addWidget(title)
        settings_layout.addWidget(self.settings_form)

        column = QWidget(self)
        column_layout = QVBoxLayout(column)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(MARGIN_PX)
        column_layout.addWidget(self.dataset_panel)
        column_layout.addWidget(settings_card)
        column_layout.addStretch(1)
        self._column = column
        self._scroll = Scrolled(column, self)
        self._upper.addWidget(self._scroll)

        self._buttons_card, buttons_layout = _card(self)
        buttons_layout.addWidget(self._train)
        buttons_layout.addWidget(FoldingRow((self._pause, self._step, self._stop), TIGHT_PX, self))
        self._below_buttons.addWidget(self._progress)
        self._below_buttons.addWidget(self._reason)
        buttons_layout.addLayout(self._below_buttons)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(self._upper, 1)
        layout.addWidget(self._buttons_card)


def _card(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("card", True)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
    layout.setSpacing(SPACING_PX)
    return card, layout


def _tip(text: str, control: Control) -> str:
    keys = QKeySequence(SHORTCUTS[control]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({keys})"
