"""The folders of translations: which languages there are, and whether each is whole.

A course is often translated bit by bit. So a language that lacks a file, a question or a figure is
left out and told; the course itself is loaded, and what is in Wagtail of the language stays.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from .content import Content, FigureEntry, QuestionEntry
from .report import Action, Place

type Row = QuestionEntry | FigureEntry


def known() -> set[str]:
    """The codes of the languages that a course may be translated into."""
    return {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES} - {settings.LANGUAGE_CODE}


def folders(path: Path, place_of: Callable[[Path], Place]) -> Iterator[Path]:
    """The folders of the languages that the site has; others are reported or refused."""
    if not path.is_dir():
        return
    codes = ", ".join(sorted(known()))
    for folder in sorted(path.iterdir()):
        place = place_of(folder)
        if folder.name.startswith("."):
            continue
        if not folder.is_dir():
            place.refuse(_("Here are only folders, one a language."))
        elif folder.name == settings.LANGUAGE_CODE:
            place.refuse(_("This is the language of the course itself; remove the folder."))
        elif folder.name in known():
            yield folder
        elif folder.name in LANG_INFO:
            reason = _("The site does not have this language, but %(codes)s.")
            place.report.add(Action.LEFT_ALONE, str(place), reason % {"codes": codes})
        else:
            message = _("“%(name)s” is no code of a language. Write one of %(codes)s.")
            place.refuse(message % {"name": folder.name, "codes": codes})


def has_same_files(
    source: Path, translation: Path, parts: set[str], place_of: Callable[[Path], Place]
) -> bool:
    """Whether a translation has a file for each of the course itself; refuses one too many."""
    ours, theirs = _names(source, parts), _names(translation, parts)
    message = _("This file is missing. Copy %(name)s and translate its texts.")
    missing = [(place_of(translation / name), name) for name in sorted(ours - theirs)]
    _leave_out(place_of(translation), [(place, message % {"name": n}) for place, n in missing])
    for name in sorted(theirs - ours):
        message = _("The course itself has no %(name)s. Rename this file like what it translates.")
        place_of(translation / name).refuse(message % {"name": name})
    return ours == theirs


def has_same_rows(source: Content, translated: Content) -> bool:
    """Whether it has each question and figure; one too many is for who compares them."""
    message = _("This is missing. Copy it from the course itself and translate its texts.")
    missing = [(place, message) for place in _missing_rows(source, translated)]
    course = translated.course.place
    _leave_out(Place(course.report, (course.path[0].removesuffix("/course.yaml"),)), missing)
    return not missing


def _missing_rows(source: Content, translated: Content) -> Iterator[Place]:
    for bank, other in zip(source.banks, translated.banks, strict=True):
        yield from _missing(bank.questions, other.questions, other.place)
    course = translated.course.place
    figures = Place(course.report, (course.path[0].replace("course.yaml", "figures.yaml"),))
    yield from _missing(source.figures, translated.figures, figures)


def _missing(ours: Sequence[Row], theirs: Sequence[Row], place: Place) -> Iterator[Place]:
    keys, there = [row.plain["key"] for row in ours], {row.plain["key"] for row in theirs}
    if there <= set(keys):
        yield from (place / key for key in keys if key not in there)


def _leave_out(language: Place, missing: list[tuple[Place, str]]) -> None:
    if missing:
        reason = _("It is left out until it has all that the course itself has.")
        language.report.add(Action.LEFT_ALONE, str(language), reason)
    for place, message in missing:
        place.report.add(Action.TO_NOTE, str(place), message)


def _names(root: Path, parts: set[str]) -> set[str]:
    files = (file for part in parts for file in (root / part, *(root / part).rglob("[!.]*")))
    return {file.relative_to(root).as_posix() for file in files if file.is_file()}
