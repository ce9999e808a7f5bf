"""The images to train on: where they come from, how many they are, and which of them count as normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from engine.datasets.image_dataset import ImageDataset
from engine.protocol.model_info import Normal
from gui.look.icons import icon
from gui.look.theme import MARGIN_PX, SPACING_PX, TIGHT_PX
from gui.state.app_state import AppState, Phase, are_same_data, have_same_classes
from gui.state.availability import apply_availability
from gui.state.controls import Control, controls
from gui.training.mnist_offer import MnistOffer
from gui.widgets.buttons import push_button
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.class_choice import ClassChoice

if TYPE_CHECKING:
    from gui.training.sample_grid import SampleGrid

_OPEN, _OPEN_FOLDER = "open a file", "open a folder"


class DatasetPanel(QFrame):
    """Lets the user choose the data set and its normal classes, and shows what it holds.

    Attributes:
        mnist_offer: the offer to download MNIST.

    Signals:
        source_chosen: the user wants another data set: "mnist", "pen-digits" or the path of a file.
        open_requested: the user wants to choose a file.
        folder_requested: the user wants to choose a folder of pictures.
        cancel_requested: cancel the loading.
        normal_changed: the user chose other classes: a tuple of labels, or None for all.
        sample_chosen: an image, (height, width, channels) uint8, to put on the canvas.
    """

    source_chosen = Signal(str)
    open_requested = Signal()
    folder_requested = Signal()
    cancel_requested = Signal()
    normal_changed = Signal(object)
    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("datasetPanel")
        self.setProperty("card", True)
        self._state = AppState()
        self._samples: int | None = None
        self._grid: SampleGrid | None = None

        title = QLabel(self.tr("Data"), self)
        title.setProperty("role", "title")
        tip = self.tr("The images to train on and to test with.")
        self._source = ChoiceBox(self, "dataBox", self.tr("Data set"), tip)
        self._source.addItem(self.tr("MNIST"), "mnist")
        self._source.addItem(self.tr("Pen digits"), "pen-digits")
        self._source.addItem(self.tr("Open a file…"), _OPEN)
        self._source.addItem(self.tr("Open a folder of pictures…"), _OPEN_FOLDER)
        self._source.setCurrentIndex(-1)
        self._source.setPlaceholderText(self.tr("Choose a data set"))
        self._source.currentIndexChanged.connect(self._choose_source)
        self.mnist_offer = MnistOffer(self)
        self.mnist_offer.download_requested.connect(self._request_mnist)
        self._facts = self._muted_label("datasetFacts")
        self._note = self._muted_label("datasetNote")
        self._normal = ClassChoice(self)
        self._normal.normal_changed.connect(self._show_facts)
        self._normal.normal_changed.connect(self.normal_changed)
        self._count = self._muted_label("normalCount")
        tip = self.tr("Open a window with all images; a click puts one on the canvas.")
        self._look = push_button(self, "lookButton", self.tr("Look through samples"), icon("grid"), tip)
        self._look.clicked.connect(self._open_grid)
        self._loading = self._loading_row()
        self._lay_out(title)
        self._show_facts()
        self.show_progress("", None)
        self._loading.hide()

    @property
    def normal(self) -> Normal:
        """The labels that count as normal; None means all."""
        return self._normal.normal

    def set_normal(self, normal: Normal) -> None:
        """Show a choice of normal classes, e.g. that of an opened model; no signal is sent."""
        self._normal.set_normal(normal)
        self._show_facts()

    def limit_samples(self, samples: int | None) -> None:
        """Set how many training images the settings use at most; None means all."""
        self._samples = samples
        self._show_facts()

    def show_progress(self, doing: str, fraction: float | None) -> None:
        """Show how far the loading is.

        Args:
            doing: what is being done, in words.
            fraction: 0..1, or None where it is not known.
        """
        self._doing.setText(doing)
        self._progress.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._progress.setValue(round(1000 * fraction))

    def apply_state(self, state: AppState) -> None:
        """Show the data, enable what the state allows, and show the progress of a loading."""
        had, self._state = self._state, state
        if state.dataset is not None and state.dataset is not had.dataset:
            self._show_dataset(state.dataset, had.dataset)
        allowed = controls(state)
        apply_availability(self._source, allowed[Control.DATA])
        apply_availability(self._look, allowed[Control.LOOK])
        self._normal.apply_availability(allowed[Control.NORMAL])
        self.mnist_offer.apply_state(state)
        is_loading = state.phase is Phase.LOADING_DATA
        if is_loading and had.phase is not Phase.LOADING_DATA:
            self.show_progress(self.tr("Loading…"), None)
        if not is_loading and had.phase is Phase.LOADING_DATA:
            self._select_loaded()  # what was asked for may have failed or been cancelled
        self._loading.setVisible(is_loading)
        if self._grid is not None:
            self._grid.apply_state(state)

    def _show_dataset(self, dataset: ImageDataset, had: ImageDataset | None) -> None:
        """Show another data set. Its usual classes count as normal, unless it is the one before, or a part of it."""
        is_known = are_same_data(had, dataset) or have_same_classes(had, dataset)
        normal = self.normal if is_known else dataset.usual_normal
        with QSignalBlocker(self._source):
            position = self._position_of(dataset)
            if position < 0:
                position = self._source.findData(_OPEN)
                self._source.insertItem(position, dataset.name, dataset.source)
            self._source.setItemData(position, dataset.source)
            self._source.setCurrentIndex(position)
        self._normal.set_labels(dataset.labels if dataset.y_train is not None else (), dataset.label_names)
        self.set_normal(normal)

    def _position_of(self, dataset: ImageDataset) -> int:
        """Return where a data set stands in the choice, -1 if nowhere; a folder opened in another way is the same."""
        if dataset.plan is not None:
            from engine.datasets.picture_source import folder_of  # saves time before the window is shown

            sources = [self._source.itemData(index) for index in range(self._source.count())]
            folders = [folder_of(source) if isinstance(source, str) else None for source in sources]
            folder = folder_of(dataset.source)
            return folders.index(folder) if folder in folders else -1
        return self._source.findData(dataset.source)

    @Slot(int)
    def _choose_source(self, index: int) -> None:
        source = self._source.itemData(index)
        if source in (_OPEN, _OPEN_FOLDER):
            self._select_loaded()
            (self.open_requested if source == _OPEN else self.folder_requested).emit()
        elif source is not None:
            self.source_chosen.emit(source)

    @Slot()
    def _request_mnist(self) -> None:
        self._source.setCurrentIndex(self._source.findData("mnist"))

    def _select_loaded(self) -> None:
        dataset = self._state.dataset
        with QSignalBlocker(self._source):
            self._source.setCurrentIndex(-1 if dataset is None else self._source.findData(dataset.source))

    @Slot()
    def _open_grid(self) -> None:
        if self._grid is None:
            from gui.training.sample_grid import SampleGrid  # saves 10 ms before the window is first shown

            self._grid = SampleGrid(self.window())
            self._grid.sample_chosen.connect(self.sample_chosen)
            self._grid.apply_state(self._state)
        self._grid.show()
        self._grid.raise_()
        self._grid.activateWindow()

    @Slot()
    def _show_facts(self) -> None:
        dataset = self._state.dataset
        for widget in (self._normal, self._count, self._look):
            widget.setVisible(dataset is not None)
        if dataset is None:
            self._facts.setText(self.tr("No images yet. Choose a data set above, or drop a file on the window."))
            self._note.hide()
            return
        height, width, channels = dataset.image_shape
        tests = 0 if dataset.x_test is None else len(dataset.x_test)
        facts = [
            self.tr("{count:,} training").format(count=len(dataset.x_train)),
            self.tr("{count:,} test").format(count=tests) if tests else self.tr("no test images"),
            self.tr("{width} × {height} px").format(width=width, height=height),
        ]
        if channels > 1:
            facts.append(self.tr("colour"))
        self._facts.setText(" · ".join(fact.replace(" ", "\N{NO-BREAK SPACE}") for fact in facts))
        self._note.setText(dataset.note)
        self._note.setVisible(bool(dataset.note))
        self._count.setText(self._count_text(dataset))

    def _count_text(self, dataset: ImageDataset) -> str:
        if dataset.y_train is None:
            return self.tr("Without labels, all images count as normal.")
        count = dataset.normal_count(self._normal.normal)
        if self._samples is not None and self._samples < count:
            return self.tr("Trains on the first {samples:,} of {count:,} normal images").format(
                samples=self._samples, count=count
            )
        return self.tr("Trains on {count:,} normal images").format(count=count)

    def _muted_label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setObjectName(name)
        label.setProperty("role", "muted")
        return label

    def _loading_row(self) -> QWidget:
        row = QWidget(self)
        self._doing = QLabel(row)
        self._doing.setWordWrap(True)
        self._doing.setTextFormat(Qt.TextFormat.PlainText)
        self._doing.setObjectName("loadingText")
        self._progress = QProgressBar(row)
        self._progress.setTextVisible(False)
        self._progress.setObjectName("loadingBar")
        tip = self.tr("Cancel the loading and keep the present images.")
        cancel = push_button(row, "cancelLoadingButton", self.tr("Cancel"), icon("cancel"), tip)
        cancel.clicked.connect(self.cancel_requested)
        bar = QHBoxLayout()
        bar.setSpacing(SPACING_PX)
        bar.addWidget(self._progress, 1)
        bar.addWidget(cancel)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT_PX)
        layout.addWidget(self._doing)
        layout.addLayout(bar)
        return row

    def _lay_out(self, title: QLabel) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        for widget in (
            title,
            self._source,
            self._loading,
            self._facts,
            self._note,
            self.mnist_offer,
            self._normal,
            self._count,
            self._look,
        ):
            layout.addWidget(widget)
