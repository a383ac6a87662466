"""A device that a facilitator opened: cards only, one after the other, nothing left."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import ErasureRequest, Person, SupervisedSession, SupervisedVisit
from courses.rosters import supervising
from tests.courses.rosters.holding import PIN, make_card, make_holder
from tests.courses.rosters.lists import make_tree
from tests.factories.courses import make_course
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_tree()[0]


@pytest.fixture
def offering():
    return make_course(quiz=False, lessons=1).offering


@pytest.fixture
def facilitator(offering):
    user = make_user("facilitator", group="Facilitators")
    offering.facilitators.add(user.person)
    return user


@pytest.fixture
def device(client, offering, facilitator) -> Client:
    """Opened by the facilitator, as a browser has it then."""
    client.force_login(facilitator)
    response = client.post(f"/facilitate/{offering.uuid}/devices/", {"hours": "2"})
    assert response.url == "/device/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    return client


@pytest.fixture
def card(organisation, offering):
    return make_holder(organisation, offering)


def put_in(device, card, pin=PIN):
    return device.post("/device/", {"code": card.shown_code, "pin": pin})


def test_opening_a_device_signs_its_facilitator_out(device):
    cookie = device.cookies["supervised"]
    assert cookie["httponly"]
    assert 0 < int(cookie["max-age"]) <= 8 * 3600
    assert "Put in your card" in device.get("/device/").content.decode()
    assert "sessionid" not in device.cookies or not device.cookies["sessionid"].value


@pytest.mark.parametrize(
    "address",
    ["/", "/en/", "/en/courses/", "/my-learning/", "/accounts/login/", "/admin/", "/claim/"],
)
def test_it_shows_nothing_but_the_card_page(device, address):
    response = device.get(address)
    assert response.url == "/device/"
    assert response["Cache-Control"] == "no-store"


def test_help_is_there_without_a_card(device):
    assert device.get("/worried/").status_code == 200


def test_a_language_is_chosen_there_as_anywhere(device):
    page = {"Referer": "http://testserver/device/"}
    answer = device.post("/language/", {"language": "fr"}, headers=page)
    assert answer.url == "/device/"
    assert '<html lang="fr"' in device.get(answer.url).text


def test_nobody_signs_in_with_a_password(device):
    make_user("someone")
    data = {"login": "someone@example.org", "password": PASSWORD}
    assert device.post("/accounts/login/", data).url == "/device/"


def test_a_card_lets_its_owner_learn_and_is_not_used_up(device, card, offering):
    assert put_in(device, card).url == "/my-learning/"
    page = device.get(f"/learn/{offering.course.slug}/")
    assert page["Cache-Control"] == "no-store"
    said = page.content.decode()
    assert "Amina Yusuf" in said
    assert "I am done" in said
    user = Person.objects.get(pk=card.person_id).user
    assert not user.has_usable_password()
    device.post("/device/done/")
    assert put_in(device, card).url == "/my-learning/"
    assert SupervisedVisit.objects.count() == 1


@pytest.mark.parametrize("address", ["/accounts/email/", "/facilitate/", "/admin/", "/claim/"])
def test_a_learner_there_has_no_account_pages(device, card, address):
    put_in(device, card)
    assert device.get(address).url == "/my-learning/"


def test_being_done_wipes_the_device_and_leaves_it_open(device, card, offering):
    put_in(device, card)
    response = device.post("/device/done/")
    assert response.url == "/device/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert device.get(f"/learn/{offering.course.slug}/").url == "/device/"


def test_the_language_of_one_learner_is_not_that_of_the_next(device, card):
    put_in(device, card)
    device.post("/language/", {"language": "fr"}, headers={"referer": "http://testserver/"})
    assert device.cookies["django_language"].value == "fr"
    device.post("/device/done/")
    assert device.cookies["django_language"].value == ""


def test_who_does_nothing_for_ten_minutes_is_signed_out(device, card, monkeypatch):
    """By the clock of sessions as well, which would else be over before anybody looked."""
    put_in(device, card)
    assert device.cookies["sessionid"]["max-age"] > 601
    later, moment = time.time() + 601, timezone.now() + timedelta(seconds=601)
    monkeypatch.setattr("courses.rosters.device_session.time.time", lambda: later)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    response = device.get("/my-learning/")
    assert response.url == "/device/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def test_where_the_cookie_of_the_last_learner_is_gone_the_card_page_wipes(device, card):
    put_in(device, card)
    del device.cookies["sessionid"]
    assert device.get("/my-learning/").url == "/device/"
    assert device.get("/device/")["Clear-Site-Data"] == '"cache", "storage"'


def test_nobody_erases_or_downloads_there(device, card):
    put_in(device, card)
    assert device.post("/my-data/erase/").url == "/my-learning/"
    assert device.get("/my-data/my-data.json").url == "/my-learning/"
    assert not ErasureRequest.objects.exists()


def test_who_goes_on_stays(device, card, monkeypatch):
    put_in(device, card)
    for minutes in (9, 18, 27):
        later = time.time() + 60 * 9
        monkeypatch.setattr("courses.rosters.device_session.time.time", lambda later=later: later)
        assert device.get("/my-learning/").status_code == 200, minutes


def test_who_reads_for_long_stays_by_what_the_page_tells(device, card, monkeypatch):
    """As static/js/idle.js does, while somebody moves."""
    put_in(device, card)
    for minutes in (9, 18):
        later = time.time() + 60 * minutes
        with monkeypatch.context() as clock:
            clock.setattr("courses.rosters.device_session.time.time", lambda later=later: later)
            assert device.get("/device/").url == "/my-learning/"


def test_the_browser_keeps_no_name_to_suggest_to_the_next(device, card):
    put_in(device, card)
    other = make_course(quiz=False, lessons=1)
    page = device.get(f"/learn/{other.slug}/enrol/").text
    assert 'name="family_name"' in page
    assert "given-name" not in page
    assert "family-name" not in page


def test_the_session_of_a_learner_ends_in_the_database_too(device, card):
    put_in(device, card)
    assert device.session.get_expiry_age() <= supervising.LONGEST.total_seconds()


def test_a_facilitator_ends_it_from_elsewhere(device, card, offering, facilitator):
    put_in(device, card)
    mine = Client()
    mine.force_login(facilitator)
    page = mine.get(f"/facilitate/{offering.uuid}/devices/").content.decode()
    assert "Amina Yusuf" in page
    session = SupervisedSession.objects.get()
    mine.post(f"/facilitate/{offering.uuid}/devices/{session.uuid}/end/")
    response = device.get("/my-learning/")
    assert response.url == "/device/"
    assert "This device is not open" in device.get("/device/").content.decode()
    assert "supervised" not in device.cookies or not device.cookies["supervised"].value


def test_it_ends_by_itself(device, card):
    put_in(device, card)
    SupervisedSession.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert device.get("/my-learning/").url == "/device/"


def test_it_ends_by_the_code_on_the_device(device):
    assert "not the code" in device.post("/device/end/", {"code": "nonsense"}).content.decode()
    response = device.post("/device/end/", {"code": SupervisedSession.objects.get().end_code})
    assert response.url == "/device/"
    assert not SupervisedSession.objects.running().exists()


def test_the_code_to_end_it_may_be_typed_in_other_digits(device):
    code = SupervisedSession.objects.get().end_code
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert device.post("/device/end/", {"code": f" {arabic[:3]} {arabic[3:]}"}).url == "/device/"
    assert not SupervisedSession.objects.running().exists()


def test_a_card_does_nothing_on_another_device(card):
    other = Client()
    assert "This device is not open" in put_in(other, card).content.decode()
    assert not SupervisedVisit.objects.exists()


def test_a_made_up_cookie_opens_nothing(card):
    other = Client()
    other.cookies["supervised"] = "nonsense"
    assert "This device is not open" in put_in(other, card).content.decode()


def test_a_stolen_session_is_worth_nothing_without_the_device(device, card):
    put_in(device, card)
    thief = Client()
    thief.cookies["sessionid"] = device.cookies["sessionid"].value
    assert thief.get("/my-learning/").url == "/device/"


def test_wrong_pins_count_there_too(device, card):
    for _try in range(5):
        put_in(device, card, "000000")
    assert "do not open anything" in put_in(device, card).content.decode()


def test_a_card_of_another_course_is_told_so(device, organisation):
    stranger = make_holder(organisation, number="2")
    assert "not in this course" in put_in(device, stranger).content.decode()


def test_who_has_an_account_uses_it(device, card):
    card.person.user = make_user("own")
    card.person.save()
    assert "account of your own" in put_in(device, make_card(card.person)).content.decode()


def test_visits_are_deleted_after_a_month(device, card):
    put_in(device, card)
    supervising.forget(now=timezone.now())
    assert SupervisedVisit.objects.exists()
    supervising.forget(now=timezone.now() + timedelta(days=31))
    assert not SupervisedVisit.objects.exists()
