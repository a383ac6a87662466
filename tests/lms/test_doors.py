"""There is one way to sign in, the guarded one; and nothing private stays in a browser."""

import pytest

from tests.factories.courses import make_course
from tests.factories.people import PASSWORD, make_enrolment, make_user

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
