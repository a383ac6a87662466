"""The folders of translations: which languages there are, and whether each has the same files."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from .report import Action, Place


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
    """Whether a translation has a file for each of the course itself; refuses what differs."""
    ours, theirs = _names(source, parts), _names(translation, parts)
    for name in sorted(ours - theirs):
        message = _("This file is missing. Copy %(name)s and translate its texts.")
        place_of(translation / name).refuse(message % {"name": name})
    for name in sorted(theirs - ours):
        message = _("The course itself has no %(name)s. Rename this file like what it translates.")
        place_of(translation / name).refuse(message % {"name": name})
    return ours == theirs


def _names(root: Path, parts: set[str]) -> set[str]:
    files = (file for part in parts for file in (root / part, *(root / part).rglob("[!.]*")))
    return {file.relative_to(root).as_posix() for file in files if file.is_file()}
