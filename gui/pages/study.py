"""A study of classes: each choice of normal classes trained and evaluated, the detector beside simpler methods."""

from __future__ import annotations

from statistics import fmean

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from engine.protocol.events import StudyAdvanced
from engine.protocol.results import StudyRow
from engine.protocol.run_events import StudyRestored
from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.pages.measuring_card import MeasuringCard
from gui.state.app_state import AppState, are_same_data
from gui.state.availability import Availability
from gui.state.controls import Control, controls
from gui.tables.table_model import Column, Kind, Row
from gui.widgets.class_choice import ClassChoice
from gui.widgets.explanations import ExplanationLink, easy_and_hard

Choices = tuple[tuple[int, ...], ...]


_EXAMPLE = (
    (1.0, 0.981, 0.9874),
    (1.0, 0.9995, 0.9999),
    (1.0, 0.9391, 0.9288),
    (0.9991, 0.9069, 0.8994),
    (0.9783, 0.9268, 0.913),
    (0.9997, 0.9263, 0.9207),
    (0.9995, 0.9917, 0.9817),
)
"""AUROC of the detector, the plain error and the neighbours, by class: from the command `study`."""


class StudyPage(QWidget):
    """What to study, and a table that fills as it goes.

    Signals:
        study_requested: train and evaluate once for each of these choices of normal classes: a tuple of tuples of
            labels.
        cancel_requested: end the study; the rows so far stay.
        saved: the table was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.
    """

    study_requested = Signal(object)
    cancel_requested = Signal()
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyPage")
        self._rows: list[StudyRow] = []
        self._state = AppState()
        self._each = QRadioButton(self.tr("Each class in turn"), self)
        self._each.setObjectName("studyEachButton")
        self._each.setToolTip(self.tr("One training a class, which is normal while all others are abnormal"))
        self._some = QRadioButton(self.tr("These classes together"), self)
        self._some.setObjectName("studySomeButton")
        self._some.setToolTip(
            self.tr("One training in which these classes are normal and all others are abnormal")
        )
        self._each.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self._each)
        group.addButton(self._some)
        self.normal_choice = ClassChoice(self)
        self.card = MeasuringCard(
            "study",
            self.tr("One-class study"),
            (self.tr("Start the study"), self.tr("Train and evaluate once for each choice of normal classes")),
            self.tr("Start the study to see, class by class, how well all other classes are found abnormal"),
            self._columns(),
            self._choice(),
            ExplanationLink("easyAndHardLink", easy_and_hard(), parent=self),
            self,
            example=(
                [Row((str(label), *row, None)) for label, row in enumerate(_EXAMPLE)],
                self.tr("the preset Clear on pen digits"),
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        self._some.toggled.connect(self._follow_choice)
        self.normal_choice.normal_changed.connect(self._follow_choice)
        self.card.start_requested.connect(self._request)
        self.card.cancel_requested.connect(self.cancel_requested)
        self.card.saved.connect(self.saved)
        self.card.save_failed.connect(self.save_failed)
        self._follow_choice()

    @property
    def choices(self) -> Choices:
        """What would be studied; empty where nothing would be abnormal."""
        labels = self._state.labels
        if self._each.isChecked():
            return tuple((label,) for label in labels) if len(labels) > 1 else ()
        return () if self.normal_choice.normal is None else (self.normal_choice.normal,)

    @Slot(object)
    def show_progress(self, event: StudyAdvanced) -> None:
        """Add a row and move the progress; the first event of a study clears the table."""
        self._rows = [] if event.row is None else [*self._rows, event.row]
        each_s = fmean(row.seconds for row in self._rows) if self._rows else 0.0
        self.card.show_progress(event.done, event.total, (event.total - event.done) * each_s)
        self._show_rows(event.total)

    @Slot(object)
    def show_restored(self, event: StudyRestored) -> None:
        """Show a study that was measured before, and how far it came, unless it is of other data."""
        dataset = self._state.dataset
        if self.card.is_running or dataset is None or dataset.identity != event.data_identity:
            return
        self._rows = list(event.rows)
        if len(event.rows) < event.total:
            note = self.tr("{done} of {total} choices were measured before it was interrupted.")
        else:
            note = self.tr("All {total} choices were measured before.")
        self._show_rows(event.total, note.format(done=len(event.rows), total=event.total))

    @Slot()
    def finish(self) -> None:
        """Show that the study has ended, well or not."""
        self.card.finish()

    def apply_state(self, state: AppState) -> None:
        """Offer the classes of the data, and let the study be started where it can be; else the tip says why."""
        had, self._state = self._state, state
        if state.dataset is not had.dataset:
            normal = self.normal_choice.normal if are_same_data(state.dataset, had.dataset) else None
            self.normal_choice.set_labels(state.labels, {} if state.dataset is None else state.dataset.label_names)
            self.normal_choice.set_normal(normal)
        self._follow_choice()

    @Slot()
    def clear(self) -> None:
        """Remove the rows, e.g. because they are of other data."""
        self._rows = []
        self.card.show_rows(())

    # ---------------------------------------------------------------------------------------- the rest

    def _show_rows(self, total: int, note: str = "") -> None:
        """Show the rows, and beside their mean how many of all they are, since a study may be cancelled."""
        done = len(self._rows)
        part = "" if done >= total else self.tr("{done} of {total} classes").format(done=done, total=total)
        self.card.show_rows([_table_row(row) for row in self._rows], note, part)

    @Slot()
    def _follow_choice(self) -> None:
        self.normal_choice.setVisible(self._some.isChecked())
        availability = controls(self._state)[Control.STUDY]
        if availability.is_enabled and not self.choices:
            reason = self.tr(
                "Leave at least one class out of the normal ones, so that there is something to find."
            )
            availability = Availability(False, reason)
        self.card.apply_availability(availability)

    @Slot()
    def _request(self) -> None:
        self.study_requested.emit(self.choices)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("normal", self.tr("Normal"), self.tr("The classes that were normal"), Kind.TEXT),
            Column("auroc", self.tr("Detector"), self.tr("AUROC of all the evidence together"), Kind.AUROC),
            Column(
                "auroc_error",
                self.tr("Plain error"),
                self.tr("AUROC of the autoencoder's plain error"),
                Kind.AUROC,
            ),
            Column(
                "auroc_neighbours",
                self.tr("Neighbours"),
                self.tr(
                    "AUROC of the distance to the nearest normal images, pixel by pixel, without any training"
                ),
                Kind.AUROC,
            ),
            Column("seconds", self.tr("Time"), self.tr("Training and evaluating"), Kind.SECONDS),
        )

    def _choice(self) -> QWidget:
        choice = QWidget(self)
        line = QHBoxLayout()
        line.setSpacing(MARGIN_PX)
        line.addWidget(self._each)
        line.addWidget(self._some)
        line.addStretch()
        layout = QVBoxLayout(choice)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(line)
        layout.addWidget(self.normal_choice)
        return choice


def _table_row(row: StudyRow) -> Row:
    normal = ", ".join(map(str, row.normal))
    return Row((normal, row.auroc, row.auroc_error, row.auroc_neighbours, row.seconds))
