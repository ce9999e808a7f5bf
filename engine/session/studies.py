"""The studies that were measured on this machine: kept as they go, and told when their data are loaded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from engine.datasets.image_dataset import ImageDataset
from engine.errors import UserError
from engine.protocol.events import Event
from engine.protocol.run_events import RunsNotKept, StudyRestored
from engine.runs.study_file import StudyRecord, StudyStore


class Studies:
    """Keeps the latest study of each data set.

    Args:
        publish: receives every event.
        store: where they are kept.
    """

    def __init__(self, publish: Callable[[Event], None], store: StudyStore) -> None:
        self._publish = publish
        self._store = store

    def publish_newest(self) -> None:
        """Publish the newest study; nothing if there is none."""
        for record in self._store.all()[-1:]:
            self.publish(record)

    def publish_of(self, dataset: ImageDataset) -> None:
        """Publish the latest study of a data set; nothing if there is none."""
        record = self._store.of(dataset.identity)
        if record is not None:
            self.publish(record)

    def publish(self, record: StudyRecord) -> None:
        """Publish a study that was measured before."""
        total = len(record.choices)
        self._publish(StudyRestored(record.settings, record.dataset, record.data_identity, record.rows, total))

    def keep(self, record: StudyRecord) -> None:
        """Write a study as far as it came; the study goes on where that is impossible, which is published."""
        try:
            self._store.put(record)
        except UserError as error:
            self._publish(RunsNotKept(str(error)))

    def of(self, data_identities: set[str]) -> tuple[StudyRecord, ...]:
        """Return the studies of these data."""
        return tuple(record for record in self._store.all() if record.data_identity in data_identities)

    def take_in(self, record: StudyRecord) -> None:
        """Keep a study from elsewhere, unless there is a later one of the same data, and publish the one that stays."""
        own = self._store.of(record.data_identity)
        if own is None or own.created <= record.created:
            own = record
            with suppress(UserError):  # it can be seen, though it is lost with the end of the program
                self._store.put(record)
        self.publish(own)
