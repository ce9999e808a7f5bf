"""Which pictures are learnt from and which are tested, by the roles of their groups."""

from __future__ import annotations

from typing import NamedTuple

from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures.folder_scan import FolderScan, PictureFile
from engine.pictures.import_plan import ImportPlan, Role, roles_of
from engine.pictures.layouts import Part

FEWEST_NORMALS = 10


class UsedPicture(NamedTuple):
    """A picture that is used.

    Attributes:
        file: the picture.
        kind: what it shows, by its folder.
        is_normal: whether it counts as normal.
        is_test: whether it is tested and not learnt from.
        mask: the mask of its abnormal places; None where there is none.
    """

    file: PictureFile
    kind: str
    is_normal: bool
    is_test: bool
    mask: PictureFile | None


def used_pictures(scan: FolderScan, plan: ImportPlan) -> list[UsedPicture]:
    """Return the pictures that are used, in the order of the scan.

    Normal ones are learnt from, unless they lie in a folder for testing; where all do, they are learnt from, too.
    Abnormal ones are tested, wherever they lie.

    Raises:
        UserError: too few are normal.
    """
    roles = roles_of(scan, plan)
    normal = [group for group in scan.groups if roles[group.folder] is Role.NORMAL]
    are_all_for_test = all(group.part is Part.TEST for group in normal)
    used: list[UsedPicture] = []
    for group in scan.groups:
        is_normal = roles[group.folder] is Role.NORMAL
        is_test = not is_normal or (group.part is Part.TEST and not are_all_for_test)
        if roles[group.folder] is Role.LEFT_OUT:
            continue
        for file in group.files:
            mask = None if is_normal else group.masks.get(file.name)
            used.append(UsedPicture(file, group.kind, is_normal, is_test, mask))
    require_enough(scan, sum(not each.is_test for each in used))
    return used


def require_enough(scan: FolderScan, normals: int) -> None:
    """Check the number of normal pictures to learn from.

    Raises:
        UserError: there are too few.
    """
    if normals < FEWEST_NORMALS:
        raise UserError(
            "{folder} has {count} normal pictures to learn from, but at least {least} are needed; add more, or count "
            "more of its folders as normal.",
            folder=shown(scan.root),
            count=normals,
            least=FEWEST_NORMALS,
        )
