"""There is one way to sign in, the guarded one; and nothing private stays in a browser."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from lms.users.models import User
from lms.users.wagtail_hooks import forget_earlier_addresses
from tests.factories.courses import make_course
from tests.factories.people import AGREED, PASSWORD, make_enrolment, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", ["/admin/login/", "/en/_util/login/"])
def test_wagtails_own_sign_in_forms_lead_to_ours(client, door):
    user = make_user(group="Course authors")
    for name in (user.email, user.username):
        response = client.post(door, {"username": name, "password": PASSWORD})
        assert response.url.startswith("/accounts/login/")
        assert "_auth_user_id" not in client.session


def test_wagtails_own_password_reset_leads_to_ours(client):
    assert client.get("/admin/password_reset/").url == "/accounts/password/reset/"
    assert client.get("/admin/password_reset/done/").status_code == 404


def test_staff_cannot_change_the_address_or_password_they_sign_in_with_past_allauth(client):
    user = make_user(group="Certificate registrars")
    client.force_login(user)
    data = {
        "name_email-first_name": "Grace",
        "name_email-last_name": "Mwangi",
        "name_email-email": "boss@example.com",
        "password-old_password": PASSWORD,
        "password-new_password1": "stone-river-cloud",
        "password-new_password2": "stone-river-cloud",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    client.post(reverse("wagtailadmin_account"), data)
    saved = User.objects.get(pk=user.pk)
    assert saved.first_name == "Grace"  # the form was taken
    assert saved.email == user.email
    assert saved.check_password(PASSWORD)


def test_an_administrator_gives_an_account_another_address_and_the_old_one_opens_nothing(
    client, mailoutbox
):
    administrator, other, visitor = make_user(), make_user(), Client()
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    assert "email" in client.get(address).context["form"].fields
    data = {
        "username": other.username,
        "email": "moved@example.org",
        "first_name": "Grace",
        "last_name": "Mwangi",
        "is_active": "on",
        "password1": "stone-river-cloud",
        "password2": "stone-river-cloud",
    }
    assert client.post(address, data).url == reverse("wagtailusers_users:index")
    old, other = other.email, User.objects.get(pk=other.pk)
    assert other.email == "moved@example.org"
    mailoutbox.clear()
    visitor.post(reverse("account_request_login_code"), {"email": old})
    assert "There is no account with it" in mailoutbox[-1].body
    assert other.check_password("stone-river-cloud")


def test_the_way_back_into_the_admin_is_kept(client):
    assert "next=/admin/" in client.get("/admin/login/?next=/admin/").url


def test_pages_of_a_signed_in_person_are_not_stored(client):
    enrolment = make_enrolment(make_course().offering)
    client.force_login(enrolment.person.user)
    for address in ("/my-learning/", f"/learn/{enrolment.offering.course.slug}/", "/worried/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/worried/", "/en/", "/verify/"])
def test_monitors_may_ask_for_the_head_only(client, address):
    assert client.head(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/courses/{}/release/",
        "/admin/pages/{}/edit/",
        "/admin/certificates/{}/",
        "/documents/{}/x.pdf",
    ],
)
@pytest.mark.parametrize("digits", [19, 30, 5000])
def test_a_number_that_no_database_holds_is_not_found(client, address, digits):
    client.force_login(make_user(group="Course authors"))
    assert client.get(address.format("9" * digits)).status_code == 404


def test_a_code_that_was_on_its_way_does_not_take_an_account_back(client, mailoutbox):
    user = make_user("learner")
    old = user.email
    client.post(reverse("account_request_login_code"), {"email": old})
    code = next(line for line in mailoutbox[0].body.splitlines() if line[4:5] == "-")
    user.email = "moved@example.org"
    user.save()
    forget_earlier_addresses(None, user)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in client.session
    assert [letter.to for letter in mailoutbox[1:]] == [["moved@example.org"]]
    assert not EmailAddress.objects.filter(email=old).exists()


def test_an_address_on_file_that_becomes_the_one_is_verified_first(client, mailoutbox):
    user = make_user("learner")
    EmailAddress.objects.create(user=user, email="second@example.org", verified=False)
    user.email = "second@example.org"
    user.save()
    forget_earlier_addresses(None, user)
    client.post(reverse("account_login"), {"login": "learner", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert [letter.to for letter in mailoutbox] == [["second@example.org"]]


def move(user: User) -> None:
    """What an administrator does in the Wagtail admin."""
    administrator = Client()
    administrator.force_login(User.objects.create_superuser("administrator"))
    data = {"username": user.username, "email": "moved@example.org", "is_active": "on"}
    data |= {"first_name": "Grace", "last_name": "Mwangi"}
    administrator.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)
    user.refresh_from_db()
    assert user.email == "moved@example.org"


def code_in(letter) -> str:
    return next(line for line in letter.body.splitlines() if line[4:5] == "-")


@pytest.mark.parametrize("when", ["signing up", "adding one"])
def test_a_code_for_an_address_ends_when_an_administrator_gives_another(client, mailoutbox, when):
    if when == "adding one":
        client.force_login(make_user("learner"))
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        client.post(reverse("account_email"), {"email": "second@example.org", "action_add": ""})
    else:
        fresh = {"email": "second@example.org", "password1": PASSWORD} | AGREED
        client.post(reverse("account_signup"), fresh)
    user = User.objects.get()
    move(user)
    confirm, code = reverse("account_email_verification_sent"), code_in(mailoutbox[0])
    response = client.post(confirm, {"code": code}, follow=True)
    assert "This code has expired." in response.content.decode()
    user.refresh_from_db()
    assert user.email == "moved@example.org"
    assert not EmailAddress.objects.filter(email="second@example.org").exists()


@pytest.mark.parametrize("code_was_typed", [False, True])
def test_a_code_for_a_new_password_ends_when_an_administrator_gives_another_address(
    client, mailoutbox, code_was_typed
):
    user = make_user("learner")
    client.post(reverse("account_reset_password"), {"email": user.email})
    confirm, complete = (
        reverse("account_confirm_password_reset_code"),
        reverse("account_complete_password_reset"),
    )
    code = {"code": code_in(mailoutbox[0])}
    if code_was_typed:
        client.post(confirm, code)
    move(user)
    client.post(confirm, code)
    new = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
    response = client.post(complete, new, follow=True)
    assert "This code has expired" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
