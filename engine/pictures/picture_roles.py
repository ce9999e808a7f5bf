"""Which pictures are learnt from and which are tested, by the roles of their groups."""

from __future__ import annotations

from typing import NamedTuple

from engine.errors import UserError
from engine.file_problems import shown
from engine.pictures.folder_scan import FolderScan, PictureFile
from engine.pictures.holding_out import most_held_out
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


class ExpectedUse(NamedTuple):
    """How many pictures of a folder will be learnt from and tested, if all of them can be read.

    Attributes:
        learnt: normal ones to learn from.
        held_out: normal ones that would be held out to test with; fewer where near copies would be parted.
        normal_tests: normal ones in folders for testing.
        abnormal_tests: abnormal ones.
        left_out: pictures of the groups that are left out.
    """

    learnt: int
    held_out: int
    normal_tests: int
    abnormal_tests: int
    left_out: int


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


def expected_use(scan: FolderScan, plan: ImportPlan) -> ExpectedUse:
    """Return what `used_pictures` and the holding out will come to, counted by groups; nothing is read.

    Raises:
        UserError: too few are normal.
    """
    roles = roles_of(scan, plan)

    def count(role: Role, *parts: Part | None) -> int:
        return sum(
            len(group.files) for group in scan.groups if roles[group.folder] is role and group.part in parts
        )

    learnt, tests = count(Role.NORMAL, Part.TRAIN, None), count(Role.NORMAL, Part.TEST)
    if learnt == 0:
        learnt, tests = tests, 0
    require_enough(scan, learnt)
    held_out = 0 if tests else most_held_out(learnt)
    abnormal, left_out = (count(role, *Part, None) for role in (Role.ABNORMAL, Role.LEFT_OUT))
    return ExpectedUse(learnt - held_out, held_out, tests, abnormal, left_out)


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
