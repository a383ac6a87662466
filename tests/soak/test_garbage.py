"""Garbage in every field of every form: an answer that says what to do, and never an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Offering
from courses.people.services import person_for
from tests.certificates.builders import make_certificate
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import start

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
NAME = re.compile(r'\bname="([^"]+)"')
ACTION, METHOD = re.compile(r'\baction="([^"]*)"'), re.compile(r'\bmethod="post"', re.IGNORECASE)
EXAMPLES = 3000
NASTY = (
    *("", " ", "\0", "x\0y", "-1", "0", "1e400", "nan", "9" * 19, "9" * 5000, "٣", "true", "null"),
    *("2026-13-45", "0000-00-00", "99999-01-01", "<script>alert(1)</script>", "' OR 1=1 --"),
    *("../../etc/passwd", "%s%n", "{{ 7 }}", "[]", "{}", "[" * 5000, "\u202e", "🧒", "x" * 200_000),
    *("00000000-0000-0000-0000-000000000000", "javascript:alert(1)", "//evil.example/", "\r\nX: y"),
)
garbage = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))


@dataclass(frozen=True)
class Form:
    client: Client
    address: str
    is_post: bool
    fields: tuple[str, ...]

    def send(self, data: dict[str, list[str]]):
        method = self.client.post if self.is_post else self.client.get
        return method(self.address, data)


@pytest.fixture
def forms() -> list[Form]:
    found = [form for client, address in _pages() for form in _forms(client, address)]
    assert len(found) >= 24
    return found


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_garbage_in_any_form_is_an_error(forms: list[Form], data: st.DataObject) -> None:
    form = forms[data.draw(st.integers(0, len(forms) - 1))]
    fields = data.draw(st.sets(st.sampled_from(form.fields), max_size=8)) if form.fields else set()
    values = {name: data.draw(st.lists(garbage, min_size=1, max_size=2)) for name in fields}
    with transaction.atomic():  # so that no example meets what an earlier one changed
        response = form.send(values)
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{form.address}: {values}"


def _pages() -> Iterator[tuple[Client, str]]:
    """Every page with a form of ours, or of allauth's, and who sees it.

    Wagtail's editor of pages and questions is left out: its script writes hidden counters, and
    without them it fails by itself.
    """
    course = make_course()
    people = {
        "learner": make_enrolment(course.offering).person.user,
        "newcomer": make_user(),
        "facilitator": make_user(group="Facilitators"),
        "author": make_user(group="Course authors"),
        "reviewer": make_user(group="Course reviewers"),
        "registrar": make_user(group="Certificate registrars"),
    }
    clients = {name: Client(raise_request_exception=False) for name in (*people, "nobody")}
    for name, user in people.items():
        clients[name].force_login(user)
    Offering.objects.get().facilitators.add(person_for(user=people["facilitator"]))
    enrolment = people["learner"].person.enrolments.get()
    attempt = start(course, enrolment)
    named, protected = make_certificate(), make_certificate(disclosure="protected")
    quiz = course.quiz.translation_key
    for who, name, *args in (
        ("nobody", "account_signup"),
        ("nobody", "account_login"),
        ("nobody", "account_request_login_code"),
        ("nobody", "account_reset_password"),
        ("nobody", "certificates:find"),
        ("nobody", "certificates:verify", protected.code),
        ("learner", "account_email"),
        ("learner", "account_change_password"),
        ("learner", "account_reauthenticate"),
        ("newcomer", "learning:enrol", course.slug),
        ("learner", "learning:item", course.slug, course.lessons[0].slug),
        ("learner", "assessment:attempt", attempt.uuid),
        ("learner", "assessment:check", attempt.uuid),
        ("facilitator", "reports:offering", course.offering.uuid),
        ("facilitator", "reports:grant", course.offering.uuid, enrolment.uuid, quiz),
        ("author", "release_course", course.page.pk),
        ("author", "wagtailsnippets_courses_question:list"),
        ("author", "wagtailsnippets_courses_figure:add"),
        ("reviewer", "offerings:add"),
        ("reviewer", "offerings:edit", course.offering.pk),
        ("registrar", "certificates_registrar:index"),
        ("registrar", "certificates_registrar:revoke", named.pk),
        ("registrar", "certificates_registrar:replace", named.pk),
    ):
        yield clients[who], reverse(name, args=args)
    yield clients["nobody"], course.page.get_parent().get_url()


def _forms(client: Client, address: str) -> Iterator[Form]:
    response = client.get(address)
    assert response.status_code == 200, address
    for attributes, inside in FORM.findall(response.content.decode()):
        if 'id="sign-out"' in attributes:
            continue
        action = ACTION.search(attributes)
        target = urljoin(address, action[1] if action else "")
        names = tuple(dict.fromkeys(NAME.findall(inside)))
        yield Form(client, target, METHOD.search(attributes) is not None, names)
