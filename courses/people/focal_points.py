"""Whom the people of an organisation turn to: its focal points, while they are fresh."""

from datetime import date, timedelta

from lms.users.models import User

from .organisations import Membership, Organisation, Role

FRESH_FOR = timedelta(days=365)


def focal_points_for(user: User, today: date) -> list[Membership]:
    """Of the organisations somebody belongs to and those above them, the nearest first.

    Two queries. What nobody has checked within a year is left out.
    """
    mine = Membership.objects.members().running(today).filter(person__user=user)
    paths = mine.values_list("organisation__path", flat=True)
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    if not above:
        return []
    rows = Membership.objects.running(today).filter(
        role=Role.FOCAL_POINT,
        organisation__path__in=above,
        contact_checked_on__gte=today - FRESH_FOR,
    )
    rows = rows.exclude(contact="").select_related("person__user", "organisation")
    return list(rows.order_by("-organisation__depth", "pk"))
