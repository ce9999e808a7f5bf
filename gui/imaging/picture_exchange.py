"""Opening, pasting, dropping, copying and saving pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QIODevice, QMimeData, QObject, QSaveFile, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.datasets.files.picture_file import PICTURE_SUFFIXES, grey_from_picture
from engine.errors import UserError
from engine.image_shape import LONGEST_PICTURE_SIDE_PX, USUAL_SHAPE, ImageShape
from engine.images.picture_reading import read_picture
from engine.model_file.kept_files import require_not_kept
from engine.pictures.preparation import PicturePreparation
from engine.startup.library_lock import LOADING
from gui.look.pixels import rgba_from_image
from gui.state.background_jobs import BackgroundJobs
from gui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from concurrent.futures import Future

    import numpy as np
    from numpy.typing import NDArray


class PictureExchange(QObject):
    """Opens, pastes and takes dropped pictures for a widget, and copies and saves its own.

    Files are read in the background, one after the other, under a busy cursor: a large one takes seconds. An image on
    the clipboard is shrunk at once and waits for its turn.

    Signals:
        picture_taken (NDArray[np.uint8], str): the picture as the model's data would have it, (height, width), or
            (height, width, 3) in colour, and the file's name, or "" for a picture without a file.
        failed (UserError): a picture could not be read or saved, and why.
    """

    picture_taken = Signal(object, str)
    failed = Signal(object)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._cursor = QCursor()
        self._background = BackgroundJobs(self)
        self._to_save = QImage()
        self._read_as: Callable[[Path | NDArray[np.uint8]], NDArray[np.uint8]]
        self.read_for(USUAL_SHAPE, is_centred=True)

    def read_for(
        self, image_shape: ImageShape, is_centred: bool, preparation: PicturePreparation | None = None
    ) -> None:
        """Read pictures for another model from now on.

        Args:
            image_shape: as for `read_picture`.
            is_centred: the same.
            preparation: how the pictures that the model was trained on were prepared; None where it was not trained
                on pictures.
        """
        if preparation is None:
            self._read_as = partial(_pixels, image_shape, is_centred)
        else:
            self._read_as = partial(_prepared, preparation)

    # ---------------------------------------------------------------------------------------------------- in

    @Slot()
    def ask_to_open(self) -> None:
        """Let the user choose a picture file, in a dialog that is not modal."""
        patterns = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        dialog = QFileDialog(self._widget, self.tr("Open a picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Pictures ({patterns})").format(patterns=patterns))
        dialog.fileSelected.connect(self.open)
        dialog.show()

    @Slot(str)
    def open(self, path: str) -> None:
        """Read a picture file; `picture_taken` follows a moment later."""
        self._read(Path(path), Path(path).name)

    @Slot()
    def paste(self) -> None:
        """Read a picture, or a picture file, from the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def can_take(self, data: QMimeData | None) -> bool:
        """Return whether this is a picture or the URL of a picture file."""
        return data is not None and (data.hasImage() or _picture_path(data) is not None)

    def take(self, data: QMimeData | None) -> None:
        """Read a pasted or dropped picture; `picture_taken` follows a moment later.

        Args:
            data: None for a clipboard that the system does not let us read.
        """
        path = None if data is None else _picture_path(data)
        image = data.imageData() if data is not None and path is None and data.hasImage() else None
        if path is not None:
            self.open(path)
        elif isinstance(image, QImage) and not image.isNull():
            if max(image.width(), image.height()) > LONGEST_PICTURE_SIDE_PX:
                most = QSize(LONGEST_PICTURE_SIDE_PX, LONGEST_PICTURE_SIDE_PX)
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                image = image.scaled(most, keep, smooth)
            self._read(rgba_from_image(image), "")
        else:
            self.failed.emit(UserError("The clipboard holds no picture; copy one first."))

    def give_up(self) -> None:
        """Drop the pictures that have not been read yet."""
        if self._background.is_busy:
            self._background.give_up()
            self._widget.setCursor(self._cursor)

    def _read(self, picture: Path | NDArray[np.uint8], name: str) -> None:
        if not self._background.is_busy:
            self._cursor = self._widget.cursor()
            self._widget.setCursor(Qt.CursorShape.BusyCursor)
        self._background.do(partial(self._read_as, picture), partial(self._receive_result, name))

    def _receive_result(self, name: str, read: Future[NDArray[np.uint8]]) -> None:
        if not self._background.is_busy:
            self._widget.setCursor(self._cursor)
        try:
            pixels = read.result()
        except UserError as error:
            self.failed.emit(error)
        else:
            self.picture_taken.emit(pixels, name)

    # --------------------------------------------------------------------------------------------------- out

    def copy(self, image: QImage) -> None:
        """Put an image on the clipboard."""
        QGuiApplication.clipboard().setImage(image)

    def ask_to_save(self, image: QImage, name: str) -> None:
        """Let the user choose where to save an image as PNG.

        Args:
            image: what to save; it is kept as it is now.
            name: the file name to suggest.
        """
        self._to_save = image.copy()
        ask_where_to_save(
            self._widget, self.tr("Save the image"), self.tr("PNG image (*.png)"), name, self._save_chosen
        )

    def save(self, image: QImage, path: str) -> None:
        """Save an image as PNG; where that fails, no partial file is left."""
        try:
            require_not_kept(Path(path))
        except UserError as error:
            self.failed.emit(error)
            return
        file = QSaveFile(path)
        is_saved = (
            file.open(QIODevice.OpenModeFlag.WriteOnly)
            and QImageWriter(file, QByteArray(b"png")).write(image)
            and file.commit()
        )
        if not is_saved:
            self.failed.emit(
                UserError(
                    "{name} could not be saved in {folder}; choose a folder that has free space and may be written to.",
                    details=file.errorString(),
                    name=Path(path).name,
                    folder=str(Path(path).parent),
                )
            )

    @Slot(str)
    def _save_chosen(self, path: str) -> None:
        self.save(self._to_save, path)


def _pixels(image_shape: ImageShape, is_centred: bool, picture: Path | NDArray[np.uint8]) -> NDArray[np.uint8]:
    _load_pillow()
    return read_picture(grey_from_picture(picture), image_shape, is_centred)


def _prepared(preparation: PicturePreparation, picture: Path | NDArray[np.uint8]) -> NDArray[np.uint8]:
    _load_pillow()
    image = preparation.prepare(picture)
    return image if preparation.is_colour else image[:, :, 0]


def _load_pillow() -> None:
    with LOADING:  # else Pillow's extension modules would block the window, see there
        from PIL import Image, ImageOps  # noqa: F401

        Image.init()  # with all formats


def _picture_path(data: QMimeData) -> str | None:
    """Return the path where this is exactly one picture file, else None: the window handles other files."""
    urls = data.urls() if data.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = urls[0].toLocalFile()
    return path if Path(path).suffix.lower() in PICTURE_SUFFIXES else None
