"""What an import did or would do, question by question."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    IMPORTED = "imported", _("imported")
    DRAFT = "draft", _("imported as a draft")
    REPLACED = "replaced", _("replaced by a draft")
    UNCHANGED = "unchanged", _("unchanged")
    SKIPPED = "skipped", _("skipped")


@dataclass
class Row:
    line: int
    name: str
    type: str
    outcome: Outcome = Outcome.SKIPPED
    reasons: list[str] = field(default_factory=list)

    def skip(self, reason: str) -> None:
        self.outcome = Outcome.SKIPPED
        self.reasons.insert(0, reason)

    def __str__(self) -> str:
        start = f"{self.line}: {self.name} ({self.type}): {self.outcome.label}"
        return f"{start}: {' '.join(self.reasons)}" if self.reasons else start

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "name": self.name,
            "type": self.type,
            "outcome": self.outcome.value,
            "reason": " ".join(self.reasons),
        }


@dataclass
class Report:
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # of the file as a whole
    banks: list[str] = field(default_factory=list)  # that are made

    def count(self, *outcomes: Outcome) -> int:
        return sum(row.outcome in outcomes for row in self.rows)

    @property
    def read(self) -> int:
        return len(self.rows)

    @property
    def imported(self) -> int:
        return self.count(Outcome.IMPORTED, Outcome.DRAFT, Outcome.REPLACED)

    @property
    def unchanged(self) -> int:
        return self.count(Outcome.UNCHANGED)

    @property
    def skipped(self) -> int:
        return self.count(Outcome.SKIPPED)

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "notes": self.notes,
            "banks": self.banks,
            "rows": [row.as_json() for row in self.rows],
        }
