"""What a load or an export did, line by line."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CoursePage


class Action(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    LEFT_ALONE = "left_alone", _("left alone")
    TO_NOTE = "to_note", _("to note")
    REFUSED = "refused", _("refused")


@dataclass(frozen=True)
class Row:
    action: Action
    what: str
    reason: str = ""

    def __str__(self) -> str:
        line = f"{self.action.label}: {self.what}"
        return f"{line}: {self.reason}" if self.reason else line


@dataclass
class Report:
    """One row per item; with a single refused row nothing at all was changed."""

    rows: list[Row] = field(default_factory=list)
    course_page: CoursePage | None = None

    def add(self, action: Action, what: str, reason: str = "") -> None:
        self.rows.append(Row(action, what, str(reason)))

    def of(self, *actions: Action) -> list[Row]:
        return [row for row in self.rows if row.action in actions]

    @property
    def refused(self) -> list[Row]:
        return self.of(Action.REFUSED)


@dataclass(frozen=True)
class Place:
    """Where in the files something stands, so that a refusal can say it."""

    report: Report
    path: tuple[str, ...]

    def __truediv__(self, part: object) -> "Place":
        return Place(self.report, (*self.path, str(part)))

    def __str__(self) -> str:
        return " > ".join(self.path)

    def refuse(self, reason: object) -> None:
        self.report.add(Action.REFUSED, str(self), str(reason))
