"""From the bytes of an uploaded list to its cells; nothing is kept, nothing reckoned.

A list is CSV or XLSX. How it was read is a guess that the uploader sees and can change.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .columns import Columns

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 25_000
MOST_COLUMNS = 30  # what is more than five is refused by name, and names must have room
LONGEST_CELL = 200
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": gettext_lazy("Windows-1252 (Western Europe)"),
    "cp1256": gettext_lazy("Windows-1256 (Arabic)"),
}
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
HIGH = re.compile(rb"[\x80-\xff]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(ValueError):
    """The text says what to do."""


@dataclass
class Table:
    """The head and the rows of a list, each with the number of its line in the file."""

    head: list[str]
    rows: list[tuple[int, list[str]]]
    columns: Columns = field(init=False)
    encoding: str = ""  # empty for XLSX, which says so itself
    separator: str = ""
    sheet: str = ""

    def __post_init__(self) -> None:
        self.columns = Columns(self.head)


def table_of(lines: Iterable[tuple[int, list[str]]], **how: Any) -> Table:
    """The first line with something in it is the head. Raises Unreadable.

    Of all lines only the filled ones are kept, and no more of them than a list may have.
    """
    filled = ((number, cells) for number, cells in lines if any(cells))
    _number, head = next(filled, (0, []))
    if not head:
        raise Unreadable(_("The list is empty. Begin with the example on this page."))
    table = Table(head=head, rows=[], **how)
    _refuse_columns(table)
    table.rows = list(islice(filled, MOST_ROWS + 1))
    if not table.rows:
        raise Unreadable(_("The list has a header and nobody below it."))
    if len(table.rows) > MOST_ROWS:
        message = _("The list has more than %(most)d rows. Split it into several.")
        raise Unreadable(message % {"most": MOST_ROWS})
    return table


def _refuse_columns(table: Table) -> None:
    """More than we need is not kept for a moment; two columns for one thing are a question."""
    columns = table.columns
    if columns.whole:
        message = _("“%(column)s” holds whole names. Make two columns: Given name, Family name.")
        raise Unreadable(message % {"column": columns.whole[0][:LONGEST_CELL]})
    if "family_name" not in columns.places:
        message = _(
            "No column for family names was found. The first row names the columns:"
            " Given name, Family name, Service number or e-mail, Unit, Language."
            " Is it read with the right encoding and separator?"
        )
        raise Unreadable(message)
    if columns.unknown:
        names = ", ".join(f"“{name[:40]}”" for name in columns.unknown[:10])
        message = _("We do not need %(columns)s. Remove it and upload the list again.")
        raise Unreadable(message % {"columns": names})
    if columns.twice:
        message = _(
            "“%(column)s” is there twice, or says the same as another column. Keep one of them:"
            " a service number or an e-mail address is enough."
        )
        raise Unreadable(message % {"column": columns.twice[0][:LONGEST_CELL]})


# --- CSV --------------------------------------------------------------------------------------


def read_csv(content: bytes, *, encoding: str = "", separator: str = "") -> Table:
    """Guesses what it is not told. Raises Unreadable."""
    encoding = encoding or guessed_encoding(content)
    text = _decoded(content, encoding)
    lines = io.StringIO(text, newline=None)
    first = next((line for line in lines if line.strip()), "")
    separator = separator or max(SEPARATORS, key=first.count)
    return table_of(_lines(text, separator), encoding=encoding, separator=separator)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_("This list has too many columns. Keep the five that we need."))
            yield reader.line_num, [_cell(cell) for cell in cells]
    except csv.Error as error:
        message = _("The list breaks off near line %(line)d: a quotation mark is missing there.")
        raise Unreadable(message % {"line": reader.line_num}) from error


def _cell(text: str) -> str:
    return " ".join(text.split())[: LONGEST_CELL + 1]


def guessed_encoding(content: bytes) -> str:
    if content.startswith(UTF_16_MARKS) or _looks_like_utf_16(content):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed_windows(content)
    return "utf-8"


def _looks_like_utf_16(content: bytes) -> bool:
    """Without a mark: every other byte of Latin text is zero, and separators are in any text."""
    start = content[:2000]
    return start.count(0) > len(start) / 4


def _guessed_windows(content: bytes) -> str:
    """Accents stand alone between letters of ASCII; Arabic words are whole runs of other bytes."""
    runs = [len(run) for run in HIGH.findall(content)]
    in_words = sum(length for length in runs if length > 2)
    return "cp1256" if in_words > sum(runs) / 2 else "cp1252"


def _decoded(content: bytes, encoding: str) -> str:
    if encoding == "utf-16" and not content.startswith(UTF_16_MARKS):
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        message = _("The list cannot be read as %(encoding)s. Choose another encoding.")
        raise Unreadable(message % {"encoding": ENCODINGS.get(encoding, encoding)}) from error
    if CONTROLS.search(text):
        raise Unreadable(_("This is not a list. Save it as CSV or XLSX, and upload that."))
    return text
