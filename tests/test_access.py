"""One table of access: every address by every kind of person; an address without a row fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from certificates.models import Certificate
from courses.assessment import services as assessment
from courses.learning.services import mark_done
from courses.models import Person
from courses.people.services import person_for
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db

PEOPLE = ("nobody", "learner", "other", "facilitator", "author", "reviewer", "registrar")
# What an answer may be: the page, away to it, the way to sign in, not there for you, not allowed.
OK, GO, LOGIN, NONE, DENY, BAD, GONE = "200", "302", "login", "404", "403", "400", "410"
EVERYBODY = dict.fromkeys(PEOPLE, OK)


def signed_in(answer: str = OK, **others: str) -> dict[str, str]:
    return {**dict.fromkeys(PEOPLE, answer), "nobody": LOGIN, **others}


def only(*people: str, answer: str = OK, rest: str = NONE) -> dict[str, str]:
    return signed_in(rest, **dict.fromkeys(people, answer))


@dataclass
class Row:
    expected: dict[str, str]
    args: tuple = ()
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def world(django_capture_on_commit_callbacks):
    """A course with a learner in the middle of a quiz and a graduate's certificate."""
    course = make_course()
    users = {name: make_user(name) for name in ("learner", "other")}
    for name, group in (
        ("facilitator", "Facilitators"),
        ("author", "Course authors"),
        ("reviewer", "Course reviewers"),
        ("registrar", "Certificate registrars"),
    ):
        users[name] = make_user(name, group=group)
    course.offering.facilitators.add(person_for(user=users["facilitator"]))
    person = person_for(user=users["learner"])
    Person.objects.filter(pk=person.pk).update(given_name="Amara", family_name="Diallo")
    enrolment = make_enrolment(course.offering, Person.objects.get(pk=person.pk))
    attempt = start(course, enrolment)
    done = make_course(quiz=False, lessons=1)
    finished = make_enrolment(done.offering, Person.objects.get(pk=person.pk))
    with django_capture_on_commit_callbacks(execute=True):
        mark_done(enrolment=finished, item_uuid=done.lessons[0].translation_key)
    graded = make_course()
    passed = make_enrolment(graded.offering, Person.objects.get(pk=person.pk))
    result = assessment.submit(attempt=answer_all(start(graded, passed), right=True))
    return {
        "users": users,
        "course": course,
        "enrolment": enrolment,
        "attempt": attempt,
        "graded": result,
        "certificate": Certificate.objects.get(),
        "offering": course.offering,
    }


def table(world) -> dict[str, Row]:
    course, attempt = world["course"], world["attempt"]
    lesson, quiz = course.lessons[0].slug, course.quiz.slug
    certificate, offering = world["certificate"], world["offering"].uuid
    enrolment = world["enrolment"].uuid
    own = only("learner")
    member = only("learner", answer=GO)
    facilitator = only("facilitator")
    facilitates = only("facilitator", answer=GO)
    item = course.quiz.translation_key
    open_to_visitors = {**dict.fromkeys(PEOPLE, GO), "nobody": OK}
    return {
        "home:healthz": Row(EVERYBODY),
        "home:worried": Row(EVERYBODY),
        "home:my_learning": Row(signed_in()),
        "learning:course_home": Row(signed_in(GO, learner=OK), (course.slug,)),
        "learning:enrol": Row(signed_in(OK, learner=GO), (course.slug,)),
        "learning:item": Row(own, (course.slug, lesson)),
        "learning:mark_done": Row(member, (course.slug, lesson), "post"),
        "assessment:quiz": Row(own, (course.slug, quiz)),
        "assessment:start": Row(member, (course.slug, quiz), "post"),
        "assessment:attempt": Row(own, (attempt.uuid,)),
        "assessment:check": Row(own, (attempt.uuid,)),
        "assessment:save": Row(member, (attempt.uuid,), "post"),
        "assessment:result": Row(own, (world["graded"].uuid,)),
        "assessment:submit": Row(member, (attempt.uuid,), "post"),
        "reports:offerings": Row(facilitator),
        "reports:offering": Row(facilitator, (offering,)),
        "reports:remind": Row(facilitates, (offering, enrolment), "post"),
        "reports:grant": Row(facilitator, (offering, enrolment, item)),
        "certificates:find": Row(EVERYBODY),
        "certificates:verify": Row(EVERYBODY, (certificate.code,)),
        "certificates:verify_json": Row(EVERYBODY, (certificate.code,)),
        "certificates:pdf": Row(own, (certificate.uuid,)),
        "account_login": Row(open_to_visitors),
        "account_signup": Row(open_to_visitors),
        "account_logout": Row({**EVERYBODY, "nobody": GO}),
        "account_reauthenticate": Row(signed_in()),
        "account_inactive": Row(EVERYBODY),
        "account_email": Row(signed_in()),
        "account_change_password": Row(signed_in()),
        "account_set_password": Row(signed_in(GO)),
        "account_reset_password": Row(EVERYBODY),
        "account_request_login_code": Row(open_to_visitors),
    }


# Addresses of libraries that answer on their own terms: steps in the middle of a flow that send
# whoever is not in that step away, and Wagtail's page tree, whose pages are public.
STEPS_OF_A_FLOW = {
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_email_verification_sent",
}
WAGTAIL_PAGES = {
    "wagtail_serve",
    "wagtailcore_login",
    "wagtailcore_authenticate_with_password",
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
}


def test_every_address_answers_every_kind_of_person_as_the_table_says(world):
    wrong = []
    for name, row in table(world).items():
        for person in PEOPLE:
            client = Client()
            if person != "nobody":
                client.force_login(world["users"][person])
            response = getattr(client, row.method)(reverse(name, args=row.args), row.data)
            answer = _answer(response)
            if answer != row.expected[person]:
                wrong.append(f"{name} for {person}: {answer}, not {row.expected[person]}")
    assert not wrong, "\n".join(wrong)


def _answer(response) -> str:
    if response.status_code == 302:
        return LOGIN if response.url.startswith("/accounts/login/") else GO
    return str(response.status_code)


def test_every_address_has_a_row(world):
    names = {name for name, _pattern in our_patterns(get_resolver())}
    known = set(table(world)) | STEPS_OF_A_FLOW | WAGTAIL_PAGES
    assert names - known == set()
    assert known - names == set()


def our_patterns(resolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if str(entry.pattern) == "admin/":
                continue
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from our_patterns(entry, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


def test_only_staff_get_into_the_wagtail_admin(world):
    """Every admin address, with made-up arguments: never a page for who has no business there."""
    admin = next(e for e in get_resolver().url_patterns if str(e.pattern) == "admin/")
    addresses = sorted(set(_addresses(admin, "")))
    assert len(addresses) > 200
    open_to_all = {
        reverse(f"wagtailadmin_{name}")
        for name in ("login", "password_reset", "javascript_catalog", "sprite", "logout")
    }
    for person in ("nobody", "learner", "other", "facilitator"):
        client = Client()
        if person != "nobody":
            client.force_login(world["users"][person])
        for address in addresses:
            response = client.get(address)
            let_in = response.status_code < 300 and not address.startswith(tuple(open_to_all))
            assert not let_in, f"{address} for {person}"


def _addresses(resolver, namespace: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _addresses(entry, inner)
        elif entry.name:
            yield from _reversed(f"{namespace}{entry.name}", entry)


def _reversed(name: str, entry: URLPattern) -> Iterator[str]:
    for value in (1, "courses", uuid4()):
        kwargs = dict.fromkeys(entry.pattern.regex.groupindex, value)
        try:
            yield reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
        return


ADMIN_ROWS = {
    "release_course": only("author", "reviewer", rest=GO),
    "wagtailsnippets_courses_question:list": only("author", "reviewer", rest=GO),
    "wagtailsnippets_courses_questionbank:list": only("author", "reviewer", rest=GO),
    "offerings:index": only("reviewer", rest=GO),
    "certificates_registrar:index": only("registrar", rest=GO),
    "wagtailusers_users:index": only(rest=GO),
    "wagtailadmin_home": only("author", "reviewer", "registrar", rest=LOGIN),
}


@pytest.mark.parametrize("name", ADMIN_ROWS)
def test_each_part_of_the_admin_is_for_its_own_group(world, name):
    args = (world["course"].page.pk,) if name == "release_course" else ()
    for person, expected in ADMIN_ROWS[name].items():
        client = Client()
        if person != "nobody":
            client.force_login(world["users"][person])
        response = client.get(reverse(name, args=args))
        let_in = response.status_code == 200
        assert let_in == (expected == OK), f"{name} for {person}: {response.status_code}"


def test_a_person_of_another_offering_is_not_there_for_a_facilitator(world, client):
    elsewhere = make_enrolment(make_course(quiz=False).offering, make_person())
    client.force_login(world["users"]["facilitator"])
    args = (world["offering"].uuid, elsewhere.uuid)
    assert client.post(reverse("reports:remind", args=args)).status_code == 404
