"""Writes about taking part: each one function, one transaction, safe to repeat."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from courses.editions import content
from courses.editions.models import Course, Edition
from courses.people.models import Person

from . import completion as rule
from . import prerequisites
from .access import give_editions, may_enrol_again
from .again import ticks_at_first, why_again
from .models import (
    Admission,
    Completion,
    Enrolment,
    EnrolmentState,
    Entitlement,
    ItemProgress,
    Offering,
)
from .signals import course_completed
from .tasks import send_completion_mail, send_enrolment_mail, send_reminder_mail


class NotALesson(ValueError):
    """Only lessons are marked as done by hand; a quiz is done by passing it."""


class NotReleased(ValueError):
    """A course without an edition cannot be enrolled on."""


class NotEntitled(ValueError):
    """The offering asks for a payment, a seat or an organisation, and this person has none."""


class NotTranslated(ValueError):
    """The course is not there in this language."""


@transaction.atomic
def enrol(*, person: Person, offering: Offering, locale: str, refreshes: bool = False) -> Enrolment:
    """Take part in an offering; coming back finds the enrolment there is.

    After a completion that soon expires or was recorded in error a new cycle begins, with
    ``refreshes`` for any reason of ``again``, and so does one after a withdrawal; what was done
    before may count as done in it. Raises NotReleased, NotEntitled, PrerequisitesMissing.
    """
    Person.objects.held().get(pk=person.pk)
    mine = Enrolment.objects.for_person(person).filter(offering=offering).order_by("-cycle")
    last = mine.select_related("edition__course", "offering", "person").first()
    if last and not _is_over(last, refreshes=refreshes):
        return last
    # Held against a release that moves the learners it finds: nobody slips in behind it.
    course = Course.objects.select_for_update().get(pk=offering.course_id)
    edition = course.current_edition
    if edition is None:
        raise NotReleased(offering)
    if offering.admission == Admission.FREE:
        entitle(person=person, offering=offering, source=Entitlement.Source.FREE)
    elif not Entitlement.objects.running().filter(person=person, offering=offering).exists():
        raise NotEntitled(offering)
    today = timezone.localdate()
    prerequisites.require([person.pk], edition, today)
    ticks = ticks_at_first(person, offering, edition, today)
    mine.active().update(state=EnrolmentState.WITHDRAWN)
    enrolment = Enrolment.objects.create(
        person=person,
        offering=offering,
        edition=edition,
        cycle=last.cycle + 1 if last else 1,
        locale=locale,
    )
    ItemProgress.objects.bulk_create(ItemProgress(enrolment=enrolment, **tick) for tick in ticks)
    complete_if_done(enrolment)
    transaction.on_commit(lambda: send_enrolment_mail.enqueue(enrolment.pk), robust=True)
    return enrolment


@transaction.atomic
def change_language(*, enrolment: Enrolment, locale: str) -> None:
    """Take the course in another language from now on; what was done stays. Raises NotTranslated.

    An attempt keeps the language that it began in, and a certificate that of its day.
    """
    enrolment = locked(enrolment.pk)
    if locale not in content.languages(enrolment.edition):
        raise NotTranslated(locale)
    if locale != enrolment.locale:
        enrolment.locale = locale
        enrolment.save(update_fields=["locale"])


@transaction.atomic
def mark_done(*, enrolment: Enrolment, item_uuid: UUID) -> Completion | None:
    """Tick a lesson; returns the completion if there is one now. NotALesson for anything else."""
    if item_uuid not in content.lessons(enrolment.edition):
        raise NotALesson(item_uuid)
    return record_progress(
        enrolment=enrolment, item_uuid=item_uuid, evidence=ItemProgress.Evidence.MARKED
    )


@transaction.atomic
def record_progress(
    *, enrolment: Enrolment, item_uuid: UUID, evidence: str, score: int | None = None
) -> Completion | None:
    """Write the fact that an item is done, and the completion it may cause."""
    enrolment = locked(enrolment.pk)
    ItemProgress.objects.bulk_create(
        [ItemProgress(enrolment=enrolment, item_uuid=item_uuid, evidence=evidence, score=score)],
        ignore_conflicts=True,  # done twice is done once; the first date stays
    )
    return complete_if_done(enrolment)


@transaction.atomic
def entitle(*, person: Person, offering: Offering, source: str, reference: str = "") -> Entitlement:
    """Give the right to take part; giving it again is a no-op.

    ``reference``: the uuid of what grants it, such as an order line, by which it is ended.
    """
    entitlement, _created = Entitlement.objects.get_or_create(
        person=person, offering=offering, source=source, reference=reference, ended_at=None
    )
    return entitlement


@transaction.atomic
def end_entitlements(*, source: str, references: Iterable[str]) -> int:
    """End what these granted, and nothing else; returns how many rights that ended.

    Who has no other right to an offering is withdrawn from it; what is completed stays. A few
    queries, however many they are.
    """
    granted = Entitlement.objects.running().filter(source=source, reference__in=list(references))
    people = list(granted.values_list("person_id", flat=True))
    list(Person.objects.held().filter(pk__in=people))
    ending = list(granted.filter(person__in=people).values_list("pk", flat=True))
    Entitlement.objects.filter(pk__in=ending).update(ended_at=timezone.now())
    here = Entitlement.objects.filter(person=OuterRef("person"), offering=OuterRef("offering"))
    lost = Enrolment.objects.active().filter(
        Exists(here.filter(pk__in=ending)), ~Exists(here.running()), person__in=people
    )
    lost.update(state=EnrolmentState.WITHDRAWN)
    return len(ending)


@transaction.atomic
def withdraw_all(*, person: Person) -> int:
    """Out of all that runs; rights and what is completed stay. How many that was."""
    Person.objects.select_for_update().get(pk=person.pk)
    running = (EnrolmentState.INVITED, EnrolmentState.ACTIVE)
    mine = Enrolment.objects.for_person(person).filter(state__in=running)
    return mine.update(state=EnrolmentState.WITHDRAWN)


def _is_over(enrolment: Enrolment, *, refreshes: bool) -> bool:
    if enrolment.state == EnrolmentState.COMPLETED and refreshes:
        return why_again(enrolment, timezone.localdate()) is not None
    if enrolment.state == EnrolmentState.COMPLETED:
        return may_enrol_again(enrolment, timezone.localdate())
    if enrolment.state == EnrolmentState.ACTIVE and refreshes:
        # It may still run though the course was completed in another offering since.
        done = Enrolment.objects.completed().filter(offering__course=enrolment.offering.course_id)
        return done.filter(person=enrolment.person_id, pk__gt=enrolment.pk).exists()
    return enrolment.state in (EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED)


def locked(enrolment_id: int) -> Enrolment:
    """The row as it is once the lock is ours; its edition by a second query, never by a join."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person")
    [enrolment] = give_editions(rows.filter(pk=enrolment_id))
    return enrolment


def complete_if_done(enrolment: Enrolment) -> Completion | None:
    """Grant the completion when the rules of the enrolment's edition hold; the row is locked."""
    if enrolment.state != EnrolmentState.ACTIVE:
        return Completion.objects.filter(enrolment=enrolment).first()
    edition = enrolment.edition
    required = content.required_items(edition)
    rows = list(enrolment.progress.values_list("item_uuid", "score", "evidence"))
    ticks = {item: score for item, score, _evidence in rows}
    if not rule.is_complete(required, ticks):
        return None
    if all(
        how == ItemProgress.Evidence.UNCHANGED for item, _score, how in rows if item in required
    ):
        _leave_something_to_do(enrolment, required)
        return None
    now = timezone.now()
    completed_on = timezone.localdate(now, enrolment.person.zone)
    completion = Completion.objects.create(
        enrolment=enrolment,
        person=enrolment.person,
        edition=edition,
        score=rule.mean_score([s for i, s in ticks.items() if i in required and s is not None]),
        completed_at=now,
        valid_until=rule.valid_until(completed_on, edition.policy["validity_months"]),
    )
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save(update_fields=["state"])
    course_completed.send(sender=Completion, completion=completion)
    transaction.on_commit(lambda: send_completion_mail.enqueue(completion.pk), robust=True)
    return completion


@transaction.atomic
def move_to_edition(*, editions: list[Edition], edition: Edition) -> int:
    """Carry active enrolments over, ticks kept by item; complete those whose rules now hold."""
    moving = Enrolment.objects.active().filter(edition__in=editions)
    moved = moving.update(edition=edition)
    required = content.required_items(edition)
    done = Count("progress", filter=Q(progress__item_uuid__in=required))
    ready = Enrolment.objects.active().filter(edition=edition).annotate(done=done)
    for enrolment_id in list(ready.filter(done=len(required)).values_list("pk", flat=True)):
        complete_if_done(locked(enrolment_id))
    return moved


def _leave_something_to_do(enrolment: Enrolment, required: Collection[UUID]) -> None:
    """No certificate is renewed by what was done before, as where all that was new is retired.

    What makes the score is to be taken again, or, where nothing does, everything.
    """
    kept = enrolment.progress.filter(evidence=ItemProgress.Evidence.UNCHANGED)
    scored = kept.filter(item_uuid__in=required, score__isnull=False)
    (scored if scored.exists() else kept).delete()


def end_teach_outs(*, today: date) -> int:
    """Move the learners of superseded editions whose teach-out date has passed."""
    over = Edition.objects.filter(material=True, teach_out_on__lt=today)
    courses = set(over.values_list("course_id", flat=True))
    return sum(_end_teach_out(course_id, today) for course_id in sorted(courses))


@transaction.atomic
def _end_teach_out(course_id: int, today: date) -> int:
    course = Course.objects.select_for_update().get(pk=course_id)
    over = course.editions.filter(material=True, teach_out_on__lt=today)
    last = over.order_by("-number").values_list("number", flat=True)[0]
    older = list(course.editions.filter(number__lt=last))
    current = course.current_edition
    return move_to_edition(editions=older, edition=current) if current else 0


def remind(*, enrolment: Enrolment) -> bool:
    """Send a friendly reminder of where to go on; False where there is no address, or no need."""
    user = enrolment.person.user
    if enrolment.state != EnrolmentState.ACTIVE or not (user and user.email):
        return False
    send_reminder_mail.enqueue(enrolment.pk)
    return True
