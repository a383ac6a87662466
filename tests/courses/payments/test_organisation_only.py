"""What is for organisations only costs each person a seat where it has a price."""

import pytest

from courses.models import Entitlement, Offering, Organisation, Seat
from courses.payments.seats import NoSeatLeft
from courses.rosters import enrolling
from courses.rosters.invitation_forms import InvitationForm
from tests.courses.payments.buyers import member
from tests.factories.courses import make_course
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def priced(offering) -> Offering:
    Offering.objects.filter(pk=offering.pk).update(admission="organisation")
    offering.refresh_from_db()
    return offering


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.add_root(name="Example Aid")


def bring_in(offering, organisation):
    giver = enrolling.Giver(organisation, None, "list")
    person = member(organisation)
    return enrolling.enrol(offering=offering, locales={person.pk: "en"}, giver=giver)


def test_who_has_bought_nothing_is_offered_nothing_and_brings_in_nobody(priced, organisation):
    assert not enrolling.offerings_for(organisation).exists()
    with pytest.raises(NoSeatLeft):
        bring_in(priced, organisation)
    assert not Entitlement.objects.exists()


def test_people_use_the_seats_that_were_bought(priced, organisation):
    make_order(priced, quantity=1, organisation=organisation)
    assert enrolling.offerings_for(organisation).get() == priced
    assert bring_in(priced, organisation)
    assert Seat.objects.running().count() == 1
    with pytest.raises(NoSeatLeft):
        bring_in(priced, organisation)


def test_invitations_are_made_to_what_seats_were_bought_of(priced, organisation):
    def offered():
        return InvitationForm(organisation=organisation).fields["offering"].queryset

    assert not offered().exists()
    make_order(priced, quantity=1, organisation=organisation)
    assert offered().get() == priced


def test_without_a_price_it_costs_nothing(organisation):
    found = make_course(quiz=False).offering
    Offering.objects.filter(pk=found.pk).update(admission="organisation")
    found.refresh_from_db()
    assert enrolling.offerings_for(organisation).get() == found
    assert bring_in(found, organisation)
    assert not Seat.objects.exists()
