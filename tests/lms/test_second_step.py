"""The second step: staff need one, everybody may have one, and nobody is locked out by surprise."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.people import placing
from courses.people.organisations import Role
from lms.users.models import User
from tests.factories.courses import make_course
from tests.factories.organisations import make_role, make_tree
from tests.factories.people import PASSWORD, make_enrolment, make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

INDEX, ACTIVATE = reverse("mfa_index"), reverse("mfa_activate_totp")
AUTHENTICATE = reverse("mfa_authenticate")


@pytest.fixture
def _needed(settings) -> None:
    """As in production."""
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def author() -> User:
    return make_user("author", group="Course authors")


def sign_in(client: Client, name: str):
    return client.post(reverse("account_login"), {"login": name, "password": PASSWORD}, follow=True)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret: str, *, steps_on: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_on))


def set_up_app(client: Client) -> tuple[str, object]:
    """The secret, and the answer to the first code."""
    confirm(client)
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'class="secret-key" dir="ltr">(\w+)<', page)[1]
    return secret, client.post(ACTIVATE, {"code": code_of(secret)}, follow=True)


def recovery_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<code>(\d{8})</code>", page)


@pytest.mark.usefixtures("_needed")
def test_staff_without_one_are_led_to_set_it_up_and_then_to_where_they_wanted(client, author):
    sign_in(client, "author")
    wanted = "/admin/images/?order=title"
    response = client.get(wanted, follow=True)
    assert response.redirect_chain == [(INDEX, 302)]
    assert "Before you go on: set up a second step." in response.content.decode()
    _secret, done = set_up_app(client)
    assert done.redirect_chain[-1] == (reverse("mfa_view_recovery_codes"), 302)
    assert f'href="{wanted}"' in done.content.decode()
    assert client.get(wanted).status_code == 200


@pytest.mark.usefixtures("_needed")
@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/courses/1/release/"])
def test_staff_without_one_open_and_change_nothing_of_the_staffs(client, author, address):
    client.force_login(author)
    assert client.get(address).url == INDEX
    assert client.post(address).url == INDEX


@pytest.mark.usefixtures("_needed")
@pytest.mark.parametrize("role", [Role.MANAGER, Role.REGISTRAR, Role.BILLING])
def test_whoever_reads_the_records_of_an_organisation_needs_one(client, role):
    unit = make_tree().north
    client.force_login(make_role(unit, role).user)
    assert client.get(f"/organisations/{unit.uuid}/").url == INDEX
    assert client.post(f"/rosters/{unit.uuid}/upload/").url == INDEX
    assert "Before you go on: set up a second step." in client.get(INDEX).content.decode()


@pytest.mark.usefixtures("_needed")
def test_a_facilitator_needs_one(client):
    client.force_login(make_user(group="Facilitators"))
    assert client.get("/facilitate/").url == INDEX


@pytest.mark.usefixtures("_needed")
@pytest.mark.parametrize("role", [Role.FUNDER, Role.FOCAL_POINT])
def test_who_reads_nobodys_record_needs_none(client, role):
    unit = make_tree().north
    person = make_role(unit, role)
    client.force_login(person.user)
    assert client.get("/organisations/").status_code == 200
    placing.end_role(membership=person.memberships.get(role=role))
    assert client.get("/organisations/").status_code == 404


@pytest.mark.usefixtures("_needed")
def test_a_manager_whose_role_has_ended_needs_none(client):
    person = make_role(make_tree().north, Role.MANAGER)
    placing.end_role(membership=person.memberships.get())
    client.force_login(person.user)
    assert client.get("/organisations/").status_code == 404


@pytest.mark.usefixtures("_needed")
def test_once_it_is_set_up_it_costs_the_managers_home_one_query(client):
    unit = make_tree().north
    person = make_role(unit, Role.MANAGER)
    Authenticator.objects.create(user=person.user, type="totp", data={})
    client.force_login(person.user)
    home = reverse("organisations:home", args=[unit.uuid])
    client.get(home)
    with counted_queries() as queries:
        assert client.get(home).status_code == 200
    assert len([sql for sql in queries if "mfa_" in sql]) == 1
    assert len(queries) <= 12


def test_where_it_is_not_needed_staff_go_on_without(client, author):
    client.force_login(author)
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_needed")
def test_a_learners_page_asks_nothing_about_it(client, author):
    """Not even that of somebody of the staff."""
    enrolment = make_enrolment(make_course().offering)
    client.force_login(enrolment.person.user)
    address = f"/learn/{enrolment.offering.course.slug}/"
    client.get(address)
    with counted_queries() as queries:
        assert client.get(address).status_code == 200
    assert not [sql for sql in queries if "mfa_" in sql or "auth_permission" in sql]
    client.force_login(author)
    assert client.get(reverse("home:my_learning")).status_code == 200


def test_signing_in_then_takes_a_code(client, author):
    sign_in(client, "author")
    secret, _done = set_up_app(client)
    client.logout()
    assert sign_in(client, "author").redirect_chain == [(AUTHENTICATE, 302)]
    assert not is_signed_in(client)
    wrong = client.post(AUTHENTICATE, {"code": "000000"})
    assert "Incorrect code. Look at it again." in wrong.content.decode()
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_code_works_once_even_when_the_clock_of_the_phone_is_slow(client, author, monkeypatch):
    sign_in(client, "author")
    secret, _done = set_up_app(client)
    late = code_of(secret, steps_on=-1)
    first, second = Client(), Client()
    for visitor in (first, second):
        sign_in(visitor, "author")
    first.post(AUTHENTICATE, {"code": late})
    assert is_signed_in(first)
    second.post(AUTHENTICATE, {"code": f"{late[:3]} {late[3:]}"})
    assert not is_signed_in(second)


def test_a_recovery_code_lets_in_once(client, author):
    sign_in(client, "author")
    set_up_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    for expected in (True, False):
        visitor = Client()
        sign_in(visitor, "author")
        visitor.post(AUTHENTICATE, {"code": codes[0]})
        assert is_signed_in(visitor) is expected
    assert codes[0] not in recovery_codes(client)
    text = client.get(reverse("mfa_download_recovery_codes"))
    assert text.headers["Content-Disposition"].startswith("attachment")
    assert codes[1] in text.content.decode()


def test_new_recovery_codes_end_the_earlier_ones(client, author):
    sign_in(client, "author")
    set_up_app(client)
    before = recovery_codes(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(before) & set(recovery_codes(client))


def test_five_wrong_codes_end_the_guessing_even_for_the_right_one(client, author, settings):
    sign_in(client, "author")
    secret, _done = set_up_app(client)
    client.logout()
    del settings.ACCOUNT_RATE_LIMITS
    sign_in(client, "author")
    for _ in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})
    answer = client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert "Too many failed tries" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_needed")
def test_the_last_one_stays_while_it_is_needed(client, author):
    sign_in(client, "author")
    set_up_app(client)
    off = reverse("mfa_deactivate_totp")
    assert f'href="{off}"' not in client.get(INDEX).content.decode()
    answer = client.post(off)
    assert "You need a second step for your work here." in answer.content.decode()
    assert Authenticator.objects.filter(user=author, type="totp").exists()


@pytest.mark.usefixtures("_needed")
@pytest.mark.django_db(transaction=True)
def test_what_was_open_without_it_is_closed_when_staff_set_it_up(client, author):
    elsewhere = Client()
    sign_in(elsewhere, "author")
    sign_in(client, "author")
    set_up_app(client)
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert elsewhere.get(reverse("home:my_learning")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_learner_switches_it_on_and_off_again(client, mailoutbox):
    user = make_user("learner")
    sign_in(client, "learner")
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()
    subjects = [letter.subject for letter in mailoutbox]
    assert subjects == ["Your account has a second step", "Codes from an app are switched off"]


def test_no_secret_can_be_read_from_the_database(client, author, settings):
    sign_in(client, "author")
    secret, _done = set_up_app(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in recovery_codes(client))
    settings.SECRET_KEY = "another-secret-key-of-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
    visitor = Client()
    sign_in(visitor, "author")
    answer = visitor.post(AUTHENTICATE, {"code": code_of(secret)})
    assert "Incorrect code." in answer.content.decode()


def test_the_operator_takes_a_lost_second_step_away(
    client, author, mailoutbox, django_capture_on_commit_callbacks
):
    sign_in(client, "author")
    set_up_app(client)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_second_step", "Author")
    assert not is_signed_in(client)
    assert mailoutbox[-1].to == [author.email]
    assert mailoutbox[-1].subject == "The second step of your account was removed"
    assert "set them up again" in mailoutbox[-1].body
    assert ModelLogEntry.objects.for_instance(author).get().action == "users.remove_second_step"
    visitor = Client()
    sign_in(visitor, "author")
    assert is_signed_in(visitor)
    with pytest.raises(Exception, match="There is no account"):
        call_command("remove_second_step", "nobody@example.org")


def test_a_name_that_fits_two_accounts_takes_nothing_away(client, author):
    sign_in(client, "author")
    set_up_app(client)
    other = make_user()
    User.objects.filter(pk=other.pk).update(username="Author@example.org")
    with pytest.raises(CommandError, match="the address of another"):
        call_command("remove_second_step", "author@example.org")
    assert Authenticator.objects.filter(user=author, type="totp").exists()
