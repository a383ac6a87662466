"""What merging two records would do, before anybody does it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from courses.learning.merging import RUNNING
from courses.models import Enrolment, Person

from .registry import SHOWN

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass
class Preview:
    """``rows``: of each kind, how many the kept record has and how many come; ``twice``: offerings
    that both are in the middle of, which become one enrolment; ``again``: those that both took,
    whose cycles are counted through.
    """

    rows: "list[tuple[StrOrPromise, int, int]]" = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


def preview(kept: Person, merged: Person) -> Preview:
    found = Preview()
    for held in SHOWN:
        if held.path and held.model is not Person:
            numbers = [held.rows(person).order_by().count() for person in (kept, merged)]
            if any(numbers):
                found.rows.append((held.title, numbers[0], numbers[1]))
    mine = Enrolment.objects.filter(person=kept)
    theirs = Enrolment.objects.filter(person=merged, offering__in=mine.values("offering"))
    running = Q(state__in=RUNNING)
    both_run = mine.filter(running).values("offering")
    for one in theirs.select_related("offering").order_by("offering", "pk"):
        is_twice = one.state in RUNNING and one.offering_id in {row["offering"] for row in both_run}
        (found.twice if is_twice else found.again).append(one.offering.title)
    return found
