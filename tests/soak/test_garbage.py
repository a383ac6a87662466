"""Garbage in every field of every form: an answer that says what to do, and never an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.admin import admin_rows
from tests.access.row import OK, PEOPLE, Row
from tests.access.site import site_rows
from tests.access.world import World, make_cast, make_world

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD, NAME = (
    re.compile(r"<(?:input|select|textarea|button)\b[^>]*>"),
    re.compile(r'\bname="([^"]+)"'),
)
ACTION, METHOD = re.compile(r'\baction="([^"]*)"'), re.compile(r'\bmethod="post"', re.IGNORECASE)
# What only Wagtail's script sends, with hidden counters or to another address; and its hidden
# ``next``, which it takes for the name of a view where it is no address.
SCRIPTED = ("-TOTAL_FORMS", 'data-controller="w-block"', 'name="is_editing"', 'name="next"')
EXAMPLES = 5000
NASTY = (
    *("", " ", "\0", "x\0y", "-1", "0", "1e400", "nan", "9" * 19, "9" * 5000, "٣", "true", "null"),
    *("2026-13-45", "0000-00-00", "99999-01-01", "<script>alert(1)</script>", "' OR 1=1 --"),
    *("../../etc/passwd", "%s%n", "{{ 7 }}", "[]", "{}", "[" * 5000, "\u202e", "🧒", "x" * 200_000),
    *("00000000-0000-0000-0000-000000000000", "javascript:alert(1)", "//evil.example/", "\r\nX: y"),
)
garbage = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
FILE_NAMES = st.sampled_from(("a.csv", "a.json", "a.pdf", "a.png", "a.svg", "a.xlsx", "a.xml", "a"))
files = st.builds(SimpleUploadedFile, FILE_NAMES, st.binary(max_size=2000))


@dataclass(frozen=True)
class Form:
    client: Client
    address: str
    is_post: bool
    fields: tuple[str, ...]
    takes_files: frozenset[str]

    def send(self, data: dict[str, list[Any]]):
        method = self.client.post if self.is_post else self.client.get
        return method(self.address, data)

    def garbage_for(self, name: str) -> st.SearchStrategy[list[Any]]:
        return st.lists(files if name in self.takes_files else garbage, min_size=1, max_size=2)


@pytest.fixture
def forms(django_capture_on_commit_callbacks) -> list[Form]:
    with django_capture_on_commit_callbacks(execute=True):
        world = make_world(make_cast())
    clients = {name: Client(raise_request_exception=False) for name in PEOPLE}
    for name, user in world.users.items():
        clients[name].force_login(user)
    every = {_key(form): form for row in _pages(world) for form in _forms(row, clients)}
    assert len(every) > 60
    return list(every.values())


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_garbage_in_any_form_is_an_error(
    forms: list[Form], queued_tasks, data: st.DataObject
) -> None:
    form = forms[data.draw(st.integers(0, len(forms) - 1))]
    fields = data.draw(st.sets(st.sampled_from(form.fields), max_size=8)) if form.fields else set()
    values = {name: data.draw(form.garbage_for(name)) for name in fields}
    with transaction.atomic():  # so that no example meets what an earlier one changed
        response = form.send(values)
        response.getvalue()  # closes a file that is sent
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{form.address}: {values}"


def _pages(world: World) -> Iterator[Row]:
    """Every page of the table of access."""
    yield from (row for row in (*site_rows(world), *admin_rows(world)) if row.method == "get")


def _forms(row: Row, clients: dict[str, Client]) -> Iterator[Form]:
    """The forms of a page, as the first person sees it who may open it."""
    who = next((person for person in PEOPLE if row.answers[person] == OK), None)
    if who is None:
        return
    response = clients[who].get(row.address)
    content = response.getvalue()  # closes a file that is sent
    if not response.headers["Content-Type"].startswith("text/html"):
        return
    for attributes, inside in FORM.findall(content.decode()):
        found = {name[1]: tag for tag in FIELD.findall(inside) if (name := NAME.search(tag))}
        is_scripted = any(mark in inside for mark in SCRIPTED) and "/admin/" in row.address
        if is_scripted or 'id="sign-out"' in attributes:
            continue
        action = ACTION.search(attributes)
        yield Form(
            client=clients[who],
            address=urljoin(row.address, action[1] if action else ""),
            is_post=METHOD.search(attributes) is not None,
            fields=tuple(found),
            takes_files=frozenset(name for name, tag in found.items() if 'type="file"' in tag),
        )


def _key(form: Form) -> tuple[str, bool, tuple[str, ...]]:
    return form.address, form.is_post, form.fields
