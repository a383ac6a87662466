"""The person behind an account, and what is written about them."""

from django.db import transaction

from lms.users.models import User

from .models import Person


@transaction.atomic
def person_for(*, user: User) -> Person:
    """The person behind an account, made on first use."""
    person, _created = Person.objects.get_or_create(user=user)
    return person


def record_of(user: User) -> Person:
    """The same to look at: an empty one that is not kept where there is none yet."""
    return Person.objects.filter(user=user).first() or Person(user=user)


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """Of letters and cards to the person behind an account; there may be none yet."""
    Person.objects.for_user(user).update(language=language)


@transaction.atomic
def set_certificate_name(
    *, person: Person, given_name: str, family_name: str, time_zone: str
) -> Person:
    """Keep the name a certificate will carry; certificates already issued do not change."""
    person.given_name = given_name
    person.family_name = family_name
    person.time_zone = time_zone
    person.save(update_fields=["given_name", "family_name", "time_zone"])
    return person
