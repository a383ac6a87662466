"""Many people into one offering, by the rules of ``services.enrol`` and in a few queries."""

from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

from courses.editions import content
from courses.editions.models import Course
from courses.people.models import Person

from . import prerequisites, services
from .access import give_editions, may_be_taken_again
from .again import KEEP, reasons
from .models import Admission, Enrolment, EnrolmentState, Entitlement, Offering
from .prerequisites import Lack
from .tasks import send_enrolment_mail


@transaction.atomic
def enrol_many(*, offering: Offering, locales: Mapping[int, str]) -> list[Enrolment]:
    """Enrol people who have the right to it, by their keys with a locale each; returns what is new.

    Who takes part already stays as they are; who comes back is enrolled by ``services.enrol``, one
    after the other. All or nobody: raises NotReleased, NotEntitled, PrerequisitesMissing.
    """
    people = Person.objects.held().filter(pk__in=locales)
    ids = list(people.values_list("pk", flat=True))
    course = Course.objects.select_for_update().get(pk=offering.course_id)
    if course.current_edition_id is None:
        raise services.NotReleased(offering)
    last = _last_enrolments(ids, offering)
    beginning = [pk for pk in ids if pk not in last]
    _check_rights(beginning, offering)
    if lacks := who_lack(offering=offering, people=ids):
        raise prerequisites.PrerequisitesMissing(lacks)
    graduates = _graduates(beginning, offering)
    new = Enrolment.objects.bulk_create(
        Enrolment(
            person_id=pk,
            offering=offering,
            edition_id=course.current_edition_id,
            locale=locales[pk],
        )
        for pk in beginning
        if pk not in graduates
    )
    _write_to(new)
    coming_back = [old.person for old in _coming_back(last.values())]
    again = [
        services.enrol(person=person, offering=offering, locale=locales[person.pk])
        for person in (*coming_back, *graduates.values())
    ]
    return [*new, *again]


def who_lack(*, offering: Offering, people: Collection[int]) -> dict[int, list[Lack]]:
    """Of those whom ``enrol_many`` would enrol, by their keys, what each has to do first."""
    edition_id = Course.objects.values_list("current_edition", flat=True).get(pk=offering.course_id)
    edition = content.edition_with_course(edition_id) if edition_id else None
    if edition is None or not prerequisites.needed_first(edition):
        return {}
    last = _last_enrolments(list(people), offering)
    coming_back = {old.person_id for old in _coming_back(last.values())}
    coming = [pk for pk in people if pk not in last or pk in coming_back]
    return prerequisites.lacking(coming, edition, timezone.localdate())


@transaction.atomic
def entitle_many(*, references: Mapping[int, str], offering: Offering, source: str) -> None:
    """Give persons, by their keys, the right to take part; giving it again is a no-op.

    ``references``: for each the uuid of what grants it, by which it is ended.
    """
    rows = Person.objects.held().filter(pk__in=list(references))
    ids = list(rows.values_list("pk", flat=True))
    running = Entitlement.objects.running().filter(offering=offering, source=source)
    have = set(running.filter(person__in=ids).values_list("person_id", "reference"))
    Entitlement.objects.bulk_create(
        Entitlement(person_id=pk, offering=offering, source=source, reference=references[pk])
        for pk in ids
        if (pk, references[pk]) not in have
    )


def _check_rights(people: list[int], offering: Offering) -> None:
    """As ``services.enrol`` asks each: what is not free asks for a right. Raises NotEntitled."""
    if offering.admission == Admission.FREE:
        return
    have = Entitlement.objects.running().filter(offering=offering, person__in=people)
    if set(people) - set(have.values_list("person_id", flat=True)):
        raise services.NotEntitled(offering)


def _graduates(people: list[int], offering: Offering) -> dict[int, Person]:
    """Who completed the course in another offering so that something may count as done already."""
    done = Enrolment.objects.completed().filter(offering__course=offering.course_id)
    rows = done.filter(person__in=people).select_related("person").order_by("pk")
    last = {enrolment.person_id: enrolment for enrolment in give_editions(rows)}
    why = reasons(last.values(), timezone.localdate())
    return {key: old.person for key, old in last.items() if why.get(old.pk) in KEEP}


def _last_enrolments(ids: list[int], offering: Offering) -> dict[int, Enrolment]:
    mine = Enrolment.objects.filter(offering=offering, person__in=ids)
    return {e.person_id: e for e in mine.select_related("person").order_by("cycle")}


def _coming_back(last: Collection[Enrolment]) -> list[Enrolment]:
    today, over = timezone.localdate(), (EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED)
    again = may_be_taken_again([old for old in last if old.state not in over], today)
    return [old for old in last if old.state in over or old.pk in again]


def _write_to(enrolments: list[Enrolment]) -> None:
    """A letter to those who have an address; most of a roster have none."""
    keys = [enrolment.pk for enrolment in enrolments]
    reachable = Enrolment.objects.filter(pk__in=keys, person__user__email__isnull=False)
    for key in reachable.values_list("pk", flat=True):
        transaction.on_commit(partial(send_enrolment_mail.enqueue, key), robust=True)
