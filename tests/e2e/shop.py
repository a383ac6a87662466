"""Things to buy in the running site, and what has been bought there."""

import json
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from courses.models import Membership, Offering, Person
from courses.people.organisations import Role
from tests.crowd import sign_in
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_payer, make_priced, make_seat
from tests.factories.people import make_person, make_user

PEOPLE = ("payer", "finance")
TITLE = "Interviewing with care"
MEMBERS = 3


def pages() -> dict[str, str]:
    """The addresses of pages about money; payment is not set up where they are looked at."""
    offering, payer = _offering("with-a-price", TITLE), make_person("payer")
    make_user("finance", group="Finance")
    organisation = make_payer(payer)
    bought = make_order(offering, person=payer)
    left = make_order(offering, person=payer, pays=False)
    seats = make_order(offering, organisation=organisation, quantity=30, purchase_order="PO 2026-7")
    make_seat(seats, make_person(given="Zoë", family="N’Diaye"))
    return {
        "buy": reverse("payments:buy", args=[offering.uuid]),
        "bought": reverse("payments:order", args=[bought.uuid]),
        "confirming": reverse("payments:order", args=[left.uuid]),
        "not_paid": reverse("payments:cancelled", args=[left.uuid]),
        "billing": reverse("payments:billing", args=[organisation.uuid]),
        "buy_seats": reverse("payments:buy_seats", args=[organisation.uuid]),
        "seats": reverse("payments:seats", args=[organisation.uuid, seats.uuid]),
        "finance_order": reverse("finance:inspect", args=[bought.pk]),
    }


def open_shop() -> None:
    """For a site with nothing else: what to buy, and people to buy it, as shop.json."""
    offering = _offering("care", TITLE)
    payer = make_person()
    organisation = make_payer(payer)
    manager, finance = make_person(), make_user("finance", group="Finance")
    Membership.objects.create(person=manager, organisation=organisation, role=Role.MANAGER)
    members = [make_person(given="Amara", family=f"Diallo-{n}") for n in range(MEMBERS)]
    for member in members:
        Membership.objects.create(person=member, organisation=organisation)
    # More than there are tests: one may need a second try.
    buyers = [make_person(given="", family="") for _number in range(9)]
    made = {
        "course": f"/en/courses/{offering.course.slug}/",
        "billing": reverse("payments:billing", args=[organisation.uuid]),
        "buyers": _sessions(buyers),
        "payer": _sessions([payer])[0],
        "manager": _sessions([manager])[0],
        "finance": list(sign_in([finance]))[0],
        "upload": reverse("rosters:upload", args=[organisation.uuid]),
        "members": _sessions(members),
    }
    Path(settings.VAR_DIR, "shop.json").write_text(json.dumps(made))


def _offering(slug: str, title: str) -> Offering:
    course = make_course(slug=slug, title=title, quiz=False, lessons=2)
    Offering.objects.filter(pk=course.offering.pk).update(title=title)
    return make_priced(course.offering)


def _sessions(people: list[Person]) -> list[str]:
    return list(sign_in(person.user for person in people))
