"""MAE, MSE and BCE in plain words, the same wherever they are named."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

ERROR_MEASURES = ("mae", "mse", "bce")


def error_measure_text(measure: str) -> str:
    """Return what an error measure tells, in the user's language.

    Args:
        measure: one of `ERROR_MEASURES`.
    """
    texts = {
        "mae": _tr(
            "MAE, mean absolute error: how far off a pixel is on average. 0 is exact; 0.1 is a tenth of the way from "
            "black to white."
        ),
        "mse": _tr(
            "MSE, mean squared error: as the mean absolute error, but each difference is squared first, so one large "
            "mistake counts more than many small ones. 0 is exact, 1 is white for black everywhere."
        ),
        "bce": _tr(
            "BCE, binary cross-entropy: it takes each reconstructed pixel as the chance of white, and rises the more, "
            "the surer and the more wrong that is. Grey pixels keep it above 0 even where they are exact, so compare "
            "it on the same images only. In nats a pixel."
        ),
    }
    return texts[measure]


def explain_error_measure(widget: QWidget, measure: str) -> None:
    """Let a widget that names or shows an error measure explain it: by its tool tip and by "What's this?"."""
    text = error_measure_text(measure)
    widget.setToolTip(wrapped_tip(text))
    widget.setWhatsThis(text)


def wrapped_tip(text: str) -> str:
    """Return a text that Qt breaks into lines in a tool tip, which it does with rich text only."""
    return f"<p>{text}</p>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ErrorMeasures", text)
