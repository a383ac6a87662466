"""A list of many people, and its import: measured, or by a worker that may be killed."""

import json
import sys
import time
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from courses.models import (
    Enrolment,
    Entitlement,
    Membership,
    Offering,
    Organisation,
    Person,
    Roster,
)
from courses.people.organisations import Role
from courses.rosters import rosters
from courses.rosters.importing import BATCH
from courses.rosters.models import RosterState
from tests.courses.rosters.lists import HEAD, book, checked, make_manager, text
from tests.factories.courses import make_course

__all__ = ["BATCH", "measure", "work"]


def _rows(count: int) -> list[list[str]]:
    """Half of them in units, a tenth without a number, all called differently."""
    units = ("", "Contingent A", "", "Contingent B")
    return [
        ["Amina", f"Yusuf {_letters(at)}", f"KE-{at}" if at % 10 else "", units[at % 4], "en"]
        for at in range(count)
    ]


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def content(count: int, kind: str = "csv") -> bytes:
    rows = _rows(count)
    if kind == "xlsx":
        return book([HEAD.split(","), *rows])
    return text(*(",".join(row) for row in rows))


def place() -> tuple[Organisation, Offering, Any]:
    ministry = Organisation.add_root(name="Ministry")
    for name in ("Contingent A", "Contingent B"):
        Organisation.objects.get(pk=ministry.pk).add_child(name=name)
    ministry.refresh_from_db()
    offering = make_course(quiz=False, lessons=1).offering
    return ministry, offering, make_manager(ministry, "chief")


def measure(count: int, kind: str) -> dict[str, Any]:
    """Seconds that each part took, and what stands then."""
    organisation, offering, by = place()
    file, start = content(count, kind), time.monotonic()
    roster = checked(organisation, file, by, offering)
    assert roster.state == RosterState.CHECKED, roster.problem
    took: dict[str, Any] = {"check": time.monotonic() - start}
    start = time.monotonic()
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    took["import"] = time.monotonic() - start
    start = time.monotonic()
    took["again"] = checked(organisation, file, by, offering).counts
    took["check again"] = time.monotonic() - start
    people = Person.objects.filter(user=None)
    took["people"], took["enrolments"] = people.count(), Enrolment.objects.count()
    took["members"] = Membership.objects.filter(role=Role.MEMBER).count()
    return took


def work(count: int) -> None:
    """A worker that begins the list, or takes it up as run_due does, until it is done."""
    if not Roster.objects.exists():
        _begun(count)
    Roster.objects.update(queued_at=timezone.now() - 2 * rosters.LONGEST_STEP)
    rosters.resume(now=timezone.now())
    call_command(
        "db_worker", queue_name=rosters.QUEUE, batch=True, reload=False, startup_delay=False
    )
    sys.stdout.write(json.dumps(_outcome()))


def _outcome() -> dict[str, Any]:
    people = Person.objects.filter(user=None)
    return {
        "state": Roster.objects.get().state,
        "people": people.count(),
        "members": Membership.objects.filter(person__in=people).count(),
        "enrolments": Enrolment.objects.count(),
        "rights": Entitlement.objects.count(),
        "rows done": Roster.objects.get().rows.filter(is_done=True).count(),
    }


def _begun(count: int) -> None:
    organisation, offering, by = place()
    rosters.confirm(roster=checked(organisation, content(count), by, offering))
