"""What one row of a list says, and what is wrong with it by itself."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from courses.people import names
from courses.people.organisations import Organisation
from lms.cells import is_formula
from lms.printing.fonts import is_covered

from .columns import FAMILY, GIVEN, LANGUAGE, REFERENCE, UNIT, folded
from .models import Outcome, Roster, RosterRow

NUMBER = re.compile(r"[\w][\w ./-]{0,39}")
LONGEST_EMAIL = 254
NEAR = 3  # names of units that are offered for one that is not known


class Wrong(ValueError):
    """The text is the reason and the mend."""


class Reader:
    """Reads the rows of a roster; knows the units it may name, by one query."""

    def __init__(self, roster: Roster, units: Iterable[Organisation]) -> None:
        self.roster = roster
        self.units: dict[str, list[Organisation]] = defaultdict(list)
        for unit in units:
            self.units[folded(unit.name)].append(unit)
        self.near: dict[str, str] = {}  # what to offer for a name: looking for it is slow
        self.languages = _languages()

    def row(self, line: int, fields: dict[str, str]) -> RosterRow:
        """Unsaved; refused with the reason, or NEW for now."""
        row = RosterRow(roster=self.roster, line=line, outcome=Outcome.NEW)
        row.given_name = names.normalise(fields[GIVEN])[: names.MAX_LENGTH]
        row.family_name = names.normalise(fields[FAMILY])[: names.MAX_LENGTH]
        try:
            _refuse_formulas(fields)
            _check_name(fields[GIVEN], may_be_empty=True)
            _check_name(fields[FAMILY], may_be_empty=False)
            row.number, row.email = _reference(fields[REFERENCE])
            row.unit = self._unit(fields[UNIT])
            row.language, row.note = self._language(fields[LANGUAGE])
        except Wrong as reason:
            row.outcome, row.note = Outcome.REFUSED, str(reason)
        return row

    def _unit(self, name: str) -> Organisation:
        if not name:
            return self.roster.organisation
        found = self.units.get(folded(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            message = _(
                "There are several units called “%(name)s”: upload the list for one of them."
            )
            raise Wrong(message % {"name": name})
        near = self._near(folded(name))
        if not near:
            message = _("There is no unit called “%(name)s” here. Leave it empty for the whole.")
            raise Wrong(message % {"name": name})
        message = _("There is no unit called “%(name)s” here. Did you mean %(units)s?")
        raise Wrong(message % {"name": name, "units": near})

    def _near(self, key: str) -> str:
        """The names of units that are written nearly so."""
        if key not in self.near:
            found = difflib.get_close_matches(key, self.units, n=NEAR, cutoff=0.5)
            self.near[key] = ", ".join(f"“{self.units[one][0].name}”" for one in found)
        return self.near[key]

    def _language(self, name: str) -> tuple[str, str]:
        """Its code, and a note where the site does not have it."""
        code = self.languages.get(folded(name)) if name else self.roster.locale
        if code:
            return code, ""
        language = get_language_info(self.roster.locale)["name_translated"]
        message = _("“%(name)s” is no language of this site: %(language)s is used instead.")
        return self.roster.locale, message % {"name": name[:40], "language": language}


def _languages() -> dict[str, str]:
    """By code, and by their names in English and in themselves."""
    found = {}
    for code, name in settings.LANGUAGES:
        known = get_language_info(code)
        for word in (code, str(name), known["name"], known["name_local"]):
            found[folded(word)] = code
    return found


def _refuse_formulas(fields: dict[str, str]) -> None:
    for cell in fields.values():
        if is_formula(cell):
            message = _("“%(cell)s” begins like a formula. Write only what it shall say.")
            raise Wrong(message % {"cell": cell[:20]})


def _check_name(name: str, *, may_be_empty: bool) -> None:
    name = names.normalise(name)
    if not name:
        if may_be_empty:
            return
        raise Wrong(_("The family name is missing. Somebody with one name has it there."))
    if len(name) > names.MAX_LENGTH:
        raise Wrong(_("The name is too long. Write it as on a passport."))
    if not names.has_letter(name):
        raise Wrong(_("A name needs at least one letter."))
    wrong = names.problem_characters(name, is_covered=is_covered)
    if wrong:
        message = _("We cannot print %(characters)s on a certificate. Write the name otherwise.")
        raise Wrong(message % {"characters": ", ".join(names.describe(c) for c in wrong[:3])})


def _reference(text: str) -> tuple[str, str]:
    """A service number, or an e-mail address, or neither."""
    if "@" in text:
        return "", _email(text)
    number = normalise_number(text)
    if number and not NUMBER.fullmatch(number):
        message = _("“%(number)s” is no service number: letters, digits, spaces, . / - only.")
        raise Wrong(message % {"number": number[:40]})
    return number, ""


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        message = _("“%(email)s” is no e-mail address. Leave it empty if there is none.")
        raise Wrong(message % {"email": text[:60]}) from error
    if len(text) > LONGEST_EMAIL:
        raise Wrong(_("The e-mail address is too long."))
    return text.lower()


def normalise_number(text: str) -> str:
    """As it is kept and compared: one script of digits, capitals, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).upper().split())
