"""The consent of a guardian is withdrawn, given again, or not needed any more."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.models import ClaimCard, Enrolment, GuardianConsent, RecordView
from courses.people.minors import is_minor
from courses.people.organisations import Role
from courses.rosters import consents, enrolling, supervising
from courses.rosters.access import people_for_cards
from courses.rosters.claiming import NotThisCard
from tests.courses.rosters.holding import PIN, make_holder
from tests.courses.rosters.lists import make_manager, make_tree
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced, make_seat
from tests.factories.people import make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree, client):
    user = make_manager(tree[0], "chief")
    client.force_login(user)
    return user


@pytest.fixture
def offering():
    return make_course(quiz=False, lessons=1).offering


@pytest.fixture
def card(tree, offering):
    """Of a minor of a contingent, who takes a course."""
    card = make_holder(tree[1], offering)
    GuardianConsent.objects.create(person=card.person, kept_where="Safe")
    return card


def say(client, tree, person, what, **fields):
    address = f"/rosters/{tree[0].uuid}/consents/{person.uuid}/"
    return client.post(address, {"what": what, **fields}, follow=True)


def logged(tree) -> list[tuple[str, dict]]:
    rows = ModelLogEntry.objects.for_instance(tree[0]).filter(action__contains="cons")
    return [(row.action, row.data) for row in rows]


@pytest.mark.usefixtures("manager")
def test_withdrawn_they_are_out_of_courses_and_sessions_and_the_card_is_void(
    client, tree, card, offering
):
    device, _cookie = supervising.open_device(offering=offering, by=make_user(), hours=1)
    learner = Client()
    learner.force_login(supervising.sign_in(device=device, code=card.code, pin=PIN))
    assert learner.get("/my-learning/").status_code == 200
    page = say(client, tree, card.person, "withdrawn")
    assert "is out of all courses" in page.text
    assert "consent withdrawn" in page.text
    assert Enrolment.objects.get(person=card.person).state == "withdrawn"
    assert not ClaimCard.objects.open().exists()
    assert learner.get("/my-learning/").status_code == 302
    with pytest.raises(NotThisCard):
        supervising.sign_in(device=device, code=card.code, pin=PIN)
    assert is_minor(GuardianConsent.objects.get().person)
    assert logged(tree) == [("courses.withdraw_consent", {"person": str(card.person.uuid)})]


def test_then_nobody_prints_a_card_for_them_or_enrols_them(tree, card, manager, offering):
    consents.withdraw(person=card.person, organisation=tree[0], by=manager)
    assert not people_for_cards(tree[0]).exists()
    giver = enrolling.Giver(tree[0], manager, "")
    adult = make_holder(tree[1], number="2").person
    done = enrolling.enrol_people(
        people=[card.person, adult], offering=offering, giver=giver, locale="en"
    )
    assert (done.new, done.refused) == (1, 1)
    assert "a guardian withdrew the consent: 1." in done.said("Course")
    assert not enrolling.enrol(offering=offering, locales={card.person_id: "en"}, giver=giver)
    assert not Enrolment.objects.active().filter(person=card.person).exists()


def test_a_seat_that_was_not_begun_is_free_again(tree, manager, card):
    order = make_order(
        make_priced(make_course(quiz=False).offering), quantity=1, organisation=tree[0]
    )
    seat = make_seat(order, card.person)
    consents.withdraw(person=card.person, organisation=tree[0], by=manager)
    seat.refresh_from_db()
    assert (seat.end, seat.ended_by) == ("taken_back", manager)


@pytest.mark.usefixtures("manager")
def test_said_twice_it_is_said_once(client, tree, card):
    say(client, tree, card.person, "withdrawn")
    assert "that was so already" in say(client, tree, card.person, "withdrawn").text
    assert "that was so already" in say(client, tree, card.person, "nonsense").text
    assert len(logged(tree)) == 1


@pytest.mark.usefixtures("manager")
def test_given_again_they_may_learn_again(client, tree, card, offering):
    say(client, tree, card.person, "withdrawn")
    seen = {"seen_on": "2026-11-20", "kept_where": "Safe, folder 4"}
    assert "required" in say(client, tree, card.person, "again", **seen).text
    assert GuardianConsent.objects.get().withdrawn_at
    page = say(client, tree, card.person, "again", has_consent="on", **seen)
    assert "Now enrol them" in page.text
    kept = GuardianConsent.objects.get()
    assert (kept.withdrawn_at, kept.kept_where) == (None, "Safe, folder 4")
    assert list(people_for_cards(tree[0])) == [card.person]
    giver = enrolling.Giver(tree[0], None, "")
    assert enrolling.enrol(offering=offering, locales={card.person_id: "en"}, giver=giver)


@pytest.mark.usefixtures("manager")
def test_who_is_of_age_makes_an_account_with_the_card(client, tree, card):
    assert "on a device that your trainer opens" in claim(card).text
    assert "is of age" in say(client, tree, card.person, "of_age").text
    assert not GuardianConsent.objects.exists()
    assert claim(card).url == "/claim/account/"
    assert ModelLogEntry.objects.filter(action="courses.of_age").count() == 1
    assert say(client, tree, card.person, "of_age").status_code == 404


def claim(card):
    return Client().post("/claim/", {"code": card.shown_code, "pin": PIN})


def test_of_age_twice_is_logged_once(tree, manager, card):
    for expected in (True, False):
        who = {"person": card.person, "organisation": tree[0], "by": manager}
        assert consents.come_of_age(**who) is expected
    assert ModelLogEntry.objects.filter(action="courses.of_age").count() == 1


def test_only_a_manager_of_their_unit_says_so(client, tree, card):
    for user in (make_manager(tree[2]), make_manager(tree[0], role=Role.BILLING)):
        client.force_login(user)
        assert say(client, tree, card.person, "withdrawn").status_code == 404
    client.force_login(make_manager(tree[2]))
    address = f"/rosters/{tree[2].uuid}/consents/{card.person.uuid}/"
    assert client.post(address, {"what": "of_age"}).status_code == 404
    assert GuardianConsent.objects.get().withdrawn_at is None


def test_an_adult_has_no_such_page(client, manager, tree):
    adult = make_holder(tree[1]).person
    assert say(client, tree, adult, "of_age").status_code == 404


def test_the_list_names_minors_only_and_asks_no_more_for_more(client, manager, tree, card):
    adult = make_holder(tree[1], number="2").person
    address = f"/rosters/{tree[0].uuid}/consents/"
    client.get(address)
    with counted_queries() as few:
        page = client.get(address).text
    assert str(card.person.uuid) in page
    assert str(adult.uuid) not in page
    for number in range(3, 6):
        person = make_holder(tree[1], number=str(number)).person
        GuardianConsent.objects.create(person=person, kept_where="Safe")
    with counted_queries() as many:
        client.get(address)
    assert len(few) == len(many)
    assert RecordView.objects.filter(person=card.person, by_user=manager, what="people").exists()


@pytest.mark.usefixtures("manager")
def test_a_page_leads_there(client, tree, card):
    address = f'href="/rosters/{tree[0].uuid}/consents/"'
    assert address in client.get(f"/rosters/{tree[0].uuid}/cards/").text
    GuardianConsent.objects.all().delete()
    assert address not in client.get(f"/rosters/{tree[0].uuid}/cards/").text
