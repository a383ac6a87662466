"""Every course under courses/starter/ in each of its languages, as the rules of content read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from courses.exchange import bankfiles, files, pagefiles
from courses.exchange.report import Report

STARTER = Path(settings.BASE_DIR) / "courses" / "starter"
SOURCE = "en"
# What one word of is a name for the machine.
NAMES = {"kind", "slug", "key", "id", "type", "uuid", "goes_to", "ending", "question", "figure"}
NAMES |= {"objective", "objectives", "bank", "image", "video", "audio", "document", "training"}
TAG, END = re.compile(r"<[^>]+>"), re.compile(r"</(?:p|li)>|<br ?/?>")


@dataclass(frozen=True)
class Text:
    """One paragraph, list item, title or choice, and where it stands."""

    where: str
    words: str


@dataclass(frozen=True)
class Course:
    """One course in one language."""

    slug: str
    language: str
    pages: dict[str, dict[str, Any]]  # by file: the course, its modules, lessons and quizzes
    manual: dict[str, dict[str, Any]]
    banks: dict[str, list[dict[str, Any]]]
    figures: list[dict[str, Any]]

    @property
    def lessons(self) -> dict[str, dict[str, Any]]:
        return {file: page for file, page in self.pages.items() if page.get("kind") == "lesson"}

    @property
    def quizzes(self) -> list[dict[str, Any]]:
        return [page for page in self.pages.values() if page.get("kind") == "quiz"]

    @property
    def objectives(self) -> list[str]:
        return [row["code"] for row in self.pages["course.yaml"]["objectives"]]

    @property
    def items(self) -> list[dict[str, Any]]:
        return [item for bank in self.banks.values() for item in bank]

    def texts(self) -> Iterator[Text]:
        """All that somebody reads: of the pages, the questions and the manual."""
        for file, page in {**self.pages, **self.manual}.items():
            yield from texts(page, file)
        for bank in self.banks.values():
            for item in bank:
                yield from texts(item, item["key"])


# What the tests are run for: every folder there is, without reading it yet.
COURSES = sorted(path.parent.name for path in STARTER.glob("*/course.yaml"))
EDITIONS = [
    (slug, language)
    for slug in COURSES
    for language in (
        SOURCE,
        *sorted(path.parent.name for path in STARTER.glob(f"{slug}/translations/*/course.yaml")),
    )
]


def course(slug: str, language: str = SOURCE) -> Course:
    return _languages(slug)[language]


@cache
def _languages(slug: str) -> dict[str, Course]:
    report = Report()
    folder = files.read(STARTER / slug, report)
    assert folder, report.refused
    folders = {SOURCE: folder, **folder.translations}
    found = {language: _course(slug, language, one) for language, one in folders.items()}
    assert not report.refused, report.refused
    return found


def _course(slug: str, language: str, folder: files.Folder) -> Course:
    head = pagefiles.course(folder.course)
    entries = [head]
    for module, items in folder.modules:
        entries.append(pagefiles.module(module, head.uuid))
        entries += [pagefiles.item(item, head.uuid) for item in items]
    manual = []
    if folder.manual:
        manual = [pagefiles.manual(folder.manual[0], head.uuid)]
        manual += [pagefiles.manual_part(part, manual[0].uuid) for part in folder.manual[1]]
    banks = [bankfiles.bank(file) for file in folder.banks]
    figures = bankfiles.figures(folder.figures) if folder.figures else []
    return Course(
        slug,
        language,
        pages={_name(entry): entry.plain for entry in entries},
        manual={_name(entry): entry.plain for entry in manual},
        banks={bank.plain["slug"]: [item.plain for item in bank.questions] for bank in banks},
        figures=[figure.plain for figure in figures],
    )


def _name(entry: Any) -> str:
    """The file, the same in every language."""
    return re.sub(r"^translations/\w+/", "", entry.place.path[0])


def texts(plain: Any, where: str) -> Iterator[Text]:
    """What somebody reads of a page, a block or a question."""
    if isinstance(plain, str):
        paragraphs = (" ".join(TAG.sub(" ", part).split()) for part in END.split(plain))
        yield from (Text(where, words) for words in paragraphs if words)
    elif isinstance(plain, list):
        for value in plain:
            yield from texts(value, where)
    elif isinstance(plain, dict):
        for name, value in plain.items():
            if name not in NAMES or not isinstance(value, str) or " " in value:
                yield from texts(value, where)


def blocks(plain: Any, kind: str) -> list[Any]:
    """Every block of a kind in a page, those inside others too."""
    found = []
    for value in plain.values() if isinstance(plain, dict) else plain:
        if isinstance(value, dict | list):
            found += blocks(value, kind)
    return [*found, plain[kind]] if isinstance(plain, dict) and kind in plain else found


def exceptions(rule: str, slug: str, language: str) -> set[str]:
    """What a rule lets pass in a course and language; each line of the list says why.

    Tests compare it for equality: an exception that is no longer needed fails.
    """
    path = Path(__file__).with_name("exceptions") / f"{rule}.yaml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    ours = listed.get(slug) or {}
    allowed: dict[str, str] = {**(ours.get("every") or {}), **(ours.get(language) or {})}
    assert all(len(why.split()) > 2 for why in allowed.values()), f"{path.name}: say why"
    if course(slug, language).manual:
        return set(allowed)
    return {place for place in allowed if not place.startswith("manual/")}  # not translated yet
