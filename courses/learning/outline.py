"""The outline of an enrolment with the learner's ticks laid over it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from courses.editions import content
from courses.editions.content import Outline, OutlineItem
from courses.editions.models import Edition
from courses.people.models import Person

from . import completion as rule
from .again import ticks_at_first
from .models import Enrolment, ItemProgress, Offering


@dataclass
class Progress:
    outline: Outline
    done: frozenset[UUID]

    @cached_property
    def percent(self) -> int:
        return rule.percent(self.outline.required, self.done)

    def modules(
        self, here: OutlineItem | None = None
    ) -> list[tuple[OutlineItem, frozenset[UUID], OutlineItem | None]]:
        """Each module, with what is done in it, and the open item if it is in this module."""
        return [
            (
                module,
                self.done.intersection(item.uuid for item in module.children),
                here if here in module.children else None,
            )
            for module in self.outline.modules
        ]

    @cached_property
    def missing(self) -> list[OutlineItem]:
        """Required and not done yet, in order."""
        return [i for i in self.outline.items if i.required and i.uuid not in self.done]

    @cached_property
    def next(self) -> OutlineItem | None:
        """Where to go on: the first required item that is not done, else any that is not."""
        undone = [item for item in self.outline.items if item.uuid not in self.done]
        return next(iter(self.missing or undone), None)

    @cached_property
    def minutes_left(self) -> int:
        return sum(item.minutes for item in self.missing)


def outline_with_ticks(enrolment: Enrolment) -> Progress:
    """One query for the ticks, the outline from the cache."""
    ticks = enrolment.progress.values_list("item_uuid", flat=True)
    return Progress(content.outline(enrolment.edition, enrolment.locale), frozenset(ticks))


def progress_at_first(
    person: Person, offering: Offering, edition: Edition, today: date
) -> Progress:
    """With what would count as done for who begins here."""
    outline = content.outline(edition, get_language() or "en")
    ticks = {tick["item_uuid"] for tick in ticks_at_first(person, offering, edition, today)}
    return Progress(outline, frozenset(item.uuid for item in outline.items if item.uuid in ticks))


def progress_of(enrolments: list[Enrolment]) -> dict[int, Progress]:
    """The same for several enrolments, with one query for all their ticks."""
    ticks: dict[int, set[UUID]] = {enrolment.pk: set() for enrolment in enrolments}
    rows = ItemProgress.objects.filter(enrolment__in=enrolments)
    for enrolment_id, item_uuid in rows.values_list("enrolment_id", "item_uuid"):
        ticks[enrolment_id].add(item_uuid)
    return {
        e.pk: Progress(content.outline(e.edition, e.locale), frozenset(ticks[e.pk]))
        for e in enrolments
    }
