"""Where one is signed in: devices in plain words, no place, and out of each of them by a click."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lms.users.devices import NOWHERE, forget_ended, in_words, kind_of
from lms.users.models import User
from tests.factories.people import PASSWORD, make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

PAGE = reverse("usersessions_list")
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"
KINDS = {
    PHONE: "Chrome on Android",
    PHONE.replace("Mobile Safari", "SamsungBrowser/23.0 Mobile Safari"): (
        "Samsung Internet on Android"
    ),
    LAPTOP: "Firefox on Windows",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120.0": "Edge on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537 OPR/106.0": "Opera on Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1": (
        "Safari on iPhone"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1": "Safari on Mac",
    "Mozilla/5.0 (X11; CrOS x86_64) Chrome/120 Safari/537.36": "Chrome on Chromebook",
    "curl/8.0": "An unknown device",
    "": "An unknown device",
    "Android": "Android",
}


def signed_in(user_agent: str = PHONE) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post(reverse("account_login"), {"login": "learner", "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("home:my_learning")).status_code == 200


@pytest.fixture(autouse=True)
def learner() -> User:
    return make_user("learner")


@pytest.mark.parametrize(("user_agent", "words"), KINDS.items())
def test_a_device_is_named_in_plain_words(user_agent, words):
    kind = kind_of(user_agent)
    assert in_words(kind) == words
    assert kind_of(kind) == kind


def test_the_kind_of_device_is_kept_and_nothing_else():
    signed_in()
    row = UserSession.objects.get()
    assert (row.user_agent, row.ip, row.data) == ("Chrome Android", NOWHERE, {})


def test_the_list_names_each_device_and_says_which_one_this_is():
    phone, _laptop = signed_in(), signed_in(LAPTOP)
    page = phone.get(PAGE).content.decode()
    assert page.index("Chrome on Android") < page.index("This device") < page.index("Firefox")


def test_one_is_signed_out_and_the_others_are_not():
    phone, laptop, third = signed_in(), signed_in(LAPTOP), signed_in()
    which = UserSession.objects.get(user_agent="Firefox Windows").pk
    page = phone.post(PAGE, {"device": which}, follow=True).content.decode()
    assert "You are signed out there." in page
    assert "Firefox" not in page
    assert [is_in(client) for client in (phone, laptop, third)] == [True, False, True]


def test_everywhere_else_is_everywhere_else():
    phone, laptop, third = signed_in(), signed_in(LAPTOP), signed_in()
    page = phone.post(PAGE, follow=True).content.decode()
    assert "You are signed in nowhere else." in page
    assert [is_in(client) for client in (phone, laptop, third)] == [True, False, False]


@pytest.mark.parametrize("which", ["0", "-1", "x", "9" * 30, "²"])
def test_what_is_no_device_of_theirs_signs_nobody_out(which):
    phone, laptop = signed_in(), signed_in(LAPTOP)
    phone.post(PAGE, {"device": which})
    assert is_in(laptop)
    other = Client()
    other.force_login(make_user("other"))
    for row in UserSession.objects.all():
        other.post(PAGE, {"device": row.pk})
    assert is_in(phone)


def test_a_new_password_signs_out_everywhere_else_and_the_list_knows():
    phone, laptop = signed_in(), signed_in(LAPTOP)
    new = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
    phone.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert is_in(phone)
    assert not is_in(laptop)
    assert "Firefox" not in phone.get(PAGE).content.decode()


def test_the_list_costs_the_same_for_2_and_12_devices():
    phone = signed_in()
    signed_in(LAPTOP)
    phone.get(PAGE)
    with counted_queries() as with_two:
        phone.get(PAGE)
    for _ in range(10):
        signed_in(LAPTOP)
    with counted_queries() as with_twelve:
        assert phone.get(PAGE).content.decode().count("Firefox on Windows</strong>") == 11
    assert len(with_two) == len(with_twelve) <= 5


def test_a_session_from_before_the_list_is_on_it(learner):
    client = Client(headers={"user-agent": PHONE})
    client.force_login(learner)
    page = client.get(PAGE).content.decode()
    assert "Chrome on Android" in page
    assert "This device" in page


def test_what_is_over_is_forgotten(queued_tasks):
    phone, laptop = signed_in(), signed_in(LAPTOP)
    laptop.session.flush()
    assert forget_ended() == 1
    assert UserSession.objects.get().user_agent == "Chrome Android"
    phone.session.flush()
    call_command("run_due")
    assert not UserSession.objects.exists()
