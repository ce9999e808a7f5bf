"""A run on a folder of pictures finds its data again, prepared and with the roles that it was trained with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.datasets.picture_source import PictureChoices, picture_source
from engine.errors import UserError
from engine.pictures.import_plan import Role
from engine.pictures.preparation import Fit
from engine.protocol.commands import SaveExperiment
from engine.protocol.run_control import RunControl
from engine.session.session import Session
from tests.engine.pictures.picture_folders import mvtec
from tests.engine.session.bench import SETTINGS, Bench

pytestmark = pytest.mark.slow

CHOICES = PictureChoices({"size_px": 64, "fit": Fit.CROP}, {"test/dent": Role.LEFT_OUT})


def test_a_run_goes_on_and_is_carried_to_another_machine_with_its_pictures(tmp_path: Path) -> None:
    folder = mvtec(tmp_path / "here" / "tiles", train=20)
    bench = Bench(tmp_path / "runs")
    try:
        dataset = bench.session.load_dataset(picture_source(str(folder), CHOICES))
        key = bench.train(replace(SETTINGS, samples=None, epochs=2), stop_after=1, normal=(0,))
        assert bench.run(key).data_source == dataset.source
        bench.session.load_dataset("pen-digits")
        bench.session.training.resume(key, RunControl(), 2)
        found = bench.session.workspace.dataset
        assert (found.identity, found.preparation, found.label_names) == (
            dataset.identity,
            dataset.preparation,
            {0: "good", 1: "scratch"},
        )
        file = tmp_path / "there" / "tiles.aestudio-experiment"
        file.parent.mkdir()
        bench.session.experiments.save(SaveExperiment(file, (key,)))
        with pytest.raises(UserError, match="tiles is a folder of pictures, which is not put into the file"):
            bench.session.experiments.save(SaveExperiment(file, (key,), with_data=True))
    finally:
        bench.session.close()
    shutil.move(folder, file.with_name("tiles"))
    events: list[object] = []
    away = Session(events.append, runs_folder=tmp_path / "other runs")
    try:
        away.start_keeping_runs()
        assert away.experiments.open(file).missing_data == ()
        assert away.workspace.dataset.identity == dataset.identity
        assert away.workspace.dataset.source.startswith(str(file.with_name("tiles")))
        assert away.workspace.dataset.preparation == dataset.preparation
    finally:
        away.close()
