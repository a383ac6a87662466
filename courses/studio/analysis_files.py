"""The analysis of a quiz as files for a spreadsheet; shares are in per cent."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from courses.people.cells import defused

from . import plots
from .question_analysis import language_name
from .quiz_analysis import Analysis, steps

type Table = list[list[Any]]


def csv_of(analysis: Analysis) -> bytes:
    """The table of questions; with a mark by which spreadsheets know that it is UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([defused(value) for value in row] for row in questions(analysis))
    return stream.getvalue().encode("utf-8-sig")


def workbook_of(analysis: Analysis) -> bytes:
    """A sheet for each table."""
    book = Workbook(write_only=True)
    for title, table in sheets(analysis).items():
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([defused(value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheets(analysis: Analysis) -> dict[str, Table]:
    return {
        _("Questions"): questions(analysis),
        _("Choices"): choices(analysis),
        _("Languages"): languages(analysis),
        _("Scores"): scores(analysis),
        _("Attempts"): attempts(analysis),
    }


def questions(analysis: Analysis) -> Table:
    head = [_("Question"), _("Version"), _("Objective"), _("Type"), _("Critical"), _("Answers")]
    head += [_("Facility"), _("Margin of error"), _("Discrimination"), _("No answer")]
    head += [_("Seconds"), _("Remarks")]
    rows = [
        [
            row.text,
            row.version.number,
            row.objective,
            row.kind,
            _("yes") if row.critical else _("no"),
            row.n,
            row.facility,
            row.error,
            None if row.discrimination is None else round(row.discrimination, 3),
            row.blank,
            row.seconds,
            " ".join(row.findings),
        ]
        for row in analysis.questions
    ]
    return [head, *rows]


def choices(analysis: Analysis) -> Table:
    head = [_("Question"), _("Line or gap"), _("Choice"), _("Right"), _("Picked by"), _("Share")]
    head += [_("Mean of their other questions")]
    rows = [
        [
            row.text,
            choice.part,
            choice.text,
            _("yes") if choice.is_right else _("no"),
            few(choice.n),
            choice.share,
            choice.rest,
        ]
        for row in analysis.questions
        for choice in row.choices
    ]
    return [head, *rows]


def languages(analysis: Analysis) -> Table:
    head = [_("Question"), _("Language"), _("Answers"), _("Facility"), _("Warning, in points")]
    rows = [
        [row.text, language_name(one.code), one.n, one.facility, one.difference]
        for row in analysis.questions
        for one in row.languages
    ]
    return [head, *rows]


def scores(analysis: Analysis) -> Table:
    rows = [[bar.label, few(bar.n)] for bar in plots.histogram(analysis.scores)]
    return [[_("Score"), _("Attempts")], *rows]


def attempts(analysis: Analysis) -> Table:
    rows = [[line.label, few(line.n)] for line in plots.lines(steps(analysis))]
    return [[_("Step"), _("Learners")], *rows]


def few(n: int | None) -> Any:
    return _("fewer than 5") if n is None else n
