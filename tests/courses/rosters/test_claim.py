"""With a card to an account, once."""

import re
import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import GuardianConsent, InvitationUse, Membership, Organisation, Person
from courses.people import inviting
from courses.people.merging import merge
from courses.people.services import person_for
from courses.rosters import claiming, joining
from home.privacy.models import TermsAccepted
from lms.users.models import User
from tests.courses.rosters.holding import PIN, make_card, make_holder
from tests.courses.rosters.lists import make_tree
from tests.factories.courses import make_course
from tests.factories.people import AGREED, PASSWORD, make_enrolment, make_person, make_user

pytestmark = pytest.mark.django_db

FORM = {
    "user_name": "Blue-Heron-7",
    "password": "three quiet lanterns",
    "given_name": "Amina",
    "family_name": "Yusuf-Ali",
    **AGREED,
}
NOTHING = "do not open anything"


@pytest.fixture
def organisation():
    return make_tree()[0]


@pytest.fixture
def offering():
    return make_course(quiz=False, lessons=1).offering


@pytest.fixture
def card(organisation, offering):
    return make_holder(organisation, offering)


def type_card(client, card, pin=PIN):
    return client.post("/claim/", {"code": card.shown_code.lower(), "pin": pin})


def said_in(page):
    """Its main part, without what was typed and the token of the form."""
    main = page.content.decode().split("<main")[1]
    return re.sub('value="[^"]*"', "", main)


def test_from_a_card_to_my_learning(client, card, offering):
    assert type_card(client, card).url == "/claim/account/"
    assert client.post("/claim/account/", FORM).url == "/my-learning/"
    person = Person.objects.get(pk=card.person_id)
    assert (person.user.username, person.family_name) == ("blue-heron-7", "Yusuf-Ali")
    assert person.user.email is None
    assert offering.course.slug in client.get("/my-learning/").content.decode()
    client.logout()
    signed_in = client.post(
        "/accounts/login/", {"login": "blue-heron-7", "password": FORM["password"]}
    )
    assert signed_in.url == "/my-learning/"


def test_where_one_is_signed_in_knows_the_session_and_who_claimed_may_end_the_others(client, card):
    type_card(client, card)
    client.post("/claim/account/", FORM)
    mine = UserSession.objects.get(user__username="blue-heron-7")
    assert mine.session_key == client.session.session_key
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "blue-heron-7", "password": FORM["password"]})
    elsewhere.post(reverse("usersessions_list"), {"device": ""})
    assert client.get("/my-learning/").status_code == 302


def test_a_card_works_once(client, card):
    type_card(client, card)
    client.post("/claim/account/", FORM)
    client.logout()
    assert NOTHING in type_card(client, card).content.decode()


def test_every_wrong_pair_gets_the_same_answer(client, card, organisation):
    void = make_holder(organisation, number="2")
    void.voided_at = void.created_at
    void.save()
    wrong, ended = type_card(client, card, "000000"), type_card(client, void)
    unknown = client.post("/claim/", {"code": "ZZZZ-ZZZZ", "pin": PIN})
    [answer] = {said_in(page) for page in (wrong, ended, unknown)}
    assert NOTHING in answer


def test_the_address_in_the_qr_code_fills_in_the_code_and_asks_nobody(
    client, card, django_assert_num_queries
):
    client.get("/worried/")
    with django_assert_num_queries(0):
        page = client.get(f"/claim/{card.shown_code}/").content.decode()
    assert f'value="{card.shown_code}"' in page


def test_too_many_wrong_tries_from_one_address_are_told_to_wait(client, card, settings):
    settings.CLAIMS_PER_MINUTE = 2
    statuses = [type_card(client, card, "000000").status_code for _try in range(3)]
    assert statuses == [200, 200, 429]


def test_a_room_of_people_with_right_cards_waits_for_nobody(card, settings):
    settings.CLAIMS_PER_MINUTE = 2
    assert {type_card(Client(), card).status_code for _try in range(4)} == {302}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("user_name", "amina@example.org", "This is an e-mail address"),
        ("user_name", "amina-ke20417", "Leave your service number out of it"),
        ("user_name", "abc", "Take 4 to 40"),
        ("user_name", "Amina Yusuf", "without spaces"),
        ("user_name", "abcdefghjkmn", "shorter or longer"),
        ("user_name", "taken", "Somebody has this user name"),
        ("password", "short", "too short"),
        ("is_adult", "", "ask the organisation that told you of the course"),
        ("accepts_terms", "", "Read the terms of use"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_made(client, card, field, value, said):
    make_user("taken")
    users = User.objects.count()
    type_card(client, card)
    page = client.post("/claim/account/", FORM | {field: value})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert User.objects.count() == users


@pytest.mark.parametrize("number", ["_", "7", "lue"])
def test_a_short_number_forbids_no_user_name(client, card, number):
    Membership.objects.filter(person=card.person).update(service_number=number)
    type_card(client, card)
    client.post("/claim/account/", FORM)
    assert User.objects.filter(username="blue-heron-7").exists()


def test_no_name_is_suggested_that_is_refused(card, monkeypatch):
    Membership.objects.filter(person=card.person).update(service_number="heron")
    monkeypatch.setattr(claiming, "ANIMALS", ("heron", "ibis"))
    names = claiming.suggestions(card.person, 12)
    assert len(set(names)) == 12
    assert all("-ibis-" in name for name in names)


def test_without_a_right_pin_there_is_no_account_page(client):
    assert client.get("/claim/account/").url == "/claim/"
    assert client.post("/claim/account/", FORM).url == "/claim/"


def test_the_pin_is_forgotten_after_a_quarter_of_an_hour(client, card, monkeypatch):
    type_card(client, card)
    later = time.time() + 16 * 60
    monkeypatch.setattr("courses.rosters.claim_views.time.time", lambda: later)
    assert client.get("/claim/account/").url == "/claim/"


def test_an_account_that_there_is_gets_the_record(client, card, offering):
    user = make_user("amina")
    type_card(client, card)
    assert "next=/claim/account/" in client.get("/claim/account/").content.decode()
    client.post("/accounts/login/", {"login": "amina@example.org", "password": PASSWORD})
    assert "Link the card" in client.get("/claim/account/").content.decode()
    assert client.post("/claim/link/").url == "/my-learning/"
    assert Person.objects.get(user=user).pk == card.person_id


def test_who_signed_up_by_the_form_links_the_card_and_keeps_what_they_accepted(
    client, card, offering
):
    data = {"email": "amina@example.org", "password1": PASSWORD} | AGREED
    client.post(reverse("account_signup"), data)
    user = User.objects.get(email="amina@example.org")
    joining.join_by_invitation(invitation=past_invitation(user), person=user.person)
    user.person.memberships.all().delete()
    client.force_login(user)
    type_card(client, card)
    assert client.post("/claim/link/").url == "/my-learning/"
    person = Person.objects.get(user=user)
    assert (person.pk, person.full_name) == (card.person_id, "Amina Yusuf")
    assert TermsAccepted.objects.get().person == person
    assert InvitationUse.objects.get().person == person
    assert person.enrolments.get().offering == offering
    assert client.post("/claim/link/").url == "/claim/"


def past_invitation(user):
    return inviting.invite(
        organisation=Organisation.objects.first(),
        max_uses=1,
        expires_at=timezone.now() + timedelta(days=1),
        by=user,
    )


def test_who_facilitates_keeps_their_courses_and_is_told_whom_to_ask(client, card, offering):
    user = make_user("trainer")
    offering.facilitators.add(person_for(user=user))
    client.force_login(user)
    type_card(client, card)
    assert "Ask the manager" in client.post("/claim/link/", follow=True).text
    assert offering.facilitators.get() == user.person


def test_whose_account_is_their_own_is_told_before_any_form(client, card):
    Person.objects.filter(pk=card.person_id).update(user=make_user("amina"))
    assert "You have an account already" in type_card(client, card).text
    assert client.get("/claim/account/").url == "/claim/"


def test_a_card_ends_as_its_owner_is_merged_with_who_has_an_account(card):
    kept = make_person("amina")
    merge(kept=kept, merged=card.person, by=None, reason="", counts={})
    card.refresh_from_db()
    assert card.person == kept
    assert card.voided_at


def test_a_short_service_number_forbids_no_user_name(client, organisation):
    card = make_holder(organisation, number="7")
    type_card(client, card)
    assert client.post("/claim/account/", FORM).url == "/my-learning/"


def test_two_records_are_not_made_one_unseen(client, card):
    other = make_person("amina")
    make_enrolment(make_course(quiz=False, lessons=1).offering, other)
    client.force_login(other.user)
    type_card(client, card)
    page = client.post("/claim/link/", follow=True).content.decode()
    assert "Ask the manager of your organisation" in page
    card.refresh_from_db()
    assert card.claimed_at is None
    assert Person.objects.get(user=other.user).pk == other.pk


def test_an_account_made_by_card_on_a_device_becomes_ones_own(client, card):
    person = card.person
    person.user = User()
    person.user.set_unusable_password()
    person.user.save()
    person.save()
    type_card(client, card)
    client.post("/claim/account/", FORM)
    person.user.refresh_from_db()
    assert person.user.username == "blue-heron-7"
    assert User.objects.count() == 1


def test_the_other_cards_of_a_person_end_too(client, card):
    second = make_card(card.person)
    type_card(client, card)
    client.post("/claim/account/", FORM)
    client.logout()
    assert NOTHING in type_card(client, second).content.decode()


def test_a_minors_card_is_for_the_trainers_device(client, card):
    GuardianConsent.objects.create(person=card.person, kept_where="Safe")
    page = type_card(client, card).content.decode()
    assert "on a device that your trainer opens" in page
    assert client.get("/claim/account/").url == "/claim/"
