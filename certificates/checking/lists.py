"""A list of numbers and family names, checked at once: two queries for all of it."""

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates import claims as said
from certificates.models import Certificate, ListCheck
from certificates.states import State
from courses.people.cells import defused

MOST_ROWS = 500
MOST_BYTES = 256 * 1024
SEPARATORS = ",;\t"
NO_MATCH = "no_match"
# However a column is named: without case, spaces and signs.
NUMBERS = {"number", "certificatenumber", "certificateno", "certificate", "no"}
FAMILY_NAMES = {"familyname", "surname", "lastname", "family"}


class UnreadableList(ValueError):
    """The text says what to do."""


@dataclass(frozen=True)
class Row:
    number: str
    family_name: str
    status: str = ""

    @property
    def word(self) -> str:
        return str(State(self.status).label) if self.is_match else _("No match")

    @property
    def is_match(self) -> bool:
        return self.status != NO_MATCH


def read(file: bytes) -> list[Row]:
    """The rows as they stand there. Raises UnreadableList."""
    text = _text_of(file)
    lines = _lines(text)
    if not lines:
        raise UnreadableList(_("The list is empty. Begin with the template."))
    number, family_name = _columns(lines[0])
    rows = [Row(_cell(line, number), _cell(line, family_name)) for line in lines[1:]]
    if not rows:
        raise UnreadableList(_("The list has no certificates below its header."))
    if len(rows) > MOST_ROWS:
        message = _("The list has %(rows)d certificates. Make lists of %(most)d at most.")
        raise UnreadableList(message % {"rows": len(rows), "most": MOST_ROWS})
    return rows


def check(rows: Iterable[Row]) -> list[Row]:
    """Each with its status; a wrong name and an unknown number are the same answer."""
    rows = list(rows)
    numbers = {number for row in rows if (number := said.normalise_number(row.number))}
    found = Certificate.objects.with_ending().defer("credential", "wording")
    known = {one.number: one for one in found.filter(number__in=numbers)}
    checked = [Row(row.number, row.family_name, _status(row, known)) for row in rows]
    ListCheck.objects.create(rows=len(rows), matches=sum(row.is_match for row in checked))
    return checked


def _status(row: Row, known: dict[str, Certificate]) -> str:
    certificate = known.get(said.normalise_number(row.number) or "")
    if certificate is None or certificate.state == State.BEING_PREPARED:
        return NO_MATCH
    if not said.names_match(row.family_name, certificate.claims["family_name"]):
        return NO_MATCH
    return str(certificate.state.value)


# --- as files ---------------------------------------------------------------------------------


def template() -> bytes:
    return _written([[_("Number"), _("Family name")]])


def csv_of(rows: Iterable[Row]) -> bytes:
    head = [_("Number"), _("Family name"), _("Status")]
    return _written([head, *([row.number, row.family_name, row.word] for row in rows)])


def _written(table: Iterable[Iterable[str]]) -> bytes:
    """With the mark that spreadsheets know UTF-8 by, and nothing that they reckon with."""
    stream = io.StringIO()
    csv.writer(stream).writerows([defused(cell) for cell in row] for row in table)
    return stream.getvalue().encode("utf-8-sig")


def _text_of(file: bytes) -> str:
    """As spreadsheets write it: UTF-8, or what Windows does."""
    try:
        text = file.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        text = file.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableList(_("This is not a CSV file. Save the list as “CSV UTF-8”."))
    return text


def _lines(text: str) -> list[list[str]]:
    """Those with something in them."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableList(_("This is not a CSV file. Save the list as “CSV UTF-8”.")) from error
    return [line for line in lines if any(cell.strip() for cell in line)]


def _columns(head: list[str]) -> tuple[int, int]:
    """Where number and family name stand. Raises UnreadableList."""
    names = [_folded(cell) for cell in head]
    found = [
        next((at for at, name in enumerate(names) if name in known), None)
        for known in (NUMBERS | {_folded(_("Number"))}, FAMILY_NAMES | {_folded(_("Family name"))})
    ]
    number, family_name = found
    if number is None or family_name is None:
        message = _("The first row names the columns: “Number” and “Family name”, in any order.")
        raise UnreadableList(message)
    return number, family_name


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _cell(line: list[str], at: int) -> str:
    return line[at].strip()[:200] if at < len(line) else ""
