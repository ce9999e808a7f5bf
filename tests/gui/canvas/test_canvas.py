"""What a mouse draws: on the screen, in the history, and as drawings that are sent."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine.images.preparation import prepare
from gui.canvas.canvas import DrawingCanvas
from gui.canvas.document import SHORTEST_INTERVAL_MS
from tests.gui.canvas.listener import Listener
from tests.gui.grey_levels import grey_from_image
from tests.gui.pen_strokes import curved_three, draw

SAMPLE = np.random.default_rng(0).integers(0, 256, (28, 28, 1), np.uint8)


def seen(canvas: DrawingCanvas) -> np.ndarray:
    """What a person sees: the canvas as it is on the screen, in grey."""
    return grey_from_image(canvas.grab().toImage())


def test_a_curved_stroke_of_the_mouse_becomes_ink_where_the_mouse_went(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    points = curved_three(canvas)
    draw(canvas, points)
    pixels = listener.drawings[-1].pixels
    assert pixels.shape == (280, 280)
    for point in points:
        assert pixels[round(point.y() * 280 / 240), round(point.x() * 280 / 240)] == 255
    assert 0.04 < pixels.mean() / 255 < 0.2
    assert not pixels[:, :40].any()


def test_a_digit_four_fifths_as_high_as_the_canvas_is_as_wide_for_the_model_as_mnists_are(
    canvas: DrawingCanvas,
) -> None:
    listener = Listener(canvas)
    line = [QPoint(120, y) for y in range(35, 206, 5)]
    draw(canvas, line)
    image = prepare(listener.drawings[-1].pixels, (28, 28, 1), is_centred=True)[:, :, 0]
    assert 2.2 < np.median(image[8:20].sum(axis=1)) < 2.5


def test_the_same_movement_draws_the_same_digit_at_every_size(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    drawings = []
    for size in (QSize(150, 150), QSize(300, 200), QSize(1400, 1400)):
        canvas.resize(size)
        QApplication.processEvents()
        draw(canvas, curved_three(canvas))
        drawings.append(listener.drawings[-1].pixels.astype(int))
        canvas.clear()
    assert np.abs(drawings[0] - drawings[2]).mean() < 3
    assert np.abs(drawings[1] - drawings[2]).mean() < 3


def test_what_is_on_the_screen_is_what_is_sent(canvas: DrawingCanvas) -> None:
    canvas.resize(280, 280)
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    canvas.hover = None
    shown = seen(canvas)[2:-2, 2:-2].astype(int)
    assert np.abs(shown - listener.drawings[-1].pixels[2:-2, 2:-2]).mean() < 1


def test_a_stroke_is_drawn_sharply_at_the_size_of_the_widget(canvas: DrawingCanvas) -> None:
    canvas.resize(1400, 1400)
    QApplication.processEvents()
    draw(canvas, curved_three(canvas))
    canvas.hover = None
    shown = seen(canvas)[3:-3, 3:-3]
    edge = (shown > 20) & (shown < 235)
    ink = shown > 127
    assert 0 < edge.sum() < 0.1 * ink.sum()  # enlarged from 280 px, it would be five times as blurred


def test_the_same_picture_stands_there_after_the_widget_was_resized_in_the_middle_of_a_stroke(
    canvas: DrawingCanvas,
) -> None:
    points = curved_three(canvas)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, pos=points[0])
    for point in points[1:20]:
        QTest.mouseMove(canvas, point)
    canvas.resize(480, 480)
    QApplication.processEvents()
    shown = seen(canvas)
    assert shown[2 * points[10].y(), 2 * points[10].x()] == 255
    QTest.mouseRelease(canvas, left, pos=points[19] * 2)


def test_the_drawing_is_sent_while_the_stroke_goes_on_and_at_its_end(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    listener = Listener(canvas)
    points = curved_three(canvas)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    assert len(listener.drawings) == 1
    with qtbot.waitSignal(canvas.drawing_changed, timeout=1000):
        for point in points[1:8]:
            QTest.mouseMove(canvas, point)
    during = listener.drawings[-1].pixels
    assert during.sum() > listener.drawings[0].pixels.sum()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[8])
    assert np.array_equal(listener.drawings[-1].pixels, canvas.document.pixels())


def test_a_burst_of_moves_builds_no_backlog(canvas: DrawingCanvas, qtbot: QtBot) -> None:
    listener = Listener(canvas)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    with qtbot.waitSignal(canvas.drawing_changed, timeout=1000):
        for i in range(500):
            canvas.document.extend_stroke(canvas._point(QPoint(20 + i % 200, 20 + i // 3).toPointF(), 0.5))
    sent_during = len(listener.drawings)
    assert sent_during < 250  # and at most one an interval, however fast this machine is
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 180))
    assert len(listener.drawings) == sent_during + 1
    QTest.qWait(3 * SHORTEST_INTERVAL_MS)
    assert len(listener.drawings) == sent_during + 1  # nothing is left over


def test_a_pen_that_rests_in_the_middle_of_a_stroke_has_all_its_moves_sent(
    canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    listener = Listener(canvas)
    points = curved_three(canvas)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:20]:
        canvas.document.extend_stroke(canvas._point(point.toPointF(), 0.5))
    qtbot.waitUntil(lambda: np.array_equal(listener.drawings[-1].pixels, canvas.document.pixels()), timeout=1000)


def test_numbers_rise_and_pixels_cannot_be_changed_by_who_gets_them(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    canvas.show_sample(SAMPLE)
    canvas.document.history.undo()
    numbers = [drawing.drawing_id for drawing in listener.drawings]
    assert numbers == sorted(set(numbers))
    assert canvas.drawing_id == numbers[-1]
    assert not any(drawing.pixels.flags.writeable for drawing in listener.drawings)


def test_every_step_is_undone_and_done_again_to_the_pixel(canvas: DrawingCanvas) -> None:
    history = canvas.document.history
    steps = [canvas.document.pixels()]
    draw(canvas, curved_three(canvas))
    steps.append(canvas.document.pixels())
    canvas.show_sample(SAMPLE)
    steps.append(canvas.document.pixels())
    draw(canvas, [QPoint(20, 20), QPoint(60, 90), QPoint(200, 100)])
    steps.append(canvas.document.pixels())
    canvas.tools.eraser.trigger()
    draw(canvas, curved_three(canvas))
    steps.append(canvas.document.pixels())
    canvas.clear()
    steps.append(canvas.document.pixels())
    for expected in reversed(steps[:-1]):
        canvas.tools.undo.trigger()
        assert np.array_equal(canvas.document.pixels(), expected)
    assert not history.canUndo()
    for expected in steps[1:]:
        canvas.tools.redo.trigger()
        assert np.array_equal(canvas.document.pixels(), expected)
    assert not history.canRedo()


def test_the_eraser_takes_away_and_an_erased_canvas_counts_as_cleared(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    points = curved_three(canvas)
    draw(canvas, points)
    assert listener.cleared == 0
    canvas.tools.eraser.trigger()
    canvas.set_brush_px(8)
    draw(canvas, points)
    assert listener.cleared == 1
    assert canvas.document.is_blank
    canvas.tools.undo.trigger()
    assert listener.cleared == 1
    assert not canvas.document.is_blank


def test_clearing_is_emitted_once_and_nothing_follows(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    draw(canvas, curved_three(canvas))
    sent = len(listener.drawings)
    canvas.clear()
    canvas.clear()
    QTest.qWait(3 * SHORTEST_INTERVAL_MS)
    assert listener.cleared == 1
    assert len(listener.drawings) == sent
    assert canvas.drawing_id > listener.drawings[-1].drawing_id


def test_an_empty_canvas_says_what_to_do_and_the_first_ink_takes_its_place(canvas: DrawingCanvas) -> None:
    assert seen(canvas)[60:180, 60:180].any()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QApplication.processEvents()
    assert not seen(canvas)[60:180, 60:180].any()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    canvas.clear()
    assert seen(canvas)[60:180, 60:180].any()


def test_a_press_beside_an_oblong_canvas_draws_nothing(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    canvas.resize(400, 240)
    draw(canvas, [QPoint(20, 100), QPoint(380, 100)])
    assert not listener.drawings
    assert not canvas.document.history.canUndo()


def test_another_button_does_not_draw(canvas: DrawingCanvas) -> None:
    listener = Listener(canvas)
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(150, 150))
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(150, 150))
    assert not listener.drawings


def test_the_outline_of_the_brush_follows_the_mouse_and_goes_with_it(canvas: DrawingCanvas) -> None:
    canvas.show_sample(np.zeros((28, 28, 1), np.uint8))
    nothing = seen(canvas)
    QTest.mouseMove(canvas, QPoint(100, 100))
    QApplication.processEvents()
    assert (seen(canvas) != nothing).any()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert np.array_equal(seen(canvas), nothing)


def test_a_canvas_that_is_deleted_with_a_history_says_nothing_more(qtbot: QtBot) -> None:
    parent = QWidget()
    canvas = DrawingCanvas(parent=parent)
    for level in (20, 40, 60):
        canvas.show_sample(np.full((28, 28, 1), level, np.uint8))
    canvas.tools.undo.trigger()
    assert canvas.tools.redo.isEnabled()
    with qtbot.captureExceptions() as exceptions:
        Shiboken.delete(parent)  # the history is emptied when the actions have gone
    assert exceptions == []
