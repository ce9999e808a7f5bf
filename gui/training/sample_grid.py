"""A window in which one looks through a data set's images and puts one on the canvas."""

from __future__ import annotations

from typing import cast

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.datasets.image_dataset import ImageDataset, Images
from gui.imaging.image_tiles import ImageTiles
from gui.look.theme import MARGIN_PX, SPACING_PX
from gui.state.app_state import AppState
from gui.state.class_names import class_text


class SampleGrid(QDialog):
    """Looks through training and test images, all or one class. It stays open beside the window.

    Signals:
        sample_chosen: the user clicked an image, (height, width, channels) uint8, to put it on the canvas.
    """

    sample_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setObjectName("sampleGrid")
        self.setWindowTitle(self.tr("Samples"))
        self.resize(664, 520)
        self._state = AppState()
        self._part = QComboBox(self)
        self._part.setObjectName("samplePartBox")
        self._part.setAccessibleName(self.tr("Part of the data set"))
        self._label = QComboBox(self)
        self._label.setObjectName("sampleLabelBox")
        self._label.setAccessibleName(self.tr("Class"))
        self._count = QLabel(self)
        self._count.setObjectName("sampleCountLabel")
        self._count.setProperty("role", "muted")
        hint = QLabel(self.tr("Click an image to put it on the canvas."), self)
        hint.setProperty("role", "muted")

        self._view = ImageTiles("sampleView", self)
        self._view.sample_chosen.connect(self.sample_chosen)

        top = QHBoxLayout()
        top.setSpacing(SPACING_PX)
        top.addWidget(self._part)
        top.addWidget(self._label)
        top.addWidget(self._count, 1)
        top.addWidget(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        layout.setSpacing(SPACING_PX)
        layout.addLayout(top)
        layout.addWidget(self._view, 1)

        self._part.currentIndexChanged.connect(self._show_choice)
        self._label.currentIndexChanged.connect(self._show_choice)

    def apply_state(self, state: AppState) -> None:
        """Look through another data set, from its training images on."""
        had, self._state = self._state, state
        if state.dataset is None or state.dataset is had.dataset:
            return
        with QSignalBlocker(self._part), QSignalBlocker(self._label):  # half a choice must not be shown
            self._offer(state.dataset)
        self._show_choice()

    def _offer(self, dataset: ImageDataset) -> None:
        self.setWindowTitle(self.tr("Samples of {name}").format(name=dataset.name))
        self._part.clear()
        self._part.addItem(self.tr("Training images"), "train")
        if dataset.x_test is not None:
            self._part.addItem(self.tr("Test images"), "test")
        self._label.clear()
        self._label.addItem(self.tr("All classes"), None)
        for label in dataset.labels:
            self._label.addItem(
                self.tr("Class {label}").format(label=class_text(label, dataset.label_names)), label
            )
        self._label.setVisible(bool(dataset.labels))

    @Slot()
    def _show_choice(self) -> None:
        dataset = self._state.dataset
        if dataset is None:
            return
        is_test = self._part.currentData() == "test" and dataset.x_test is not None
        images = cast(Images, dataset.x_test) if is_test else dataset.x_train
        labels = dataset.y_test if is_test else dataset.y_train
        label = self._label.currentData()
        is_all = label is None or labels is None
        shown = np.arange(len(images)) if is_all else np.flatnonzero(labels == label)
        self._view.tiles.show_images(images, labels, shown, names=dataset.label_names)
        self._view.scrollToTop()
        self._count.setText(self.tr("{count:,} images").format(count=len(shown)))
