"""What a folder of pictures, its groups and the preparation are called in the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from engine.file_problems import shown
from engine.pictures.file_listing import Skipped
from engine.pictures.folder_scan import FolderScan, PictureGroup
from engine.pictures.import_plan import Role
from engine.pictures.layouts import Layout, Part
from engine.pictures.picture_roles import ExpectedUse
from engine.pictures.preparation import Fit
from gui.state.wording import sentence_text

FEW_NORMALS = 100
"""With fewer pictures to learn from, it is said what can be promised."""


def role_text(role: Role) -> str:
    """Return what a role is called."""
    return {
        Role.NORMAL: _tr("Normal"),
        Role.ABNORMAL: _tr("Abnormal"),
        Role.LEFT_OUT: _tr("Leave out"),
    }[role]


def role_explanation(role: Role) -> str:
    """Return what becomes of pictures of a role."""
    return {
        Role.NORMAL: _tr(
            "The model learns what these look like; those in a folder for testing are tested instead."
        ),
        Role.ABNORMAL: _tr("These are only tested: the model never learns from them."),
        Role.LEFT_OUT: _tr("These are not opened."),
    }[role]


def fit_text(fit: Fit) -> str:
    """Return what a way to make pictures square is called."""
    return {Fit.PAD: _tr("Pad"), Fit.SQUASH: _tr("Squash"), Fit.CROP: _tr("Crop")}[fit]


def fit_explanation(fit: Fit) -> str:
    """Return what a way to make pictures square does."""
    return {
        Fit.PAD: _tr("The whole picture with its proportions; its border's colour fills the square."),
        Fit.SQUASH: _tr("The whole picture, made as wide as high: what is round becomes oval."),
        Fit.CROP: _tr("The square in the middle of the picture; what is beside it is not seen."),
    }[fit]


def group_name(found: FolderScan, group: PictureGroup) -> str:
    """Return what a group is called: its folder, or the name of the one that was opened."""
    return printable(group.folder) or shown(found.root)


def layout_text(found: FolderScan) -> str:
    """Return how the pictures are arranged, as one phrase."""
    masks = _tr(", with masks") if any(group.masks for group in found.groups) else ""
    has_tests = any(group.part is Part.TEST for group in found.groups)
    match found.layout:
        case Layout.FLAT:
            return _tr("All pictures are of one kind") + masks
        case Layout.CLASSES:
            return _tr("A folder for each kind") + masks
        case Layout.MVTEC:
            learnt = next((printable(group.folder) for group in found.groups if group.part is Part.TRAIN), "train")
            return _tr("As MVTec AD: {folder} to learn from, test by kind").format(folder=learnt) + masks
        case Layout.PARTS if has_tests:
            return _tr("Folders to learn from and to test with") + masks
    return _tr("Folders to learn from") + masks


def use_text(use: ExpectedUse) -> str:
    """Return what will be learnt from and tested, in one to three sentences."""
    tests = []
    if use.held_out:
        tests.append(_tr("about {count:,} held out").format(count=use.held_out))
    if use.normal_tests:
        tests.append(_tr("{count:,} normal").format(count=use.normal_tests))
    if use.abnormal_tests:
        tests.append(_tr("{count:,} abnormal").format(count=use.abnormal_tests))
    template = _tr("{count:,} normal pictures to learn from; {tests} to test with.")
    sentences = [template.format(count=use.learnt, tests=_tr(" and ").join(tests))]
    if use.left_out:
        sentences.append(_tr("{count:,} are left out.").format(count=use.left_out))
    if use.learnt < FEW_NORMALS:
        sentences.append(
            _tr("With so few, 1 false alarm in {count:,} is the best promise; more allow a better one.").format(
                count=use.learnt
            )
        )
    return " ".join(sentences)


def skipped_text(count: int) -> str:
    """Return how many files are not used."""
    if count == 1:
        return _tr("1 file is not used, or only in part")
    return _tr("{count:,} files are not used, or only in part").format(count=count)


def skipped_line(skipped: Skipped) -> str:
    """Return a file that is not used, and why, in one line; sentences that name the file get its path."""
    names = [name for name in ("name", "file") if f"{{{name}}}" in skipped.template]
    values: Mapping[str, object] = {**skipped.values, **dict.fromkeys(names, skipped.path)}
    sentence = sentence_text(skipped.template, values)
    return sentence if names else f"{skipped.path}: {sentence}"


def printable(name: str) -> str:
    """Return a file's or a folder's name in a form that can be shown, even if it is invalid Unicode."""
    return name.encode("utf-8", "replace").decode()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pictures", text)
