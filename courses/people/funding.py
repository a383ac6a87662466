"""A funder sees counts only: which other roles would let somebody take counts from each other."""

from django.db.models import Q

from .models import Person
from .organisations import Membership, Organisation, Role

# They see people one by one.
NAMING = (Role.MANAGER, Role.REGISTRAR, Role.BILLING)


class CouldSubtract(ValueError):
    """The whole less a part would tell of a few; ``membership`` is the role that stands against."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(membership.pk)
        self.membership = membership


def refuse_parts(*, person: Person, organisation: Organisation, role: str) -> None:
    """Nobody counts the whole while somebody counts a part. Two at once wait. Raises CouldSubtract.

    Inside the transaction that gives the role.
    """
    if role != Role.FUNDER and role not in NAMING:
        return
    roots = Organisation.objects.filter(path=organisation.path[: Organisation.steplen])
    # no_key: who joins just now need not wait.
    list(roots.select_for_update(no_key=True).values_list("pk", flat=True))
    above = Q(organisation__path__in=_above(organisation.path))
    below = Q(organisation__path__startswith=organisation.path) & ~Q(organisation=organisation.pk)
    if role == Role.FUNDER:
        against = Q(above | below, role=Role.FUNDER) | Q(below, role__in=NAMING, person=person)
    else:
        against = Q(above, role=Role.FUNDER, person=person)
    _refuse(against)


def refuse_parts_below(*, unit: Organisation, parent: Organisation) -> None:
    """The same for a unit that comes below another place with the roles in it."""
    wholes = Membership.objects.running().filter(
        role=Role.FUNDER, organisation__path__in=[*_above(parent.path), parent.path]
    )
    inside = Q(organisation__path__startswith=unit.path)
    if people := list(wholes.values_list("person", flat=True)):
        counts, names = Q(role=Role.FUNDER), Q(role__in=NAMING, person__in=people)
        _refuse(inside & (counts | names))


def _refuse(against: Q) -> None:
    found = Membership.objects.running().filter(against).select_related("organisation").first()
    if found:
        raise CouldSubtract(found)


def _above(path: str) -> list[str]:
    step = Organisation.steplen
    return [path[:length] for length in range(step, len(path), step)]
