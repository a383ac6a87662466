"""A course as a folder: what is found where."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import dialect, languages
from .report import Place, Report

MAX_BYTES = 1_000_000
NOTES = ".md"  # for colleagues
NUMBERED = re.compile(r"(\d+)-[\w-]+", re.ASCII)
UPLOADS = ("documents", "images", "media")
TRANSLATIONS, MANUAL = "translations", "manual"
TEXTS = {"course.yaml", "figures.yaml", "banks", "modules"}
PARTS = {*TEXTS, *UPLOADS, MANUAL, TRANSLATIONS}


@dataclass(frozen=True)
class File:
    place: Place
    data: Any


@dataclass
class Folder:
    """The files of a course, read but not yet understood, in the order of their names.

    Its translations by language have the same files, but for a manual that is not translated yet.
    """

    course: File
    figures: File | None = None
    banks: list[File] = field(default_factory=list)
    modules: list[tuple[File, list[File]]] = field(default_factory=list)
    manual: tuple[File, list[File]] | None = None
    uploads: list[Path] = field(default_factory=list)
    translations: "dict[str, Folder]" = field(default_factory=dict)


def read(path: Path, report: Report) -> Folder | None:
    """Every file of the folder; what cannot be read is refused in the report."""
    if not (path / "course.yaml").is_file():
        Place(report, (str(path),)).refuse(_("This folder has no course.yaml."))
        return None
    reader = _Reader(path, report)
    folder = reader.folder(path, PARTS)
    folder.uploads = [file for name in UPLOADS for file in reader.inside(path / name, "")]
    for translation in languages.folders(path / TRANSLATIONS, reader.place):
        has_manual = (translation / MANUAL).exists()
        parts = TEXTS | {MANUAL} if has_manual else TEXTS
        if languages.has_same_files(path, translation, parts, reader.place):
            folder.translations[translation.name] = reader.folder(translation, parts)
    return folder


def read_course(path: Path) -> dict[str, Any]:
    """What course.yaml says; empty where there is none that can be read."""
    file = path / "course.yaml"
    data = _Reader(path, Report()).read(file).data if file.is_file() else None
    return data if isinstance(data, dict) else {}


class _Reader:
    def __init__(self, root: Path, report: Report) -> None:
        self.root = root
        self.report = report

    def place(self, path: Path) -> Place:
        return Place(self.report, (path.relative_to(self.root).as_posix(),))

    def folder(self, path: Path, known: set[str]) -> Folder:
        self.refuse_strangers(path, known)
        folder = Folder(course=self.read(path / "course.yaml"))
        if (path / "figures.yaml").exists():
            folder.figures = self.read(path / "figures.yaml")
        folder.banks = [self.read(file) for file in self.inside(path / "banks", ".yaml")]
        folder.modules = [
            self.family(entry, "module.yaml") for entry in self.numbered(path / "modules", "")
        ]
        if (path / MANUAL).exists():
            folder.manual = self.family(path / MANUAL, "manual.yaml")
        return folder

    def read(self, path: Path) -> File:
        place = self.place(path)
        if not path.is_file():
            place.refuse(_("This file is missing."))
            return File(place, None)
        if path.stat().st_size > MAX_BYTES:
            place.refuse(_("This file is larger than 1 MB."))
            return File(place, None)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            place.refuse(_("This file is not UTF-8 text."))
            return File(place, None)
        return File(place, dialect.parse(text, place))

    def family(self, path: Path, head: str) -> tuple[File, list[File]]:
        """The file that is about a folder, and the numbered ones in it."""
        parts = self.numbered(path, ".yaml", but=head)
        return self.read(path / head), [self.read(part) for part in parts]

    def inside(self, path: Path, suffix: str) -> list[Path]:
        """The files of a folder by name; a file that does not belong there is refused."""
        found = []
        for entry in sorted(_visible(path)):
            if entry.is_file() and entry.name.endswith(suffix):
                found.append(entry)
            else:
                self.place(entry).refuse(_("This does not belong here."))
        return found

    def numbered(self, path: Path, suffix: str, but: str = "") -> list[Path]:
        """Folders (no suffix) or files in the order of their numbers."""
        numbers = {}
        for entry in _visible(path):
            match = NUMBERED.fullmatch(entry.name.removesuffix(suffix))
            if match and entry.suffix == suffix and entry.is_file() == bool(suffix):
                numbers[entry] = int(match[1])
            elif entry.name != but:
                self.place(entry).refuse(_("This needs a name like 01-who-is-a-child."))
        return sorted(numbers, key=lambda entry: (numbers[entry], entry.name))

    def refuse_strangers(self, path: Path, known: set[str]) -> None:
        for entry in _visible(path):
            if entry.name not in known and entry.suffix != NOTES:
                self.place(entry).refuse(_("This does not belong here."))


def _visible(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    return [entry for entry in path.iterdir() if not entry.name.startswith(".")]


def write(path: Path, files: dict[str, bytes], *, translated: Iterable[str]) -> None:
    """Make the folder hold exactly these files of the format; other files are not touched.

    Nor are translations into other languages than ``translated``.
    """
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    kept = {path / name for name in files}
    for name in sorted({*TEXTS, *UPLOADS, MANUAL}):
        _clear(path / name, kept)
    for language in sorted(translated):
        folder = path / TRANSLATIONS / language
        for name in sorted({*TEXTS, MANUAL}):
            _clear(folder / name, kept)
        _remove_if_empty(folder)


def _clear(part: Path, kept: set[Path]) -> None:
    """Remove the files that are not kept, and the folders that are empty then."""
    found = [part] if part.is_file() else sorted(part.rglob("[!.]*"), reverse=True)
    for entry in found:
        if entry.is_file() and entry not in kept:
            entry.unlink()
        elif entry.is_dir():
            _remove_if_empty(entry)
    _remove_if_empty(part)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
