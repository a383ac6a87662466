"""XLSX: the template on the first sheet."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from . import table_writing, tables
from .interface import Entry, Reading, Unreadable, Written

LARGEST = 200 * 1024 * 1024  # unpacked
MOST_ROWS, MOST_COLUMNS = 20_000, 120
LONGEST_CELL = 32_767  # as Excel has it


class Spreadsheet:
    name = "xlsx"
    suffix = ".xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, content: bytes, language: str = "en") -> Reading:
        _refuse_bomb(content)
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
            raise Unreadable(_("This XLSX file is damaged. Save it once more.")) from error
        if not book.worksheets:
            raise Unreadable(_("The file is empty."))
        sheet = book.worksheets[0]
        notes = [_("The sheet “%(name)s” was read.") % {"name": sheet.title}]
        try:
            return tables.read(_rows(sheet), notes, language)
        finally:
            book.close()

    def write(self, entries: Iterable[Entry]) -> Written:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Questions"))
        for row in table_writing.table(entries):
            sheet.append([_cell(sheet, text) for text in row])
        out = io.BytesIO()
        book.save(out)
        return Written(out.getvalue(), [])


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("This XLSX file is damaged. Save it once more.")) from error
    if size > LARGEST:
        raise Unreadable(_("The file is too large when it is unpacked."))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            message = _("There are more than %(most)d rows; split the file.")
            raise Unreadable(message % {"most": MOST_ROWS})
        yield number, [_text(cell, number) for cell in row]


def _text(cell: Any, line: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        message = _("Row %(line)d has a formula; write its value instead.")
        raise Unreadable(message % {"line": line})
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\x00", "")


def _cell(sheet: Any, text: str) -> Any:
    """Always text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
