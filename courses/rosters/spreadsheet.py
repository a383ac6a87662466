"""XLSX: the cells of the first sheet, as text; a file that is a trap is refused before it is read.

openpyxl reads with defusedxml, and ``data_only=False`` gives a formula as what was typed.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

from .reading import LONGEST_CELL, MOST_COLUMNS, Table, Unreadable, table_of

LARGEST_UNPACKED = 24 * 1024 * 1024  # four times what 25,000 rows of five cells are
LARGEST_WHOLE = 1024 * 1024  # a part that is read as a tree: styles take a hundred times their size
MOST_PARTS = 2000
MOST_LINES = 1_048_576  # of a sheet; people may stand below any number of empty ones
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+):?')
ZEROS = re.compile(r"0+")


class _TooLargeError(Exception):
    """No ValueError: openpyxl says those in words of its own."""


class _Archive(zipfile.ZipFile):
    """Gives only small parts whole; sheets and their strings are read bit by bit."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > LARGEST_WHOLE:
            raise _TooLargeError(part.filename)
        return super().read(name, pwd)


class _Reader(ExcelReader):
    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), read_only=True, keep_links=False)
        self.archive = _Archive(io.BytesIO(content))

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Left out: nobody stands in it, and it is read whole."""


def is_packed(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def read_xlsx(content: bytes) -> Table:
    """Raises Unreadable."""
    _refuse_others(content)
    _refuse_bomb(content)
    try:
        reader = _Reader(content)
        reader.read()
        sheet = reader.wb.worksheets[0]
        _refuse_merged(sheet)
        return table_of(_lines(sheet), sheet=sheet.title[:100])
    except Unreadable:
        raise
    except _TooLargeError as error:
        message = _(
            "The file holds far more than a list, such as thousands of formats. Copy the list"
            " alone into a new file, or save it as CSV."
        )
        raise Unreadable(message) from error
    except (
        *(InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError),
        *(OSError, EOFError, SyntaxError, NotImplementedError, zipfile.BadZipFile, RuntimeError),
    ) as error:
        message = _("This XLSX file is damaged. Open it, save it once more, and upload that.")
        raise Unreadable(message) from error


def _refuse_others(content: bytes) -> None:
    if not content.startswith(OLE):
        return
    if ENCRYPTED in content:
        raise Unreadable(_("The file is protected with a password. Save it without one."))
    raise Unreadable(_("This is a file of an old program. Save it as XLSX or CSV."))


def _refuse_bomb(content: bytes) -> None:
    """By the sizes that it tells: zipfile reads no more of a part than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        message = _("This XLSX file is damaged. Open it, save it once more, and upload that.")
        raise Unreadable(message) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(_("The file is far too large when it is unpacked. Nothing was read."))
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable(_("This is no XLSX file. Save the list as XLSX or CSV."))


def _refuse_merged(sheet: Any) -> None:
    """Looked for in the XML: who reads row by row does not learn of them."""
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        found = MERGED.search(source.read())
    if found:
        message = _(
            "Cell %(cell)s is merged with others. Undo that, so that each row stands alone."
        )
        raise Unreadable(message % {"cell": found[1].decode()})


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # a file may say anything about its size
    rows = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS + 1)
    for number, row in enumerate(rows, start=1):
        if all(cell.value is None for cell in row):
            continue
        cells = [_text(cell) for cell in row]
        if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS]:
            raise Unreadable(_("This list has too many columns. Keep the five that we need."))
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and ZEROS.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))  # 00042 is shown, 42 is kept
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return " ".join(str(value).split())[: LONGEST_CELL + 1]
