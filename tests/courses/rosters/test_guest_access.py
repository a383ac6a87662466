"""The table of access for a guest on a shared device: a learner, without any page of an account."""

import time

import pytest
from django.test import Client

from courses.rosters import supervising
from courses.rosters.device_session import MARK, SEEN, is_for_guests
from tests.access.row import Cookies, Row, ask, sign_in, to
from tests.access.site import site_rows
from tests.access.world import World, make_cast, make_world

pytestmark = pytest.mark.django_db

OF_DEVICES = "/device/"  # tests/courses/rosters/test_device.py


def as_guest(world: World) -> Cookies:
    """The other learner, as if they had put in a card: without a password or an address."""
    guest = world.users["other"]
    guest.set_unusable_password()
    guest.email = None
    guest.save()
    guest.emailaddress_set.all().delete()
    device, cookie = supervising.open_device(
        offering=world.offering, by=world.users["facilitator"], hours=1
    )
    client = Client()
    client.cookies.update(sign_in(guest))
    session = client.session
    session.update({MARK: str(device.uuid), SEEN: int(time.time())})
    session.save()
    client.cookies[supervising.COOKIE] = cookie
    return client.cookies


def fault(row: Row, cookies: Cookies) -> str:
    answer, changes = ask(row.method, row.address, cookies, row.data)
    is_shut = not is_for_guests(row.address.partition("?")[0])
    expected = to("home:my_learning") if is_shut else row.answers["other"]
    if answer == expected or (expected == "on" and answer.startswith("/")):
        may_change = "other" in row.changed_by and not is_shut
        return f"{row.address} changes {changes}" if bool(changes) != may_change else ""
    return f"{row.method} {row.address}: {answer}, not {expected}"


@pytest.fixture
def world(django_capture_on_commit_callbacks) -> World:
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(make_cast())


def test_a_guest_gets_what_a_learner_gets_and_no_page_of_an_account(world, queued_tasks):
    cookies = as_guest(world)
    rows = [row for row in site_rows(world) if not row.address.startswith(OF_DEVICES)]
    assert len(rows) > 150
    assert [found for row in rows if (found := fault(row, cookies))] == []


SHUT = (
    "/my-data/",
    "/my-data/my-data.json",
    "/my-data/erase/",
    "/join/",
    "/organisations/",
    "/pay/",
    "/certificates/9f1a2b3c-0000-4000-8000-000000000000/certificate.pdf",
    "/accounts/email/",
    "/admin/",
    "/claim/",
    "/facilitate/",
    "/rosters/",
    "/english/",
)


@pytest.mark.parametrize("address", SHUT)
def test_a_guest_gets_at_no_data_no_money_and_no_organisation(address):
    assert not is_for_guests(address)


@pytest.mark.parametrize("address", ["/", "/en/courses/", "/learn/a/b/", "/worried/"])
def test_a_guest_learns_and_finds_help(address):
    assert is_for_guests(address)
