"""One table of access: every address by every kind of person; an address without a row fails."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import NoReverseMatch
from wagtail.models import PageViewRestriction

from lms.users.second_step import is_for_staff
from tests.access.admin import admin_rows, open_rows
from tests.access.row import LOGIN, MANAGERS, OK, OUTSIDERS, PEOPLE, STAFF, Row, ask, sign_in
from tests.access.site import site_rows
from tests.access.world import World, make_cast, make_world
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

# Where a browser finds no page of its own: tests/e2e/test_every_page.py leaves these out.
STEPS_OF_A_FLOW = {
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_email_verification_sent",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_signup",
    "rosters:account",
    "rosters:password",
    "rosters:end_here",
}
WAGTAIL_PAGES = {
    "wagtail_serve",
    "wagtailcore_login",
    "wagtailcore_authenticate_with_password",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
}


class Address(NamedTuple):
    name: str  # empty where it has none
    route: str
    pattern: URLPattern

    @property
    def is_in_admin(self) -> bool:
        return self.route.startswith("admin/")

    @property
    def is_wagtails(self) -> bool:
        """A part of the admin that is not about models of ours."""
        ours = ("wagtailsnippets_", "wagtailsnippetchoosers_")
        return (
            self.is_in_admin and self.name.startswith("wagtail") and not self.name.startswith(ours)
        )


def addresses(resolver, namespace: str = "", route: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, here)
        else:
            yield Address(f"{namespace}{entry.name}" if entry.name else "", here, entry)


def our_patterns(resolver) -> Iterator[tuple[str, URLPattern]]:
    """The named addresses outside the admin."""
    for address in addresses(resolver):
        if address.name and not address.is_in_admin:
            yield address.name, address.pattern


@pytest.fixture
def world(django_capture_on_commit_callbacks) -> World:
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(make_cast())


def table(world: World) -> list[Row]:
    return [*site_rows(world), *admin_rows(world)]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_address_answers_and_changes_what_the_table_says(world, queued_tasks, person):
    """No GET changes anything, nor does a POST by who may not; a letter is a row in the queue."""
    cookies = sign_in(world.users.get(person))
    faults = [fault for row in table(world) for fault in row.faults(person, cookies)]
    assert not faults, "\n".join(faults)


def test_every_address_has_a_row(world):
    assert without_a_row(table(world)) == set()


def test_what_only_staff_open_is_below_what_asks_for_their_second_step(world):
    staff = {*MANAGERS, "unit_registrar", "billing", "facilitator", *STAFF}
    elsewhere = set()
    for row in table(world):
        opened_by = {person for person, answer in row.answers.items() if answer == OK}
        if opened_by and opened_by <= staff and not is_for_staff(row.address):
            elsewhere.add(row.address)
    assert not elsewhere


def test_an_address_without_a_row_is_found(world):
    missed = {"certificates_registrar:revoke", "wagtailsnippets_courses_topic:copy", "home:healthz"}
    rows = [row for row in table(world) if row.name not in missed and "images/" not in row.name]
    assert without_a_row(rows) == missed | {_route(world.rendition.url)}


def without_a_row(rows: Iterable[Row]) -> set[str]:
    wanted = {a.name or a.route for a in addresses(get_resolver()) if not a.is_wagtails}
    return wanted - {row.name for row in rows} - {_route(row.address) for row in rows}


def _route(address: str) -> str:
    try:
        return resolve(address).route.removeprefix("^")
    except Resolver404:
        return ""


@pytest.mark.parametrize("person", OUTSIDERS)
def test_an_outsider_is_sent_to_sign_in_from_all_of_the_admin(person):
    """With made-up arguments: nothing is looked up before the door."""
    cookies = sign_in(make_cast().get(person))
    before_the_door = {row.name for row in open_rows()}
    inside = [a for a in addresses(get_resolver()) if a.is_in_admin and a.name]
    paths = [_made_up(address) for address in inside if address.name not in before_the_door]
    assert len(paths) > 250
    for path in paths:
        for method in ("get", "post"):
            assert ask(method, path, cookies) == (LOGIN, []), f"{method} {path}"


def _made_up(address: Address) -> str:
    for value in (1, "courses", "video", uuid4()):
        try:
            kwargs = dict.fromkeys(address.pattern.pattern.regex.groupindex, value)
            return reverse(address.name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    raise NoReverseMatch(address.name)


def test_a_document_is_downloaded_and_not_shown(world, client):
    response = client.get(world.document.url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.getvalue() == b"%PDF-1.7"


def test_who_is_signed_in_and_may_not_is_told_so_and_not_sent_round_in_circles(world, client):
    restriction = PageViewRestriction.objects.create(
        page=world.course.page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="Facilitators"))
    client.force_login(make_user())
    for address in ("/admin/", world.course.page.url):
        response = client.get(address, follow=True)
        assert response.status_code == 403
