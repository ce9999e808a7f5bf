"""The offer to download MNIST: when it is there, and what its two buttons do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from engine.protocol import commands, events
from gui.state.app_state import AppState, Phase
from gui.training.mnist_offer import MnistOffer
from tests.gui.states import a_dataset
from tests.gui.window.conftest import open_driver
from tests.gui.window.window_driver import WindowDriver

PEN_DIGITS = AppState(Phase.READY, dataset=a_dataset("pen-digits"))

__all__ = ["open_driver"]  # a fixture


@pytest.fixture
def offer(qtbot: Any) -> MnistOffer:
    offer = MnistOffer()
    qtbot.addWidget(offer)
    offer.apply_state(AppState(Phase.READY))
    return offer


def put_mnist_into_the_cache() -> None:
    folder = Path(os.environ["KERAS_HOME"], "datasets")
    folder.mkdir(parents=True)
    (folder / "mnist.npz").write_bytes(b"whatever is in it")


def test_it_is_there_where_pen_digits_stand_in_for_mnist(offer: MnistOffer) -> None:
    assert not offer.isVisible()
    offer.apply_state(PEN_DIGITS)
    assert offer.isVisible()


def test_it_is_not_there_where_mnist_is_in_kerass_cache(offer: MnistOffer) -> None:
    put_mnist_into_the_cache()
    offer.apply_state(PEN_DIGITS)
    assert not offer.isVisible()


@pytest.mark.parametrize("source", ["mnist", "/a/shoes.npz"])
def test_it_is_not_there_with_mnist_or_with_images_of_ones_own(offer: MnistOffer, source: str) -> None:
    offer.apply_state(PEN_DIGITS)
    offer.apply_state(AppState(Phase.READY, dataset=a_dataset(source)))
    assert not offer.isVisible()


def test_it_makes_room_for_the_progress_and_comes_back_after_a_failure(offer: MnistOffer) -> None:
    offer.apply_state(PEN_DIGITS)
    offer.apply_state(replace(PEN_DIGITS, phase=Phase.LOADING_DATA))
    assert not offer.isVisible()
    offer.apply_state(PEN_DIGITS)
    assert offer.isVisible()


def test_closed_it_stays_away(offer: MnistOffer, qtbot: Any) -> None:
    offer.apply_state(PEN_DIGITS)
    close = offer.findChild(QToolButton, "dismissMnistButton")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    offer.apply_state(AppState(Phase.READY, dataset=a_dataset("pen-digits")))
    assert not offer.isVisible()


def test_while_other_data_cannot_be_requested_its_button_says_why(offer: MnistOffer) -> None:
    offer.apply_state(replace(PEN_DIGITS, phase=Phase.TRAINING))
    button = offer.findChild(QPushButton, "downloadMnistButton")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()
    assert "A training is running" in button.toolTip()


def test_one_click_in_the_window_requests_mnist(open_driver: Callable[..., WindowDriver], qtbot: Any) -> None:
    driver = open_driver()
    driver.get_ready()
    driver.publish(events.DatasetLoaded(a_dataset("pen-digits")))
    qtbot.mouseClick(driver.button("downloadMnistButton"), Qt.MouseButton.LeftButton)
    assert [command.source for command in driver.commands_of(commands.LoadDataset)] == ["mnist"]


def test_the_window_remembers_that_it_was_closed(open_driver: Callable[..., WindowDriver], qtbot: Any) -> None:
    first = open_driver()
    first.publish(events.EngineReady(1.0), events.DatasetLoaded(a_dataset("pen-digits")))
    assert first.find("mnistOffer").isVisible()
    qtbot.mouseClick(first.find("dismissMnistButton"), Qt.MouseButton.LeftButton)
    first.window.close_without_saving()

    second = open_driver()
    second.publish(events.EngineReady(1.0), events.DatasetLoaded(a_dataset("pen-digits")))
    assert not second.find("mnistOffer").isVisible()
