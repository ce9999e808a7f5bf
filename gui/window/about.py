"""Two short texts: what this is, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from engine.program import VERSION


def show_about(window: QWidget) -> None:
    """Show what the application is, in a message box that is not modal."""
    text = _tr(
        "<h3>Autoencoder Studio {version}</h3>"
        "<p>Train an autoencoder on the images you call normal, watch it learn, and see at once what it finds "
        "abnormal.</p>"
        "<p>The models are trained with Keras on TensorFlow; the window is made with Qt. "
        "Everything stays on this machine.</p>"
        "<p>MNIST: Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0. The pen digits are generated.</p>"
    ).format(version=VERSION)
    _open(window, _tr("About Autoencoder Studio"), text)


def show_first_steps(window: QWidget) -> None:
    """Show how to begin."""
    text = _tr(
        "<h3>First steps</h3>"
        "<ol>"
        "<li><b>Draw a digit</b> on the black square. The model that came with the application answers at once: "
        "you see its input, its reconstruction, and where the two differ.</li>"
        "<li>Press <b>Train</b>. A new model is trained from scratch; watch the loss fall and the reconstructions "
        "sharpen, your own drawing's too.</li>"
        "<li><b>Draw something it has never seen</b>, a letter or a star: the error grows where it fails.</li>"
        "<li>Choose the preset <b>Article</b> and train again to see why 500 images and 10 epochs give a grey "
        "blob.</li>"
        "<li>Let only some classes count as <b>normal</b>, train, and draw the others.</li>"
        "</ol>"
    )
    _open(window, _tr("First steps"), text)


def _open(window: QWidget, title: str, text: str) -> None:
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(text)
    box.show()


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)
