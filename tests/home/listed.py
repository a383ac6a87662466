"""Somebody who came by a list of an organisation, with one of everything that follows from it."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from courses.models import (
    Enrolment,
    GuardianConsent,
    Membership,
    Offering,
    Organisation,
    Person,
    Refund,
    Reminded,
    SupervisedSession,
)
from courses.payments.granting import grant
from courses.people import inviting
from courses.reports.organisations import jobs
from courses.rosters import claiming, printing_cards, supervising
from lms.users.models import User
from tests.courses.rosters.holding import PIN, make_card
from tests.courses.rosters.lists import checked, imported, make_manager, make_tree, text
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced, make_seat
from tests.factories.people import PASSWORD, make_user


def come_by_a_list(
    given: str, family: str, *, number: str, user_name: str, ways_in: bool = True
) -> Person:
    """Is listed, gets a card, learns on a shared device, has an account at last; and the rest.

    ``ways_in``: with a code app and another site to sign in with.
    """
    ministry, unit, _other = make_tree()
    manager = make_manager(ministry)
    offering = make_course(quiz=False, lessons=1).offering
    row = f"{given},{family},{number},,"
    imported(unit, text(row), manager, offering)
    person = Membership.objects.get(organisation=unit, service_number=number).person
    _prints(person, unit, manager)
    _claims(person, offering, manager, user_name)
    _is_listed_again(row, user_name, manager)
    _joins(person, unit, manager)
    _pays(person, unit, manager)
    GuardianConsent.objects.create(person=person, seen_by=manager, kept_where="In the safe.")
    if ways_in:
        _signs_in_otherwise(person)
    _is_exported(ministry, manager)
    jobs.send_reminders(
        organisation=ministry, enrolments=[str(enrolment) for enrolment in _running(person)]
    )
    assert Reminded.objects.filter(person=person).exists()
    return person


def _running(person: Person) -> Iterable[uuid.UUID]:
    return Enrolment.objects.active().filter(person=person).values_list("uuid", flat=True)


def _prints(person: Person, unit: Organisation, manager: User) -> None:
    people = Person.objects.filter(pk=person.pk)
    sheet = printing_cards.begin(by=manager, organisation=unit, people=people)
    printing_cards.work.func(str(sheet.uuid))
    assert person.claim_cards.exists()


def visit(person: Person, device: SupervisedSession) -> None:
    supervising.sign_in(device=device, code=make_card(person).code, pin=PIN)


def _claims(person: Person, offering: Offering, manager: User, user_name: str) -> None:
    device, _cookie = supervising.open_device(offering=offering, by=manager, hours=2)
    visit(person, device)
    person.refresh_from_db()
    names = {"given_name": person.given_name, "family_name": person.family_name}
    card = person.claim_cards.last().uuid
    user = claiming.make_account(card=card, user_name=user_name, password=PASSWORD, names=names)
    user.email = f"{user_name}@example.org"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person.refresh_from_db()


def _is_listed_again(row: str, user_name: str, manager: User) -> None:
    """By somebody who has not decided yet, and by e-mail elsewhere."""
    [unit] = Membership.objects.filter(person__user=manager).values_list("organisation", flat=True)
    checked(Organisation.objects.get(pk=unit), text(row), manager)
    elsewhere = Organisation.add_root(name="Elsewhere")
    by_mail = row.split(",")[:2]
    line = ",".join([*by_mail, f"{user_name}@example.org", "", ""])
    imported(elsewhere, text(line), make_manager(elsewhere))


def _joins(person: Person, unit: Organisation, manager: User) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    invitation = inviting.invite(organisation=unit, max_uses=2, expires_at=tomorrow, by=manager)
    inviting.accept(invitation=invitation, person=person)


def _pays(person: Person, unit: Organisation, manager: User) -> None:
    """An own order, a seat, a place that was given away, and money that was given back."""
    offering = make_priced(make_course(quiz=False, lessons=1).offering)
    why = f"{person.full_name} asked."
    order = make_order(offering, person=person)
    Refund.objects.create(uuid=uuid.uuid4(), order=order, amount=1, reason=why, by=manager)
    make_seat(make_order(offering, quantity=2, organisation=unit), person)
    grant(person=person, offering=offering, reason=why, by=make_user())


def _signs_in_otherwise(person: Person) -> None:
    told = {"name": person.full_name}
    Authenticator.objects.create(user=person.user, type="webauthn", data=told)
    SocialAccount.objects.create(
        user=person.user, provider="ministry", uid="7", extra_data={**told, "sub": "7"}
    )


def _is_exported(ministry: Organisation, manager: User) -> None:
    for kind in ("csv", "xlsx"):
        job = jobs.begin(
            organisation=ministry, by=manager, kind=kind, wanted={"query": ""}, locale="en"
        )
        jobs.run.func(str(job.uuid))
        job.refresh_from_db()
        assert job.state == "done"
