"""People with a card in their hand."""

from datetime import timedelta

from django.utils import timezone

from courses.models import ClaimCard, Membership, Offering, Organisation, Person
from courses.rosters import enrolling
from courses.rosters.cards import hash_of, new_code

PIN = "024680"


def make_card(person: Person, *, is_for_password: bool = False) -> ClaimCard:
    code = new_code()
    return ClaimCard.objects.create(
        person=person,
        code=code,
        pin_hash=hash_of(code, PIN),
        expires_at=timezone.now() + timedelta(days=90),
        is_for_password=is_for_password,
    )


def make_holder(
    organisation: Organisation, offering: Offering | None = None, *, number: str = "KE-20417"
) -> ClaimCard:
    """Somebody on a list, without an account, in a course if there is one, with a card."""
    person = Person.objects.create(given_name="Amina", family_name="Yusuf")
    Membership.objects.create(person=person, organisation=organisation, service_number=number)
    if offering:
        giver = enrolling.Giver(organisation, None, "")
        enrolling.enrol(offering=offering, locales={person.pk: "en"}, giver=giver)
    return make_card(person)
