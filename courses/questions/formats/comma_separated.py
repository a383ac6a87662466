"""CSV: the template with commas; semicolons and tabs are read too."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from . import table_writing, tables
from .decoding import decoded
from .interface import Entry, Reading, Unreadable, Written

# A spreadsheet takes a cell that begins so for a formula. The quote before it is one that we wrote.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


class CommaSeparated:
    name = "csv"
    suffix = ".csv"
    content_type = "text/csv"

    def read(self, content: bytes, language: str = "en") -> Reading:
        text, notes = decoded(content)
        separator = _separator(text)
        notes.append(_("The cells are separated by %(what)s.") % {"what": SEPARATORS[separator]})
        return tables.read(_rows(text, separator), notes, language)

    def write(self, entries: Iterable[Entry]) -> Written:
        """With the mark that spreadsheets know UTF-8 by."""
        out = io.StringIO()
        writer = csv.writer(out)
        for row in table_writing.table(entries):
            writer.writerow([_safe(cell) for cell in row])
        return Written(out.getvalue().encode("utf-8-sig"), [])


def _separator(text: str) -> str:
    """The one that the header has most of."""
    first = next(line for line in text.splitlines() if line.strip())
    return max(SEPARATORS, key=first.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, [_unsafe(cell) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        message = _("Line %(line)d cannot be read (%(reason)s).")
        raise Unreadable(message % {"line": line, "reason": error}) from error


def _safe(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _unsafe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
