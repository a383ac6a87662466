"""Lists and managers for the tests of rosters."""

import io
from collections.abc import Iterable

from openpyxl import Workbook

from courses.models import Membership, Offering, Organisation, Person, Roster
from courses.people.organisations import Role
from courses.people.services import person_for
from courses.rosters import rosters
from lms.users.models import User
from tests.factories.people import make_user

HEAD = "Given name,Family name,Service number,Unit,Language"


def make_tree() -> tuple[Organisation, Organisation, Organisation]:
    """A ministry with two contingents."""
    ministry = Organisation.add_root(name="Ministry of Defence")
    first = ministry.add_child(name="Contingent A")
    ministry.refresh_from_db()
    second = ministry.add_child(name="Contingent B")
    return ministry, first, second


def make_manager(organisation: Organisation, name: str = "", role: str = Role.MANAGER) -> User:
    user = make_user(name)
    person = person_for(user=user)
    Membership.objects.create(person=person, organisation=organisation, role=role)
    return user


def text(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def book(rows: Iterable[Iterable[object]], *, merge: str = "") -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(list(row))
    if merge:
        workbook.active.merge_cells(merge)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def checked(
    organisation: Organisation, content: bytes, by: User, offering: Offering | None = None
) -> Roster:
    """A list as after its dry run; tests run tasks at once, when the transaction commits."""
    roster = Roster.objects.create(
        by=by, organisation=organisation, offering=offering, filename="list.csv", content=content
    )
    rosters.work.func(str(roster.uuid))
    roster.refresh_from_db()
    return roster


def imported(*args, **kwargs) -> Roster:
    roster = checked(*args, **kwargs)
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    roster.refresh_from_db()
    return roster


def outcomes(roster: Roster) -> list[tuple[str, str]]:
    return list(roster.rows.order_by("line").values_list("outcome", "note"))


def names() -> list[str]:
    return [p.full_name for p in Person.objects.filter(user=None).order_by("pk")]
