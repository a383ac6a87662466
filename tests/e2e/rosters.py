"""A ministry with a manager, lists and cards, for looking at; and cards to put in."""

import json
import sys
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from courses.models import (
    CardSheet,
    ClaimCard,
    GuardianConsent,
    Membership,
    Offering,
    Organisation,
    Person,
    Roster,
    RosterInvitation,
)
from courses.people.organisations import Role
from courses.rosters import rosters
from courses.rosters.checking import read
from home.demo import COURSE, person
from lms.users.models import User
from tests.courses.rosters.holding import PIN, make_holder
from tests.courses.rosters.lists import text
from tests.factories.people import PASSWORD, make_person

PEOPLE = ("chief",)
NAME = "Ministry of Defence and Regional Cooperation"
ROWS = (
    "Amina,Yusuf,KE-20417,Contingent A,en",
    "Jean-Baptiste,Mukendi,jb@example.org,,fr",
    "Wickramasinghe,Rajaonarimampianina,,Contingent B,",
    "Zoë,N’Diaye,KE-1,Contingent C,",
    "Amara,Diallo,KE-2,,",
    "=1+1,Formula,KE-3,,",
)


def make() -> dict[str, str]:
    """The addresses of their pages."""
    ministry = Organisation.add_root(name=NAME, may_enrol_minors=True)
    for name in ("Contingent A", "Contingent B"):
        Organisation.objects.get(pk=ministry.pk).add_child(name=name)
    ministry.refresh_from_db()
    chief = make_person("chief", given="Chiamaka", family="Eze")
    Membership.objects.create(person=chief, organisation=ministry, role=Role.MANAGER)
    Membership.objects.create(person=person("facilitator"), organisation=ministry)
    offering = Offering.objects.get(course__slug=COURSE)
    for number in ("KE-100", "KE-101"):
        make_holder(ministry, offering, number=number)
    minor = make_holder(ministry, number="").person
    Person.objects.filter(pk=minor.pk).update(given_name="", family_name="Silver Heron")
    GuardianConsent.objects.create(person=minor, seen_by=chief.user, kept_where="Safe, folder 3")
    forgetful = make_holder(ministry, number="KE-102").person
    forgetful.user = User.objects.create_user(username="coral-dove-7", password=PASSWORD)
    forgetful.save()
    alike = make_holder(ministry, number="").person
    alike.given_name, alike.family_name = "Amara", "Diallo"
    alike.save()
    checked, done = (_roster(ministry, offering, chief.user) for _number in range(2))
    rosters.confirm(roster=done)
    while rosters.import_batch(done):
        pass
    Roster.objects.filter(pk=done.pk).update(state="done")
    made = {"state": "ready", "made_at": timezone.now(), "people": [1, 2, 3]}
    sheet = CardSheet.objects.create(by=chief.user, organisation=ministry, **made)
    sent = RosterInvitation.objects.create(
        organisation=ministry, offering=offering, roster="", email="chief@example.org"
    )
    here = [ministry.uuid]
    return {
        "roster_upload": reverse("rosters:upload", args=here),
        "roster_cards": reverse("rosters:cards", args=here),
        "roster_minor": reverse("rosters:add_minor", args=here),
        "roster_minors": reverse("rosters:minors", args=here),
        "roster_consent": reverse("rosters:consent", args=[ministry.uuid, minor.uuid]),
        "roster_passwords": reverse("rosters:passwords", args=here),
        "roster": reverse("rosters:roster", args=[checked.uuid]),
        "roster_done": reverse("rosters:roster", args=[done.uuid]),
        "roster_sheet": reverse("rosters:sheet", args=[sheet.uuid]),
        "roster_invitation": reverse("rosters:invitation", args=[sent.uuid]),
        "roster_decline": reverse("rosters:decline", args=[sent.uuid]),
    }


def _roster(ministry: Organisation, offering: Offering, by) -> Roster:
    """Checked at once: the worker may be busy."""
    content = text(*ROWS)
    table = read(content)
    roster = Roster.objects.create(
        by=by,
        organisation=ministry,
        offering=offering,
        filename="people.csv",
        content=content,
        encoding=table.encoding,
        separator=table.separator,
    )
    rosters.check(roster)
    roster.refresh_from_db()
    return roster


def hand_out() -> None:
    """Prints two cards of people in the demo course."""
    ministry = Organisation.objects.get(name=NAME)
    offering = Offering.objects.get(course__slug=COURSE)
    cards: list[dict[str, str]] = []
    for given in ("Nadia", "Omar"):
        card: ClaimCard = make_holder(ministry, offering, number=uuid4().hex[:8])
        card.person.given_name, card.person.family_name = given, "Karim"
        card.person.save()
        cards.append({"code": card.shown_code, "pin": PIN, "name": card.person.full_name})
    sys.stdout.write(json.dumps(cards))
