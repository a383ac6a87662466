"""What this package holds about a person."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from courses.editions.models import EditionItem
from courses.people.held import WHILE_KEPT
from courses.people.holding import Held
from courses.people.models import Person

from . import merging
from .models import (
    Completion,
    CompletionVoided,
    Enrolment,
    EnrolmentState,
    Entitlement,
    ItemProgress,
    Offering,
)

TITLE = EditionItem.objects.filter(
    edition=OuterRef("enrolment__edition"), item_uuid=OuterRef("item_uuid")
).values("title")[:1]


def _stop_facilitating(person: Person) -> None:
    for offering in Offering.objects.filter(facilitators=person):
        offering.facilitators.remove(person)


def _withdraw(person: Person) -> None:
    """Nobody is to be reminded of it or asked about it any more."""
    running = Enrolment.objects.filter(person=person, state__in=merging.RUNNING)
    running.update(state=EnrolmentState.WITHDRAWN)


def _forget_ticks(person: Person) -> None:
    """When somebody read what is nobody's business afterwards; the completion stays."""
    ItemProgress.objects.filter(enrolment__person=person).delete()


HELD = (
    Held(
        model=Offering,
        title=_("Courses you facilitate"),
        path="facilitators",
        fields={"title": _("offering")},
        kept=_("Until somebody else does it."),
        erase=_stop_facilitating,
        merge=merging.merge_facilitating,
    ),
    Held(
        model=Entitlement,
        title=_("Your rights to take part"),
        path="person",
        fields={
            "offering__title": _("offering"),
            "source": _("where it comes from"),
            "granted_at": _("given"),
            "ended_at": _("ended"),
        },
        kept=WHILE_KEPT,
        merge=merging.merge_entitlements,
    ),
    Held(
        model=Enrolment,
        title=_("Courses you take or took"),
        path="person",
        fields={
            "offering__title": _("offering"),
            "edition__number": _("edition"),
            "cycle": _("cycle"),
            "state": _("state"),
            "locale": _("language"),
            "enrolled_at": _("enrolled"),
        },
        kept=WHILE_KEPT,
        erase=_withdraw,
        merge=merging.merge_enrolments,
    ),
    Held(
        model=ItemProgress,
        title=_("What you have done in them"),
        path="enrolment__person",
        annotations={"item_title": Subquery(TITLE)},
        fields={
            "enrolment__offering__title": _("offering"),
            "item_title": _("lesson or quiz"),
            "completed_at": _("done"),
            "evidence": _("how"),
            "score": _("score in per cent"),
        },
        kept=WHILE_KEPT,
        erase=_forget_ticks,
    ),
    Held(
        model=Completion,
        title=_("Courses you completed"),
        path="person",
        fields={
            "enrolment__offering__title": _("offering"),
            "score": _("score in per cent"),
            "completed_at": _("completed"),
            "valid_until": _("valid until"),
        },
        kept=WHILE_KEPT,
    ),
    Held(
        model=CompletionVoided,
        title=_("Completions that were recorded in error"),
        path="completion__person",
        fields={"reason": _("reason"), "voided_at": _("when")},
        kept=WHILE_KEPT,
    ),
)
