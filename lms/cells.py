"""Cells of a table that a spreadsheet program will open."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would reckon with
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would reckon with it instead of showing it."""
    return text.startswith(FORMULA)


def defused(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula, and that it can keep; else as it is."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if is_formula(text) else text


def csv_of(rows: Iterable[Iterable[Any]]) -> bytes:
    """With a mark by which spreadsheets know that it is UTF-8."""
    stream = io.StringIO()
    csv.writer(stream).writerows([defused(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def workbook_of(rows: Iterable[Iterable[Any]]) -> bytes:
    """One sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([defused(value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WRITERS = {CSV: csv_of, XLSX: workbook_of}
