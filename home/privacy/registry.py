"""Every model that holds something about people, once: shown, downloaded, erased, merged by it.

From the top of the layers down: what hangs on something goes before what it hangs on.
"""

from typing import Any

from certificates import held as certificates
from courses.assessment import held as assessment
from courses.feedback import held as feedback
from courses.learning import held as learning
from courses.models import Person
from courses.payments import held as payments
from courses.people import held as people
from courses.people.holding import Held
from courses.people.signals import people_merged, person_erased
from courses.reports.organisations import held as reports
from courses.rosters import held as rosters
from courses.studio import held as studio

from . import held as home

HELD: tuple[Held, ...] = (
    *home.HELD,
    *certificates.HELD,
    *studio.HELD,
    *reports.HELD,
    *rosters.HELD,
    *payments.HELD,
    *feedback.HELD,
    *assessment.HELD,
    *learning.HELD,
    *people.HELD,
)
# As people read it: who they are first, then what they did, then the rest.
WHO_THEY_ARE = ("courses.person", "users.user", "account.emailaddress", "courses.membership")
SHOWN: tuple[Held, ...] = (
    *(held for held in people.HELD if held.key in WHO_THEY_ARE),
    *learning.HELD,
    *certificates.HELD,
    *assessment.HELD,
    *feedback.HELD,
    *payments.HELD,
    *rosters.HELD,
    *reports.HELD,
    *home.HELD,
    *studio.HELD,
    *(held for held in people.HELD if held.key not in WHO_THEY_ARE),
)


def erase_held(person: Person, **kwargs: Any) -> None:
    for held in HELD:
        held.erase(person)


def merge_held(kept: Person, merged: Person, **kwargs: Any) -> None:
    for held in HELD:
        held.move(kept, merged)


def counts(person: Person) -> dict[str, int]:
    """How many rows of each model there are; a query for each."""
    return {held.key: held.rows(person).order_by().count() for held in HELD if held.path}


def connect() -> None:
    """Called when the app is ready."""
    person_erased.connect(erase_held, dispatch_uid="erase-held")
    people_merged.connect(merge_held, dispatch_uid="merge-held")
