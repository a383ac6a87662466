"""Helplines as dated data; what was not checked within a year is not shown."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("helplines.json")
FRESH_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Helpline:
    country: str
    name: str
    number: str
    note: str
    source: str
    as_of: date


@cache
def _all() -> tuple[Helpline, ...]:
    rows = json.loads(FILE.read_text())
    return tuple(Helpline(**{**row, "as_of": date.fromisoformat(row["as_of"])}) for row in rows)


def current(today: date) -> list[Helpline]:
    """The helplines checked within the last year, by country."""
    return [line for line in _all() if today - line.as_of <= FRESH_FOR]
