"""What would happen with each row of a list; nothing is changed."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.people.organisations import Organisation

from .matching import Known, Match, known_of, name_key
from .models import Outcome, Roster, RosterRow
from .reading import ENCODINGS, SEPARATORS, Table, Unreadable, read_csv
from .rows import Reader
from .spreadsheet import is_packed, read_xlsx

SHOWN = 3  # rows, to see whether the list was read as it was meant


def read(content: bytes, *, encoding: str = "", separator: str = "") -> Table:
    """The cells of a list. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The list is empty. Begin with the example on this page."))
    if is_packed(content):
        return read_xlsx(content)
    return read_csv(content, encoding=encoding, separator=separator)


def how_it_was_read(table: Table) -> dict:
    """For the page, before anything is done."""
    return {
        "encoding": str(ENCODINGS.get(table.encoding, "")),
        "separator": str(SEPARATORS.get(table.separator, "")),
        "sheet": table.sheet,
        "head": table.head,
        "rows": [cells for _line, cells in table.rows[:SHOWN]],
    }


def rows_of(roster: Roster, table: Table) -> list[RosterRow]:
    """Unsaved, each with its outcome."""
    units = Organisation.objects.below([roster.organisation])
    reader = Reader(roster, units)
    rows = [reader.row(line, table.columns.of(cells)) for line, cells in table.rows]
    _refuse_repetitions(rows)
    known = known_of(roster, _open(rows))
    for row in _open(rows):
        _match(row, roster, known)
    return rows


def _open(rows: list[RosterRow]) -> Iterator[RosterRow]:
    return (row for row in rows if row.outcome != Outcome.REFUSED)


def _refuse(row: RosterRow, reason: str) -> None:
    row.outcome, row.note = Outcome.REFUSED, reason[:400]


def _refuse_repetitions(rows: list[RosterRow]) -> None:
    """The first of two rows about one number stays; two of one name alone are both in doubt."""
    seen: dict[str, int] = {}
    names = Counter(name_key(row) for row in _open(rows))
    for row in list(_open(rows)):
        reference = row.number or row.email
        if reference and reference in seen:
            message = _("Line %(line)d has the same number or address. Keep one of the two.")
            _refuse(row, message % {"line": seen[reference]})
        elif reference:
            seen[reference] = row.line
        elif names[name_key(row)] > 1:
            message = _("Somebody else in this list and unit has this name. Add a service number.")
            _refuse(row, message)


def _match(row: RosterRow, roster: Roster, known: Known) -> None:
    if row.email:
        _match_email(row, known)
    elif row.number and (match := known.by_number.get(row.number)):
        _match_number(row, roster, known, match)
    elif match := known.by_name.get(name_key(row)):
        _match_name(row, known, match)


def _match_email(row: RosterRow, known: Known) -> None:
    """The same words whether or not there is an account: who asks does not learn that."""
    if match := known.by_email.get(row.email):
        _found(row, known, match)
    elif row.email in known.invited:
        row.outcome, row.note = Outcome.KNOWN, _("Invited before; the invitation is waiting.")
    else:
        row.outcome = Outcome.INVITED


def _match_number(row: RosterRow, roster: Roster, known: Known, match: Match) -> None:
    if not match.path.startswith(roster.organisation.path):
        message = _(
            "This number belongs to somebody in another part of your organisation. Ask there."
        )
        _refuse(row, message)
    elif not match.is_called(row):
        name = f"{match.given_name} {match.family_name}".strip()
        message = _("This number belongs to %(name)s. Correct the number, or the name.")
        _refuse(row, message % {"name": name})
    else:
        _found(row, known, match)
        if not match.is_running:
            row.outcome, row.note = Outcome.ENROLLED, _("Was here before, and comes back.")
        elif row.unit and match.path != row.unit.path:
            row.note = _("Is in “%(unit)s” and stays there.") % {"unit": match.unit}


def _match_name(row: RosterRow, known: Known, match: Match) -> None:
    """Without a number the same person, so that the same list changes nothing; with one, a
    question for whoever uploads."""
    if row.number:
        row.person_id, row.outcome = match.person_id, Outcome.ALIKE
        row.note = _("Somebody of this name is in this unit without a number. The same person?")
    else:
        _found(row, known, match)
        row.note = _("Somebody of this name is in this unit; if it is another, add a number.")


def _found(row: RosterRow, known: Known, match: Match) -> None:
    row.person_id = match.person_id
    is_in = not row.roster.offering_id or match.person_id in known.enrolled
    row.outcome = Outcome.KNOWN if is_in else Outcome.ENROLLED
