"""How well each fault of camera and light is found, by the detector and by the plain error."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.images.faults import FAULTS
from engine.protocol.events import FaultAdvanced
from engine.protocol.results import FaultRow
from gui.pages.measuring_card import MeasuringCard
from gui.state.app_state import AppState
from gui.state.controls import Control, controls
from gui.tables.table_model import Column, Kind, Row
from gui.widgets.explanations import ExplanationLink, low_error

_EXAMPLE = (
    ("low_light", 0.6, 0.9989, 0.9317),
    ("low_light", 0.3, 0.9949, 0.8237),
    ("over_exposure", 0.3, 1.0, 1.0),
    ("noise", 0.1, 1.0, 0.9971),
    ("dead_rows", 3, 0.9976, 0.9788),
    ("stuck_pixels", 12, 0.9988, 1.0),
    ("blur", 1.0, 0.9981, 0.9294),
    ("occlusion", 8, 0.9913, 0.7733),
    ("scratch", 1.5, 0.9997, 1.0),
    ("shift", 6, 1.0, 0.9953),
)
"""Name, strength, AUROC of the detector and of the plain error: from the command `faults`, with the bundled model."""


class FaultPage(QWidget):
    """One click measures all faults on the current model.

    Signals:
        faults_requested: the user wants all faults measured.
        cancel_requested: the user wants it to end; the rows so far stay.
        saved: the table was saved to this file (`pathlib.Path`).
        save_failed: it could not be saved, with the `UserError`.
    """

    faults_requested = Signal()
    cancel_requested = Signal()
    saved = Signal(object)
    save_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("faultPage")
        self._rows: list[FaultRow] = []
        self.card = MeasuringCard(
            "faults",
            self.tr("Faults"),
            (
                self.tr("Measure all faults"),
                self.tr("Damage normal test images with each fault, and measure how well it is found"),
            ),
            self.tr(
                "Measure all faults to see which ones the current model finds: light, noise, dead rows, blur, …"
            ),
            self._columns(),
            None,
            ExplanationLink("faultErrorLink", low_error(), parent=self),
            self,
            example=(
                [self._table_row(FaultRow(*row)) for row in _EXAMPLE],
                self.tr("the bundled model on pen digits"),
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        self.card.start_requested.connect(self.faults_requested)
        self.card.cancel_requested.connect(self.cancel_requested)
        self.card.saved.connect(self.saved)
        self.card.save_failed.connect(self.save_failed)
        self.apply_state(AppState())

    @Slot(object)
    def show_progress(self, event: FaultAdvanced) -> None:
        """Add a row and move the progress; the first event clears the table."""
        self._rows = [] if event.row is None else [*self._rows, event.row]
        self.card.show_progress(event.done, event.total)
        is_part = event.done < event.total
        part = self.tr("{done} of {total} faults").format(done=event.done, total=event.total) if is_part else ""
        self.card.show_rows([self._table_row(row) for row in self._rows], part=part)

    @Slot()
    def finish(self) -> None:
        """Show that the measurement has ended, well or not."""
        self.card.finish()

    def apply_state(self, state: AppState) -> None:
        """Let it be started where it can be; else the tool tip says why not."""
        self.card.apply_availability(controls(state)[Control.FAULTS])

    @Slot()
    def clear(self) -> None:
        """Remove the rows, e.g. because they are of another detector."""
        self._rows = []
        self.card.show_rows(())

    def _table_row(self, row: FaultRow) -> Row:
        values = (row.name, row.strength, row.auroc, row.auroc_error)
        fault = FAULTS.get(row.name)
        if fault is None:
            return Row(values)
        unit = QCoreApplication.translate("Fault", fault.unit)
        explanation = QCoreApplication.translate("Fault", fault.explanation)
        strength = self.tr("Strength here: {strength:g} {unit}.").format(strength=row.strength, unit=unit)
        return Row(
            values, label=QCoreApplication.translate("Fault", fault.label), tool_tip=f"{explanation}\n{strength}"
        )

    def _columns(self) -> tuple[Column, ...]:
        chance = self.tr("0.5 is guessing, 1 is perfect")
        return (
            Column("name", self.tr("Fault"), self.tr("What was done to normal test images"), Kind.TEXT),
            Column(
                "strength", self.tr("Strength"), self.tr("How strongly, in the fault's own unit"), Kind.STRENGTH
            ),
            Column(
                "auroc", self.tr("Detector"), self.tr("AUROC of all the evidence together; ") + chance, Kind.AUROC
            ),
            Column(
                "auroc_error",
                self.tr("Plain error"),
                self.tr("AUROC of the plain reconstruction error; ") + chance,
                Kind.AUROC,
            ),
        )
