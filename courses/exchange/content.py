"""What the files of a course say, in the plain form of catalogue.plain."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from wagtail.models import Page

from .report import Place

# The ids of what pages refer to, by kind and portable name.
RowIds = dict[tuple[type[models.Model], str], int]


@dataclass(frozen=True)
class PageEntry:
    """A course or a part of it; ``model`` is its page class."""

    place: Place
    model: type[Page]
    uuid: UUID
    plain: dict[str, Any]


@dataclass(frozen=True)
class QuestionEntry:
    place: Place
    uuid: UUID
    plain: dict[str, Any]


@dataclass(frozen=True)
class BankEntry:
    place: Place
    uuid: UUID
    plain: dict[str, Any]
    questions: list[QuestionEntry]


@dataclass(frozen=True)
class FigureEntry:
    place: Place
    plain: dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file of images/, documents/ or media/; its name ends with the first letters of its hash."""

    place: Place
    model: type[models.Model]
    path: Path
    captions: Path | None
    sha1: str
    title: str


# A page of the course with the pages below it, in their order.
Family = tuple[PageEntry, list[PageEntry]]


@dataclass
class Content:
    """``manual`` is that for facilitators, with its parts."""

    course: PageEntry
    modules: list[Family] = field(default_factory=list)
    manual: Family | None = None
    banks: list[BankEntry] = field(default_factory=list)
    figures: list[FigureEntry] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    translations: "dict[str, Content]" = field(default_factory=dict)  # by language

    def beside(self, translated: "Content") -> "Content":
        """As much of it as a translation is of: a manual may wait for its own."""
        return self if translated.manual else replace(self, manual=None)

    def pairs(self, translated: "Content") -> Iterator[tuple[PageEntry, PageEntry]]:
        """Each page with its translation."""
        return zip(self.beside(translated).pages, translated.pages, strict=True)

    @property
    def families(self) -> list[Family]:
        """What stands right below the course: the modules, then the manual."""
        return [*self.modules, *([self.manual] if self.manual else [])]

    @property
    def pages(self) -> list[PageEntry]:
        """In the order of the tree."""
        parts = [part for parent, children in self.families for part in (parent, *children)]
        return [self.course, *parts]
