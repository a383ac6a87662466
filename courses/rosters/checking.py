"""What would happen with each row of a list; nothing is changed."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.people.organisations import Organisation

from .deciding import decide, refuse
from .matching import name_key
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
    decide(roster, list(_open(rows)))
    return rows


def _open(rows: list[RosterRow]) -> Iterator[RosterRow]:
    return (row for row in rows if row.outcome != Outcome.REFUSED)


def _refuse_repetitions(rows: list[RosterRow]) -> None:
    """The first of two rows about one number stays; two of one name alone are both in doubt."""
    seen: dict[str, int] = {}
    names = Counter(name_key(row) for row in _open(rows))
    for row in list(_open(rows)):
        reference = row.number or row.email
        if reference and reference in seen:
            message = _("Line %(line)d has the same number or address. Keep one of the two.")
            refuse(row, message % {"line": seen[reference]})
        elif reference:
            seen[reference] = row.line
        elif names[name_key(row)] > 1:
            message = _("Somebody else in this list and unit has this name. Add a service number.")
            refuse(row, message)
