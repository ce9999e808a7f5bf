"""What can be done on the canvas, as actions for its tool row, its context menu and the window's menus."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.look import theme

Shortcut = QKeySequence.StandardKey | str


class CanvasTools(QObject):
    """The canvas's actions. Their tool tips give the shortcut, and the reason while they are disabled.

    Shortcuts of one letter work only while the canvas has the focus; the others work in the whole window.

    Attributes:
        brush: draw with white ink (checkable, the opposite of `eraser`).
        eraser: draw with black.
        thinner: a thinner brush.
        thicker: a thicker brush.
        undo: undo the last step.
        redo: redo it.
        clear: empty the canvas.
        sample: ask for another test image.
        open: open a picture file.
        paste: put the clipboard's picture on the canvas.
        copy: put the drawing on the clipboard.
        save: save the drawing as PNG.
        centre: prepare drawings the way MNIST was (checkable).
        damage: show the damage tools (checkable).
        block: draw a block that hides (checkable; this and the next two replace `brush`).
        stuck: draw pixels that are stuck at full brightness.
        dead: draw pixels that are black.
        restore: remove all damage.
    """

    def __init__(self, canvas: QWidget, history: QUndoStack) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        standard = QKeySequence.StandardKey
        self.brush = self._action("brush", self.tr("Brush"), "B", is_local=True)
        self.eraser = self._action("eraser", self.tr("Eraser"), "E", is_local=True)
        place = self.tr("Press the mouse where it belongs, or Space at the keyboard's cross.")
        self.block = self._action(None, self.tr("Block"), "O", place, is_local=True)
        self.stuck = self._action(None, self.tr("Stuck pixels"), "S", place, is_local=True)
        self.dead = self._action(None, self.tr("Dead pixels"), "D", place, is_local=True)
        self.stuck.setIconText(self.tr("Stuck"))  # the text of a small button
        self.dead.setIconText(self.tr("Dead"))
        modes = QActionGroup(self)
        for action in (self.brush, self.eraser, self.block, self.stuck, self.dead):
            action.setCheckable(True)
            modes.addAction(action)
        self.brush.setChecked(True)
        self.thinner = self._action(None, self.tr("Thinner brush"), "[", is_local=True)
        self.thicker = self._action(None, self.tr("Thicker brush"), "]", is_local=True)
        self.undo = history.createUndoAction(self, self.tr("Undo"))  # the history sets their text and enables them
        self.redo = history.createRedoAction(self, self.tr("Redo"))
        self._set_up(self.undo, "undo", standard.Undo)
        self._set_up(self.redo, "redo", standard.Redo)
        # By then the actions have followed the history.
        for changed in (history.canUndoChanged, history.undoTextChanged):
            changed.connect(self._describe_undo)
        for changed in (history.canRedoChanged, history.redoTextChanged):
            changed.connect(self._describe_redo)
        self.clear = self._action("clear", self.tr("Clear the canvas"), standard.Delete, is_local=True)
        self.sample = self._action(
            "sample", self.tr("Another sample"), "Ctrl+D", self.tr("Put a test image on the canvas, to draw over.")
        )
        self.open = self._action("open", self.tr("Open a picture…"), "Ctrl+I")
        self.paste = self._action("paste", self.tr("Paste a picture"), standard.Paste)
        self.copy = self._action("copy", self.tr("Copy the drawing"), standard.Copy)
        self.save = self._action("save", self.tr("Save the drawing…"), "Ctrl+Shift+D")
        self.centre = self._action(
            "centre",
            self.tr("Centre as MNIST"),
            "C",
            self.tr(
                "Crop to the ink, scale its longest side to 20 of 28 px and move its centre of mass to the centre.\n"
                "Off: the model sees the drawing where it is."
            ),
            is_local=True,
        )
        self.centre.setCheckable(True)
        self.centre.setChecked(True)
        self.damage = self._action(
            "damage",
            self.tr("Damage tools"),
            "Ctrl+K",
            self.tr("Damage the picture as a camera would, and see whether the model finds it."),
        )
        self.damage.setCheckable(True)
        self.damage.toggled.connect(self._leave_damage)
        self.restore = self._action(
            "reset", self.tr("Restore"), "Ctrl+Shift+K", self.tr("Remove all damage. Undo brings it back.")
        )
        for action in (self.brush, self.eraser, self.undo, self.clear, self.damage):
            action.setPriority(QAction.Priority.HighPriority)
        for action in (self.paste, self.copy, self.save):
            action.setPriority(QAction.Priority.LowPriority)
        self.refresh(is_blank=True, is_prepared=False, is_centred=True, is_damaged=False)
        self._describe_undo()
        self._describe_redo()

    def for_menu(self) -> list[QAction | None]:
        """Return the actions in the order of an Edit menu; None stands for a separator."""
        return [
            self.undo,
            self.redo,
            None,
            self.copy,
            self.paste,
            self.clear,
            None,
            self.sample,
            self.open,
            self.save,
            None,
            self.brush,
            self.eraser,
            self.thinner,
            self.thicker,
            self.centre,
        ]

    def for_tools_menu(self) -> list[QAction | None]:
        """Return the damage actions in the order of a Tools menu; None stands for a separator."""
        return [self.damage, None, self.block, self.stuck, self.dead, None, self.restore]

    def refresh(self, *, is_blank: bool, is_prepared: bool, is_centred: bool, is_damaged: bool) -> None:
        """Enable what makes sense now.

        Args:
            is_blank: nothing is on the canvas.
            is_prepared: it shows a sample, which is already as the model sees it.
            is_centred: drawings are prepared the way MNIST was.
            is_damaged: there is damage that can be removed.
        """
        nothing = self.tr("The canvas is empty.")
        for action in (self.clear, self.copy, self.save):
            self._allow(action, not is_blank, nothing)
        reason = self.tr("This picture is already as the model sees it. Clear the canvas to choose again.")
        self._allow(self.centre, not is_prepared, reason)
        self.centre.setChecked(is_centred)
        undamageable = self.tr("Draw something or choose a sample first: there is nothing to damage.")
        marks = (self.block, self.stuck, self.dead)
        if is_blank and any(mark.isChecked() for mark in marks):
            self.brush.setChecked(True)
        for mark in marks:
            self._allow(mark, not is_blank, undamageable)
        self._allow(self.damage, not is_blank or self.damage.isChecked(), undamageable)  # open, it can be closed
        self._allow(self.restore, is_damaged, self.tr("Nothing is damaged."))

    def _leave_damage(self, is_shown: bool) -> None:
        if not is_shown and not self.eraser.isChecked():
            self.brush.setChecked(True)

    @Slot()
    def _describe_undo(self) -> None:
        if isValid(
            self.undo
        ):  # a history that is being deleted is emptied, and says so when the actions have gone
            self._describe(self.undo, self.tr("There is nothing to undo."))

    @Slot()
    def _describe_redo(self) -> None:
        if isValid(self.redo):
            self._describe(self.redo, self.tr("There is nothing to redo."))

    def _action(
        self, icon: str | None, text: str, shortcut: Shortcut, explanation: str = "", *, is_local: bool = False
    ) -> QAction:
        action = QAction(text, self)
        action.setWhatsThis(explanation)
        if is_local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._set_up(action, icon, shortcut)
        self._describe(action, "")
        return action

    def _set_up(self, action: QAction, icon: str | None, shortcut: Shortcut) -> None:
        if icon is not None:
            action.setIcon(theme.icon(icon))
        action.setShortcut(QKeySequence(shortcut))
        self._canvas.addAction(action)

    def _allow(self, action: QAction, is_allowed: bool, reason: str) -> None:
        action.setEnabled(is_allowed)
        self._describe(action, reason)

    def _describe(self, action: QAction, reason: str) -> None:
        """Write the tool tip: what it does, by which keys, and if it is disabled, the reason."""
        text = action.text().removesuffix("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        explanation = action.whatsThis() if action.isEnabled() else reason
        action.setToolTip("\n".join(filter(None, (f"{text} ({keys})", explanation))))
