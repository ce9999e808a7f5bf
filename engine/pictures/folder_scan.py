"""Looking through a folder of pictures: what is there, how it is arranged, and what cannot be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from engine.cancellation import Cancellation
from engine.errors import UserError
from engine.file_problems import shown
from engine.image_shape import SHORTEST_SIDE_PX
from engine.pictures import decoding
from engine.pictures.file_listing import ListedFile, Skipped, listed
from engine.pictures.layouts import (
    Layout,
    Part,
    Place,
    has_mask_ending,
    kind_depth,
    place_of,
    stem_of,
    stems_of_mask,
)
from engine.progress import Progress, Report

MOST_PICTURES = 200_000


class PictureFile(NamedTuple):
    """A picture that can probably be used; only its header has been read.

    Attributes:
        path: where it is.
        name: relative to the folder that was opened, with slashes.
        size_bytes: of the file.
        mtime_ns: when the file was changed, in ns since 1970.
        width_px: after the rotation that its EXIF asks for, as `height_px`.
        height_px: see `width_px`.
        mode: Pillow's, e.g. "L", "RGB" or "I;16".
    """

    path: Path
    name: str
    size_bytes: int
    mtime_ns: int
    width_px: int
    height_px: int
    mode: str


@dataclass(frozen=True)
class PictureGroup:
    """The pictures of one kind in one part of the set.

    Attributes:
        folder: identifies the group: its folder below the one that was opened, with slashes; "" for that folder itself.
        kind: what the pictures show, by the folders' names, e.g. "good" or "scratch"; "" where nothing says it.
        part: what they are for; None where the folders do not say it.
        files: the pictures, in natural order.
        masks: masks of abnormal places, by the pictures' names.
    """

    folder: str
    kind: str
    part: Part | None
    files: tuple[PictureFile, ...]
    masks: Mapping[str, PictureFile] = field(default_factory=dict)


@dataclass(frozen=True)
class FolderScan:
    """What is in a folder of pictures.

    Attributes:
        root: the folder, absolute.
        layout: how it is arranged.
        groups: the pictures, by kind and part.
        skipped: every file that is not used, and why.
    """

    root: Path
    layout: Layout
    groups: tuple[PictureGroup, ...]
    skipped: tuple[Skipped, ...]

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return sum(len(group.files) for group in self.groups)


def scan(root: Path, report: Report, cancellation: Cancellation) -> FolderScan:
    """Look through a folder of pictures, at any depth. Of the pictures only the headers are read.

    Args:
        root: the folder.
        report: receives the progress.
        cancellation: checked at each file.

    Raises:
        UserError: the folder cannot be read, or holds no picture.
        Cancelled: `cancellation` was requested.
    """
    root = root.absolute()
    progress = Progress("Looking through {folder}", report, cancellation, folder=shown(root))
    progress.advance()
    pictures: list[PictureFile] = []
    skipped: list[Skipped] = []
    for found in listed(root, cancellation):
        if len(pictures) % 64 == 0:
            progress.advance()
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        pictures += _read(found, skipped)
        if len(pictures) > MOST_PICTURES:
            raise UserError(
                "{folder} has more than {most} pictures; choose a folder with fewer.",
                folder=shown(root),
                most=MOST_PICTURES,
            )
    places = {picture.name: place_of(picture.name) for picture in pictures}
    masks = _masks_among(pictures, places)
    used = [picture for picture in pictures if picture.name not in masks]
    places |= {each.name: place_of(each.name, may_be_mask=False) for each in used if places[each.name].is_mask}
    if not used:
        raise _without_pictures(root, skipped)
    groups = _grouped(used, places, _matched(masks, used, places, skipped))
    return FolderScan(root, _layout(groups), groups, tuple(skipped))


def require_picture(root: Path) -> None:
    """Check that a folder holds a picture; it is looked through until one is found.

    Raises:
        UserError: the folder cannot be read, or holds no picture.
    """
    skipped: list[Skipped] = []
    for found in listed(root, Cancellation()):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif any(_read(found, skipped)):
            return
    raise _without_pictures(root, skipped)


def _without_pictures(root: Path, skipped: Sequence[Skipped]) -> UserError:
    return UserError(
        "There is no picture in {folder} that can be used, no PNG, JPEG, BMP, TIFF or WebP file; choose another "
        "folder.",
        folder=shown(root),
        details="\n".join(f"{each.path}: {each.reason}" for each in skipped[:100]),
    )


def _read(file: ListedFile, skipped: list[Skipped]) -> Iterator[PictureFile]:
    name = file.name.encode("utf-8", "replace").decode()
    try:
        header = decoding.read_header(file.path)
    except UserError as error:
        skipped.append(Skipped(name, error.template, dict(error.values)))
        return
    shortest, longest = sorted((header.width_px, header.height_px))
    if shortest < SHORTEST_SIDE_PX:
        template = "It is {width} × {height} px; each side must have at least {least}."
        values = {"width": header.width_px, "height": header.height_px, "least": SHORTEST_SIDE_PX}
        skipped.append(Skipped(name, template, values))
    elif longest > decoding.LONGEST_SIDE_PX or shortest * longest > decoding.MOST_PIXELS:
        problem = decoding.too_large(file.path, header.width_px, header.height_px)
        skipped.append(Skipped(name, problem.template, dict(problem.values)))
    else:
        if header.pages > 1:
            skipped.append(Skipped(name, "Of its {count} pages only the first is used.", {"count": header.pages}))
        yield PictureFile(
            file.path, file.name, file.size_bytes, file.mtime_ns, header.width_px, header.height_px, header.mode
        )


def _masks_among(pictures: Sequence[PictureFile], places: Mapping[str, Place]) -> dict[str, PictureFile]:
    """Return the files that are masks, by their names.

    A folder called "masks" may also hold what one wears; it holds masks if there are pictures with the same names.
    """
    stems = {stem_of(picture.name) for picture in pictures if not places[picture.name].is_mask}
    beside = {(places[picture.name], stem_of(picture.name)) for picture in pictures}
    sure, likely = {}, {}
    for picture in pictures:
        place = places[picture.name]
        if place.is_surely_mask:
            sure[picture.name] = picture
        elif place.is_mask:
            likely[picture.name] = picture
        elif has_mask_ending(picture.name) and any(
            (place, stem) in beside for stem in stems_of_mask(picture.name)[:-1]
        ):
            sure[picture.name] = picture
    of_pictures = sum(any(stem in stems for stem in stems_of_mask(name)) for name in likely)
    return sure | likely if 2 * of_pictures > len(likely) else sure


def _matched(
    masks: Mapping[str, PictureFile],
    pictures: Sequence[PictureFile],
    places: Mapping[str, Place],
    skipped: list[Skipped],
) -> dict[str, PictureFile]:
    """Return the mask of each picture that has one, by the picture's name; list the masks without a picture."""
    by_place: dict[tuple[Part | None, tuple[str, ...], str], str] = {}
    by_folders: defaultdict[tuple[tuple[str, ...], str], list[str]] = defaultdict(list)
    for picture in pictures:
        part, folders, *_ = places[picture.name]
        stem = stem_of(picture.name)
        by_place[part, folders, stem] = picture.name
        by_folders[folders, stem].append(picture.name)
    by_name = {picture.name: picture for picture in pictures}
    found: dict[str, PictureFile] = {}
    for name, mask in masks.items():
        place = places[name]
        owner = None
        for stem in stems_of_mask(name):
            owner = owner or by_place.get((place.part or Part.TEST, place.folders, stem))
            owner = owner or next(iter(by_folders.get((place.folders, stem), ())), None)
        if owner is None or owner in found:
            skipped.append(Skipped(name, "It is a mask, but there is no picture of its name.", {}))
        elif not _has_proportions_of(mask, by_name[owner]):
            values = {"width": mask.width_px, "height": mask.height_px}
            template = "It is a mask of {width} × {height} px, which does not fit its picture."
            skipped.append(Skipped(name, template, values))
        else:
            found[owner] = mask
    return found


def _has_proportions_of(mask: PictureFile, picture: PictureFile) -> bool:
    across = mask.width_px * picture.height_px / (mask.height_px * picture.width_px)
    return 0.97 < across < 1.03


def _grouped(
    pictures: Sequence[PictureFile], places: Mapping[str, Place], masks: Mapping[str, PictureFile]
) -> tuple[PictureGroup, ...]:
    depth = kind_depth(places[picture.name].folders for picture in pictures)
    members: defaultdict[tuple[Part | None, str], list[PictureFile]] = defaultdict(list)
    for picture in pictures:
        place = places[picture.name]
        members[place.part, "/".join(place.folders[:depth])].append(picture)
    groups = []
    for (part, kind), files in members.items():
        own = {file.name: masks[file.name] for file in files if file.name in masks}
        folder = "/".join(filter(None, (part, kind)))
        groups.append(PictureGroup(folder, kind, part, tuple(files), own))
    return tuple(groups)


def _layout(groups: Sequence[PictureGroup]) -> Layout:
    if all(group.part is None for group in groups):
        return Layout.FLAT if len(groups) == 1 else Layout.CLASSES
    train = {group.kind for group in groups if group.part is Part.TRAIN}
    test = {group.kind for group in groups if group.part is Part.TEST}
    return Layout.MVTEC if len(train) == 1 and len(test) > 1 else Layout.PARTS
