"""Loading the pictures of a folder: prepared on all cores, kept on disk, with some held out to test with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures import cache_folder, prepared_set
from engine.pictures.file_listing import Skipped
from engine.pictures.folder_scan import FolderScan
from engine.pictures.holding_out import grouped, hash_of, held_out
from engine.pictures.import_plan import ImportPlan
from engine.pictures.masks import prepare_mask
from engine.pictures.parallel_preparation import prepared_in_order
from engine.pictures.picture_roles import UsedPicture, require_enough, used_pictures
from engine.pictures.pixel_rows import PixelRows
from engine.pictures.prepared_set import PreparedSet, file_key
from engine.progress import Progress, Report

_SEED = 0


@dataclass(frozen=True)
class LoadedPictures:
    """The pictures of a folder as arrays.

    Attributes:
        prepared: their pixels and masks.
        train: those that are learnt from, in the order of `prepared`.
        test: those that are tested, the same.
    """

    prepared: PreparedSet
    train: tuple[UsedPicture, ...]
    test: tuple[UsedPicture, ...]


def load_pictures(
    scan: FolderScan, plan: ImportPlan, report: Report, cancellation: Cancellation
) -> LoadedPictures:
    """Load the pictures of a folder; those that cannot be read are left out.

    What was prepared before is taken from the disk. Otherwise memory holds a few pictures at a time: the prepared ones
    are written to the disk and mapped. Where that has no room, they stay in memory.

    Args:
        scan: of the folder.
        plan: what is made of it.
        report: receives the progress.
        cancellation: ends it within a twentieth of a second.

    Raises:
        UserError: too few are left, all are equal, or there is no room for them.
        Cancelled: `cancellation` was requested.
    """
    used = used_pictures(scan, plan)
    key = prepared_set.set_key(scan.root, plan.preparation)
    signature = prepared_set.signature_of(used)
    kept = prepared_set.find(key, plan.preparation)
    if kept is not None and kept[1] == signature:
        prepared = kept[0]
    else:
        loader = _Loader(scan, plan, used, report, cancellation)
        prepared = loader.load(key, signature, None if kept is None else kept[0])
    by_key = {file_key(each.file): each for each in used}
    ordered = [by_key[file] for file in prepared.files]
    return LoadedPictures(prepared, tuple(ordered[: prepared.train]), tuple(ordered[prepared.train :]))


class _Loader:
    def __init__(
        self,
        scan: FolderScan,
        plan: ImportPlan,
        used: Sequence[UsedPicture],
        report: Report,
        cancellation: Cancellation,
    ) -> None:
        self._scan = scan
        self._preparation = plan.preparation
        self._used = used
        self._cancellation = cancellation
        self._must_hold_out = not any(each.is_test and each.is_normal for each in used)
        masks = sum(each.mask is not None for each in used)
        self._progress = Progress(
            "Preparing the pictures of {folder}", report, cancellation, len(used) + masks, folder=shown(scan.root)
        )
        self._failed: list[Skipped] = []
        self._hashes: list[int | None] = []
        self._digests: list[bytes] = []

    def load(self, key: str, signature: str, before: PreparedSet | None) -> PreparedSet:
        folder: Path | None = None
        with suppress(OSError):
            folder = cache_folder.new_folder(key)
        rows = PixelRows(None if folder is None else folder / "rows.tmp", self._preparation.image_shape)
        try:
            loaded = self._prepare(rows, before)
            order, train, out = self._order(loaded)
            masked, masks = self._masks([loaded[place] for place in order])
            prepared = PreparedSet(
                files=tuple(file_key(loaded[place].file) for place in order),
                train=train,
                pixels=np.empty((0, *self._preparation.image_shape), np.uint8),
                masked=masked,
                masks=masks,
                held_out=out,
                failed=tuple(self._failed),
            )
            if folder is not None and rows.is_on_disk:
                with suppress(OSError):
                    return prepared_set.write(folder, prepared, rows.in_order(order), signature)
            return replace(prepared, pixels=rows.in_memory(order))
        finally:
            rows.close()
            if folder is not None and not (folder / cache_folder.INDEX).exists():
                cache_folder.drop(folder)

    def _prepare(self, rows: PixelRows, before: PreparedSet | None) -> list[UsedPicture]:
        """Write all pictures that can be read to `rows`, and return them."""
        at: Mapping[prepared_set.FileKey, int] = {}
        if before is not None:
            at = {file: place for place, file in enumerate(before.files)}

        def pixels_of(each: UsedPicture) -> tuple[NDArray[np.uint8], bytes, int | None]:
            place = at.get(file_key(each.file))
            if place is None or before is None:
                pixels = self._preparation.prepare(each.file.path)
            else:
                pixels = np.array(before.pixels[place])
            needs_hash = self._must_hold_out and not each.is_test
            return pixels, hashlib.blake2b(pixels.data).digest(), hash_of(pixels) if needs_hash else None

        self._progress.advance()
        loaded: list[UsedPicture] = []
        for each, result in zip(
            self._used, prepared_in_order(pixels_of, self._used, self._cancellation), strict=True
        ):
            self._progress.advance(1)
            if isinstance(result, UserError):
                name = each.file.name.encode("utf-8", "replace").decode()
                self._failed.append(Skipped(name, result.template, _plain(result.values)))
                continue
            pixels, digest, code = result
            rows.append(pixels)
            loaded.append(each)
            self._digests.append(digest)
            self._hashes.append(code)
        return loaded

    def _order(self, loaded: Sequence[UsedPicture]) -> tuple[NDArray[np.intp], int, int]:
        """Return the order in which pictures are used, how many are learnt from, and how many of these are held out."""
        normal = np.array([place for place, each in enumerate(loaded) if not each.is_test], np.intp)
        require_enough(self._scan, len(normal))
        if len({self._digests[place] for place in normal.tolist()}) == 1:
            raise UserError(
                "All {count} normal pictures of {folder} are the same, so there is nothing to learn from them; choose "
                "pictures that differ.",
                count=len(normal),
                folder=shown(self._scan.root),
            )
        is_out = np.zeros(len(normal), bool)
        if self._must_hold_out:
            hashes = [code for place in normal.tolist() if (code := self._hashes[place]) is not None]
            is_out = held_out(grouped(hashes, self._cancellation), _SEED)
        train = np.random.default_rng(_SEED).permutation(normal[~is_out])  # any part of it is like the whole
        test = [place for place, each in enumerate(loaded) if each.is_test and each.is_normal]
        test += [place for place, each in enumerate(loaded) if not each.is_normal]
        order = np.concatenate([train, normal[is_out], np.array(test, np.intp)])
        return order, len(train), int(is_out.sum())

    def _masks(self, ordered: Sequence[UsedPicture]) -> tuple[tuple[int, ...], NDArray[np.bool_]]:
        """Return which pictures have a mask, and the masks."""
        places = [place for place, each in enumerate(ordered) if each.mask is not None]
        files = [each.mask for each in ordered if each.mask is not None]
        results = prepared_in_order(
            lambda file: prepare_mask(file.path, self._preparation), files, self._cancellation
        )
        masked: list[int] = []
        masks: list[NDArray[np.bool_]] = []
        for place, file, result in zip(places, files, results, strict=True):
            self._progress.advance(1)
            if isinstance(result, UserError):
                self._failed.append(Skipped(file.name, result.template, _plain(result.values)))
                continue
            masked.append(place)
            masks.append(result)
        side = self._preparation.size_px
        return tuple(masked), np.stack(masks) if masks else np.zeros((0, side, side), bool)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as JSON can keep them."""
    return {name: value if isinstance(value, int | float) else str(value) for name, value in values.items()}
