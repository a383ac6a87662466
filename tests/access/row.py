"""One row of the table: what is asked for, the answer each person gets, and who changes something.

An answer is a status, the address it leads to, or one of the words below.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from lms.users.models import User

# Who has a role in an organisation; see tests/access/organisations.py.
MANAGERS = ("ministry", "unit", "sibling")
ROLES = (*MANAGERS, "unit_registrar", "billing", "focal_point", "funder")
# Who has no business in the admin.
OUTSIDERS = ("nobody", "learner", "other", "payer", "facilitator", *ROLES)
STAFF = ("author", "reviewer", "registrar", "finance", "administrator")
PEOPLE = (*OUTSIDERS, *STAFF)

OK, DENIED, NONE, NOT_ALLOWED = "200", "403", "404", "405"
LOGIN = "to sign in"
REFUSED = "away with a message"  # Wagtail's answer to staff who are no staff of this part
ON = "on"  # wherever that is

type Answers = dict[str, str]
type Cookies = SimpleCookie[str]


def everybody(answer: str = OK, **others: str) -> Answers:
    return dict.fromkeys(PEOPLE, answer) | others


def signed_in(answer: str = OK, **others: str) -> Answers:
    return everybody(answer, nobody=LOGIN, **others)


def only(*people: str, answer: str = OK) -> Answers:
    return signed_in(NONE) | dict.fromkeys(people, answer)


def staff(*people: str, answer: str = OK) -> Answers:
    """In the Wagtail admin, where an outsider never gets past the door."""
    return everybody(REFUSED) | dict.fromkeys(OUTSIDERS, LOGIN) | dict.fromkeys(people, answer)


def to(name: str, *args: object) -> str:
    return reverse(name, args=args)


@dataclass
class Row:
    """``name`` is that of the URL, or the address itself where it has none."""

    name: str
    args: tuple[object, ...]
    answers: Answers
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    changed_by: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return self.name if self.name.startswith("/") else to(self.name, *self.args)

    def faults(self, person: str, cookies: Cookies) -> list[str]:
        answer, changes = ask(self.method, self.address, cookies, self.data)
        expected, found = self.answers[person], []
        if answer != expected and not (expected == ON and answer.startswith("/")):
            found.append(f"{answer}, not {expected}")
        if bool(changes) != (person in self.changed_by):
            found.append(f"changes {changes or 'nothing'}")
        return [f"{self.method} {self.address} ({self.name}) for {person}: {f}" for f in found]


def get(name: str, answers: Answers, *args: object) -> Row:
    return Row(name, args, answers)


def post(name: str, answers: Answers, *args: object, **fields: Any) -> Row:
    return Row(name, args, answers, "post", **fields)


def sign_in(user: User | None) -> Cookies:
    client = Client()
    if user:
        client.force_login(user)
    return client.cookies


def ask(
    method: str, address: str, cookies: Cookies, data: Mapping[str, Any] | None = None
) -> tuple[str, list[str]]:
    """The answer, and the tables that were written to for it; afterwards all is as it was."""
    changes: list[str] = []
    with transaction.atomic():
        client = Client()
        client.cookies.update(cookies)
        with connection.execute_wrapper(_noting(changes)):
            response = getattr(client, method)(address, data)
            response.getvalue()  # closes a file that is sent
        transaction.set_rollback(True)
    return _answer(response), changes


def _answer(response) -> str:
    if response.status_code not in (301, 302):
        return str(response.status_code)
    if response.url.startswith((reverse("account_login"), reverse("wagtailadmin_login"))):
        return LOGIN
    return REFUSED if response.url == reverse("wagtailadmin_home") else response.url


WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')
# What may be noted while a page is looked at; none of it is about learning.
NOTES = {
    "courses_recordview",  # who of the staff looked at whose record
    "django_session",
    "files_rendition",  # a picture in a size that nobody has asked for yet
    "wagtailadmin_editingsession",  # who else has this open
    "wagtailcore_pagesubscription",  # who is told of comments
}


def _noting(changes: list[str]) -> Callable[..., Any]:
    def note(execute, sql, params, many, context):
        write = WRITE.match(sql)
        if write and write[1] not in NOTES:
            changes.append(write[1])
        return execute(sql, params, many, context)

    return note
