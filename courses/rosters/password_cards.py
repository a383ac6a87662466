"""A card with which somebody without a confirmed e-mail address chooses a new password.

Whoever holds one gets into an account that is somebody's own. So it is printed for one person at a
time and for nobody with rights or a role, and who had it printed is kept.
"""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.tasks import task
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from courses.learning.models import Offering
from courses.people import looking, mail
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation, Role
from lms.users.devices import sign_out_everywhere
from lms.users.models import RANDOM_USER_NAME, User

from .access import UNUSABLE
from .cards import CardSheet, ClaimCard
from .claiming import NotThisCard, use_up

VALID_FOR = timedelta(days=14)
PRINTED, CHOSEN = "courses.print_password_card", "courses.choose_password"
ACTIONS = (
    (PRINTED, _("Print a password card"), _("A card for a new password was printed")),
    (CHOSEN, _("Choose a password"), _("A new password was chosen with a card")),
)


def people_for_passwords(organisation: Organisation) -> "QuerySet[Person, Person]":
    """Members of an organisation and below who may get such a card."""
    members = Membership.objects.below([organisation]).running().filter(role=Role.MEMBER)
    return _without_another_way().filter(pk__in=members.values("person"))


def is_still_for(person: Person) -> bool:
    """Whether they have got no role, no right and no confirmed address since it was printed."""
    return _without_another_way().filter(pk=person.pk).exists()


def _without_another_way() -> "QuerySet[Person, Person]":
    """Who chose a user name and a password, and can be sent no code; nobody who may do more than
    learn."""
    roles = Membership.objects.running().exclude(role=Role.MEMBER)
    facilitators = Offering.facilitators.through.objects.all()
    reached = EmailAddress.objects.filter(verified=True)
    people: Any = Person.objects.present().filter(
        user__is_active=True,
        user__is_superuser=False,
        user__groups=None,
        user__user_permissions=None,
        guardian_consent=None,
    )
    people = people.exclude(user__password__startswith=UNUSABLE)
    people = people.exclude(user__username__regex=f"^{RANDOM_USER_NAME.pattern}$")
    people = people.exclude(pk__in=roles.values("person"))
    people = people.exclude(pk__in=facilitators.values("person"))
    people = people.exclude(user__in=reached.values("user"))
    return people.order_by("family_name", "given_name", "pk")


def note_printed(*, sheet: CardSheet, people: list[Person]) -> None:
    """Who had it printed for whom; and the owner is told. Inside the transaction that keeps it."""
    keys = [person.pk for person in people]
    looking.note(by=sheet.by, people=keys, what=looking.What.PASSWORD)
    for person in people:
        data = {"person": str(person.uuid)}
        log(instance=sheet.organisation, action=PRINTED, user=sheet.by, data=data)
        # robust: My data says it too.
        transaction.on_commit(partial(send_letter.enqueue, person.pk), robust=True)


def tell_on_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who signs in did not forget the password, or has it once more: they hear of an open card."""
    mine = ClaimCard.objects.open().filter(person__user=user, is_for_password=True).first()
    if mine:
        day = date_format(timezone.localdate(mine.created_at), "DATE_FORMAT")
        said = gettext(
            "A card with which a new password can be chosen for your account was printed on"
            " %(date)s. If you did not ask for it, tell whoever runs this site."
        )
        messages.warning(request, said % {"date": day}, fail_silently=True)


def connect() -> None:
    user_logged_in.connect(tell_on_sign_in, dispatch_uid="tell-of-password-card")


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_letter(person_id: int) -> None:
    """Where there is an address, though nobody confirmed it."""
    person = Person.objects.present().select_related("user").filter(pk=person_id).first()
    if person:
        locale = person.language or settings.LANGUAGE_CODE
        mail.send("password_card", person=person, locale=locale, context={})


@transaction.atomic
def choose(*, card: UUID, password: str) -> User:
    """The new password; the card is used up, and whoever is signed in to the account is out.

    An address that was never confirmed goes: it would be asked for a code at the next sign-in.
    Raises NotThisCard.
    """
    mine, user = _held(card)
    user.set_password(password)
    user.email = None
    user.save(update_fields=["password", "email"])
    EmailAddress.objects.filter(user=user).delete()
    sign_out_everywhere(user)
    use_up(mine)
    log(instance=user, action=CHOSEN)
    return user


def _held(uuid: UUID) -> tuple[ClaimCard, User]:
    """The card and whose account it is, held."""
    cards = ClaimCard.objects.open(timezone.now()).filter(uuid=uuid, is_for_password=True)
    owner = cards.values_list("person_id", flat=True).first() or 0
    people = Person.objects.select_for_update(of=("self",)).select_related("user")
    person = people.filter(pk=owner).first()
    card = cards.select_for_update().filter(person=person).first() if person else None
    if card is None or person is None or person.user is None or not is_still_for(person):
        raise NotThisCard
    card.person = person
    return card, person.user
