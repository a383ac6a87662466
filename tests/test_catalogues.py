"""The interface in every language it is offered in: nothing untranslated, nothing out of date."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from lms import pseudo
from tests import xgettext

ROOT = Path(settings.BASE_DIR)
CATALOGUES = ROOT / "lms" / "locale"
CODES = [code for code, _name in settings.LANGUAGES if code not in ("en", pseudo.CODE)]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>")
EXTRACTED = ("certificates", "courses", "home", "lms", "templates")

type Key = tuple[str | None, str, str]


def catalogue(code: str, folder: Path = CATALOGUES) -> polib.POFile:
    return polib.pofile(str(folder / code / "LC_MESSAGES" / "django.po"))


def keys(found: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in found}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues as ``make messages`` would write them now."""
    assert xgettext.is_there(), "No xgettext here: `make xgettext` gets one."
    copy = tmp_path_factory.mktemp("project")
    for name in EXTRACTED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("starter"))
    shutil.copy(ROOT / "manage.py", copy)
    shutil.copy(ROOT / "Makefile", copy)
    (command,) = re.findall(r"^\t\$\(MANAGE\) (makemessages .*)$", _unfolded(copy), re.MULTILINE)
    arguments = [word.strip("'") for word in command.split()]
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=copy, check=True, timeout=100)
    return copy / "lms" / "locale"


def _unfolded(folder: Path) -> str:
    return (folder / "Makefile").read_text().replace("\\\n", " ")


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_holds_what_the_site_says_now_and_nothing_else(code, extracted):
    now, kept = keys(catalogue(code, extracted)), keys(catalogue(code))
    assert not now - kept, "Say it in this language, too: `make messages` adds the strings."
    assert not kept - now, "Nobody says this any more: `make messages` takes it out."


@pytest.mark.parametrize("code", CODES)
def test_everything_is_translated(code):
    bare = [entry.msgid for entry in catalogue(code) if entry.fuzzy or not all(forms(entry))]
    assert bare == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_placeholders_and_the_markup_of_its_source(code):
    """A plural form may leave out its number: “one seat”."""
    wrong = []
    for entry in catalogue(code):
        want = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for said in forms(entry):
            have = sorted(PLACEHOLDER.findall(said))
            if have != want and not (entry.msgid_plural and set(have) <= set(want)):
                wrong.append((entry.msgid, said))
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_says_the_same(code):
    with (CATALOGUES / code / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    single = [entry for entry in catalogue(code) if not entry.msgid_plural]
    stale = [entry.msgid for entry in single if _said(compiled, entry) != entry.msgstr]
    assert stale == [], "`make messages` compiles them."


def _said(compiled: gettext.GNUTranslations, entry: polib.POEntry) -> str:
    if entry.msgctxt:
        return compiled.pgettext(entry.msgctxt, entry.msgid)
    return compiled.gettext(entry.msgid)
