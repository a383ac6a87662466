"""The consent of a guardian afterwards: of age now, withdrawn, given again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from courses.learning.services import withdraw_all
from courses.payments.seats import free_unused
from courses.people.minors import GuardianConsent
from courses.people.models import Person
from courses.people.organisations import MembershipQuerySet, Organisation
from courses.people.scope import members_of
from lms.users.models import User

from .cards import ClaimCard

OF_AGE, WITHDRAWN, GIVEN = "courses.of_age", "courses.withdraw_consent", "courses.give_consent"
ACTIONS = (
    (OF_AGE, _("Of age"), _("A learner under 18 was said to be of age")),
    (WITHDRAWN, _("Withdraw consent"), _("The consent of a guardian was withdrawn")),
    (GIVEN, _("Give consent"), _("The consent of a guardian was given again")),
)


def minors_of(organisation: Organisation) -> MembershipQuerySet:
    """The learners of 13 to 17 who belong there today."""
    rows = members_of([organisation]).filter(person__guardian_consent__isnull=False)
    rows = rows.select_related("person__guardian_consent", "organisation")
    return rows.order_by("person__family_name", "person__given_name", "pk")


@transaction.atomic
def come_of_age(*, person: Person, organisation: Organisation, by: User) -> bool:
    """An adult as any other from now on, and nothing says that they were none; False where that
    was so already."""
    consent = _held(person)
    if consent is None:
        return False
    consent.delete()
    _log(person, organisation, OF_AGE, by)
    return True


@transaction.atomic
def withdraw(*, person: Person, organisation: Organisation, by: User) -> bool:
    """Out of all courses, cards and sessions at once; what was completed stays. False where that
    was so already."""
    consent = _held(person)
    if consent is None or consent.withdrawn_at:
        return False
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    ClaimCard.objects.open().filter(person=person).update(voided_at=consent.withdrawn_at)
    withdraw_all(person=person)
    free_unused(person=person, by=by)
    _end_sessions(person)
    _log(person, organisation, WITHDRAWN, by)
    return True


@transaction.atomic
def give_again(
    *, person: Person, organisation: Organisation, by: User, seen_on: date, kept_where: str
) -> bool:
    """A new consent was seen; courses and cards are given anew. False where none was withdrawn."""
    consent = _held(person)
    if consent is None or consent.withdrawn_at is None:
        return False
    consent.withdrawn_at, consent.seen_by = None, by
    consent.seen_on, consent.kept_where = seen_on, kept_where
    consent.save()
    _log(person, organisation, GIVEN, by)
    return True


def _held(person: Person) -> GuardianConsent | None:
    Person.objects.select_for_update().get(pk=person.pk)
    return GuardianConsent.objects.filter(person=person).first()


def _end_sessions(person: Person) -> None:
    """Of an account that was made by card: its sessions end as its unusable password changes."""
    user = User.objects.filter(person=person).first()
    if user:
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _log(person: Person, organisation: Organisation, action: str, by: User) -> None:
    log(instance=organisation, action=action, user=by, data={"person": str(person.uuid)})
