"""Taking part, when two records turn out to be of one person."""

from collections import defaultdict

from courses.people.models import Person

from . import services
from .models import Enrolment, EnrolmentState, Entitlement, Offering

RUNNING = (EnrolmentState.INVITED, EnrolmentState.ACTIVE)
OUT_OF_THE_WAY = 10_000  # no person takes a course so often


def running_pairs(kept: Person, merged: Person) -> list[tuple[Enrolment, Enrolment]]:
    """Of each offering that both are in the middle of: the one that stays, the one that ends."""
    pairs = []
    for both in _by_offering(kept, merged).values():
        running = [one for one in both if one.state in RUNNING]
        running.sort(key=lambda one: (one.state != EnrolmentState.ACTIVE, one.person_id != kept.pk))
        if len(running) > 1:
            pairs.append((running[0], running[1]))
    return pairs


def _by_offering(kept: Person, merged: Person) -> dict[int, list[Enrolment]]:
    found = defaultdict(list)
    rows = Enrolment.objects.select_for_update().filter(person__in=(kept, merged))
    for one in rows.order_by("enrolled_at", "pk"):
        found[one.offering_id].append(one)
    return found


def merge_enrolments(kept: Person, merged: Person) -> None:
    """Both histories in one row of cycles; two that run in one offering become one."""
    pairs = running_pairs(kept, merged)
    for staying, leaving in pairs:
        missing = leaving.progress.exclude(item_uuid__in=staying.progress.values("item_uuid"))
        missing.update(enrolment=staying)
        Enrolment.objects.filter(pk=leaving.pk).update(state=EnrolmentState.WITHDRAWN)
    for both in _by_offering(kept, merged).values():
        _renumber(both, kept)
    for staying, _leaving in pairs:
        services.complete_if_done(services.locked(staying.pk))


def _renumber(both: list[Enrolment], kept: Person) -> None:
    """What runs is the last cycle; in two steps, as no number is there twice on the way."""
    both = sorted(both, key=lambda one: one.state in RUNNING)
    for cycle, one in enumerate(both, 1):
        Enrolment.objects.filter(pk=one.pk).update(cycle=OUT_OF_THE_WAY + cycle)
    for cycle, one in enumerate(both, 1):
        Enrolment.objects.filter(pk=one.pk).update(person=kept, cycle=cycle)


def merge_entitlements(kept: Person, merged: Person) -> None:
    """Of one that both have from the same source the kept one runs on; both rows stay."""
    theirs = Entitlement.objects.filter(person=merged)
    mine = set(
        Entitlement.objects.running()
        .filter(person=kept)
        .values_list("offering", "source", "reference")
    )
    for one in theirs.running():
        if (one.offering_id, one.source, one.reference) in mine:
            theirs.filter(pk=one.pk).update(ended_at=one.granted_at)
    theirs.update(person=kept)


def merge_facilitating(kept: Person, merged: Person) -> None:
    for offering in Offering.objects.filter(facilitators=merged):
        offering.facilitators.add(kept)
        offering.facilitators.remove(merged)
