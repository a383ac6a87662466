"""With a card to an account of one's own: code and PIN, then a name and a password, once."""

import re
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from courses.learning.models import Enrolment, Entitlement, Offering
from courses.people.accounts import is_card_only
from courses.people.erasure import keep_claimed
from courses.people.merging import CannotMerge, merge
from courses.people.minors import is_minor
from courses.people.models import Person
from courses.people.organisations import Membership
from lms.users.models import RANDOM_USER_NAME, User

from .cards import ClaimCard, hash_of, normalise_code

# For suggestions: what anybody may be called without saying who they are.
COLOURS = ("amber", "blue", "coral", "green", "indigo", "olive", "silver", "violet")
ANIMALS = ("crane", "dove", "gazelle", "heron", "ibis", "lark", "otter", "swift", "turtle")
SHORTEST_NUMBER = 4  # letters and digits of a service number that would say who somebody is
USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{3,39}")


class NotThisCard(ValueError):
    """The code is unknown, the PIN wrong, or the card used, void, locked or expired: one answer."""


class Minors(ValueError):
    """A minor has a card and no account of their own."""


class TwoPeople(ValueError):
    """The account has a record already: somebody must look before the two become one."""


class NameTaken(ValueError):
    """Somebody else has this user name."""


def check(*, code: str, pin: str, now: datetime | None = None) -> ClaimCard:
    """The open card with this code and PIN; a wrong PIN counts. Raises NotThisCard."""
    now, code = now or timezone.now(), normalise_code(code)
    with transaction.atomic():
        rows = ClaimCard.objects.select_for_update(of=("self",)).select_related("person")
        card = rows.filter(code=code).first()
        hash_of(code, pin)  # as long for a code that is not there
        is_right = card is not None and card.has_pin(pin)
        if card is not None and not is_right:
            ClaimCard.objects.filter(pk=card.pk).update(wrong_tries=F("wrong_tries") + 1)
        elif card is not None:
            ClaimCard.objects.open(now).filter(pk=card.pk).update(wrong_tries=0)
    if card is None or not is_right or not ClaimCard.objects.open(now).filter(pk=card.pk).exists():
        raise NotThisCard
    return card


@transaction.atomic
def make_account(*, card: UUID, user_name: str, password: str, names: dict[str, str]) -> User:
    """The person gets an account of theirs, and the card is used up.

    Raises NotThisCard, Minors, NameTaken.
    """
    mine = _held(card)
    person = mine.person
    user = person.user or User()
    user.username = user_name
    user.set_password(password)
    if User.objects.filter(username__iexact=user_name).exclude(pk=user.pk).exists():
        raise NameTaken
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # somebody was faster
        raise NameTaken from error
    person.user = user
    person.given_name, person.family_name = names["given_name"], names["family_name"]
    person.save(update_fields=["user", "given_name", "family_name"])
    use_up(mine)
    return user


@transaction.atomic
def link_account(*, card: UUID, user: User) -> Person:
    """The record goes to an account that has none. Raises NotThisCard, Minors, TwoPeople.

    Whoever signed up has a record already, with the terms they accepted and perhaps a look at it:
    one that holds no more than that becomes part of the card's.
    """
    mine = _held(card)
    person, theirs = mine.person, Person.objects.for_user(user).first()
    if person.user_id not in (None, user.pk):
        raise TwoPeople
    if theirs is not None and theirs.pk != person.pk and _holds_anything(theirs):
        raise TwoPeople
    use_up(mine)
    if theirs is not None and theirs.pk != person.pk:
        try:
            merge(kept=person, merged=theirs, by=None, reason=_("Linked by card"), counts={})
        except CannotMerge as error:  # one of the two is about to be erased, for instance
            raise TwoPeople from error
    elif theirs is None:
        person.user = user
        person.save(update_fields=["user"])
    return person


def _held(uuid: UUID) -> ClaimCard:
    """The card and its owner, held: who claims waits for a device that lets them in just now."""
    cards = ClaimCard.objects.open().filter(uuid=uuid, is_for_password=False)
    owner = cards.values_list("person_id", flat=True).first() or 0
    person = Person.objects.select_for_update().filter(pk=owner).first()
    card = cards.select_for_update().filter(person=person).first() if person else None
    if card is None or person is None or not is_card_only(person.user):
        raise NotThisCard
    card.person = person
    if is_minor(card.person):
        raise Minors
    return card


def use_up(card: ClaimCard) -> None:
    """This one, and any other that was printed for them."""
    now = timezone.now()
    others = ClaimCard.objects.open(now).filter(person=card.person_id).exclude(pk=card.pk)
    others.update(voided_at=now)
    ClaimCard.objects.filter(pk=card.pk).update(claimed_at=now)
    keep_claimed(person=card.person)


def _holds_anything(person: Person) -> bool:
    """Whether something would be lost, or two histories become one unseen."""
    if person.full_name or Offering.objects.filter(facilitators=person).exists():
        return True
    return any(
        model.objects.filter(person=person).exists()
        for model in (Enrolment, Entitlement, Membership)
    )


# --- user names -------------------------------------------------------------------------------


def suggestions(person: Person, count: int = 3) -> list[str]:
    """Free user names that say nothing about anybody, and that this person may take."""
    numbers = numbers_of(person)
    found: list[str] = []
    while len(found) < count:
        number = get_random_string(3, "23456789")
        name = f"{_one_of(COLOURS)}-{_one_of(ANIMALS)}-{number}"
        if name in found or has_number(name, numbers):
            continue
        if not User.objects.filter(username__iexact=name).exists():
            found.append(name)
    return found


def _one_of(words: tuple[str, ...]) -> str:
    at = int(get_random_string(4, "0123456789")) % len(words)
    return words[at]


def is_random(user_name: str) -> bool:
    """As names that the site makes: who has one cannot sign in with it."""
    return RANDOM_USER_NAME.fullmatch(user_name) is not None


def numbers_of(person: Person) -> list[str]:
    """Their service numbers; one of three signs stands in many names by chance."""
    found = Membership.objects.filter(person=person).exclude(service_number="")
    numbers = map(_plain, found.values_list("service_number", flat=True))
    return [number for number in numbers if len(number) >= SHORTEST_NUMBER]


def has_number(user_name: str, numbers: list[str]) -> bool:
    """Whether it gives away a service number."""
    return any(number in _plain(user_name) for number in numbers)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
