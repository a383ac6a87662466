"""Who belongs to an organisation, one by one."""

from typing import Any

from django.db.models import Q

from courses.people.organisations import Membership, MembershipQuerySet, Organisation
from courses.people.scope import ever_in, members_of
from courses.people.searching import is_named


def people_of(organisation: Organisation, wanted: dict[str, Any]) -> MembershipQuerySet:
    """Those of today, by name; somebody in two units stands twice."""
    rows = members_of([organisation])
    if unit := wanted.get("unit"):
        rows = rows.below([unit])
    if words := wanted.get("q", "").strip():
        rows = rows.filter(is_named(words, "person__") | Q(service_number__iexact=words))
    rows = rows.select_related("person__user", "organisation")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def history_of(organisation: Organisation, person: Any) -> MembershipQuerySet:
    """When somebody belonged where, in this organisation and below it, the latest first."""
    rows = ever_in([organisation]).filter(person=person)
    return rows.select_related("organisation").order_by("-starts_on", "-pk")


def membership_or_none(organisation: Organisation, uuid: Any) -> Membership | None:
    """One of today that a manager of the organisation may move and end."""
    return members_of([organisation]).filter(uuid=uuid).select_related("person").first()
