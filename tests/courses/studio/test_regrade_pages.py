"""Grading a question anew in the admin: choose, look, decide, see what came of it."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.assessment import regrading
from courses.assessment.regrading import regrade
from courses.models import Attempt, GradeChange, QuestionVersion, Regrade
from tests.factories.courses import make_question
from tests.factories.people import make_user
from tests.factories.regrades import make_fixed_course, sit, version_of
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

HALF = {"single_choice": "a", "short_text": "nobody"}


@pytest.fixture
def course(client):
    client.force_login(make_user("author", group="Course authors"))
    return make_fixed_course()


def question_address(course, number: int = 0) -> str:
    return reverse("regrade_question", args=[course.questions[number].pk])


def decide_address(version: QuestionVersion, treatment: str) -> str:
    return reverse("regrade_version", args=[version.uuid, treatment])


def result(attempt: Attempt) -> tuple[int, bool]:
    return Attempt.objects.values_list("score", "passed").get(pk=attempt.pk)


def test_a_question_leads_to_it(client, course):
    edit = reverse("wagtailsnippets_courses_question:edit", args=[course.questions[0].pk])
    listing = reverse("wagtailsnippets_courses_question:list")
    for address in (edit, listing):
        assert question_address(course) in client.get(address).content.decode()


def test_it_lists_the_released_versions_and_what_is_possible(client, course):
    page = client.get(question_address(course)).content.decode()
    assert "A child tells you something." in page
    assert f"{course.slug}, edition 1" in page
    for treatment in ("rekey", "void", "full_marks"):
        assert decide_address(version_of(course), treatment) in page


def test_a_question_that_was_never_released_says_so(client, course):
    unreleased = make_question(course.bank)
    page = client.get(reverse("regrade_question", args=[unreleased.pk])).content.decode()
    assert "never released" in page


def test_a_type_without_another_key_offers_the_others_only(client):
    course = make_fixed_course("matching", "single_choice")
    client.force_login(make_user(group="Course authors"))
    version = version_of(course)
    page = client.get(question_address(course)).content.decode()
    assert decide_address(version, "rekey") not in page
    assert decide_address(version, "void") in page
    assert client.get(decide_address(version, "rekey")).status_code == 404


def test_look_then_decide_then_see(client, course, django_capture_on_commit_callbacks):
    attempt = sit(course, single_choice="c", short_text="focal point")
    address = decide_address(version_of(course), "rekey")
    form = client.get(address)
    assert form.context["form"]["right"].value() == ["a"]
    page = client.post(address, {"right": ["a", "c"], "reason": "Both are right."})
    text = page.content.decode()
    assert page.context["preview"].graded == 1
    assert page.context["preview"].passes == 1
    assert "50 %, not passed" in text
    assert "100 %, passed" in text
    assert "Amara" not in text
    assert str(attempt.uuid) not in text
    assert not Regrade.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        report = client.post(address, {**hidden(text), "confirm": "1"}, follow=True)
    assert "Under way: 0 of 1 attempts looked at." in report.content.decode()
    assert result(attempt) == (100, True)
    assert Regrade.objects.get().decided_by.username == "author"
    text = client.get(report.request["PATH_INFO"]).content.decode()
    assert "Every attempt with this question has been graded anew." in text
    assert "Both are right." in text
    assert "Amara" not in text
    history = client.get(question_address(course)).content.decode()
    assert "Another answer is right: 1 result changed" in history


def test_a_preview_of_a_part_says_so(client, course, monkeypatch):
    for _ in range(2):
        sit(course, **HALF)
    address, said = decide_address(version_of(course, 1), "full_marks"), "the newest 1."
    assert said not in client.post(address, {"reason": "So."}).content.decode()
    monkeypatch.setattr(regrading, "MOST_IMAGINED", 1)
    assert said in client.post(address, {"reason": "So."}).content.decode()


def hidden(page: str) -> dict[str, list[str]]:
    """What the page carries on, as a browser does without a script."""
    found: dict[str, list[str]] = {}
    pattern = r'<input type="hidden" name="(right|accepted|reason)" value="([^"]*)"'
    for name, value in re.findall(pattern, page):
        found.setdefault(name, []).append(value)
    return found


def test_words_are_added_a_line_each_and_taken_away_again(
    client, course, django_capture_on_commit_callbacks
):
    attempt, version = sit(course, **HALF), version_of(course, 1)
    address = decide_address(version, "rekey")
    data = {"accepted": "nobody\r\nno one", "reason": "Said so.", "confirm": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, data).status_code == 302
    assert result(attempt) == (100, True)
    form = client.get(address).context["form"]
    assert form["accepted"].value() == "nobody\nno one"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**data, "accepted": ""})
    assert Regrade.objects.last().bodies == version.bodies
    assert result(attempt) == (50, True)


@pytest.mark.parametrize(
    ("treatment", "data", "message"),
    [
        ("rekey", {"reason": "So."}, "Tick at least one choice."),
        ("rekey", {"right": ["x"], "reason": "So."}, "is not one of the available choices"),
        ("rekey", {"right": ["a"], "reason": "So."}, "graded like this already"),
        ("void", {"reason": ""}, "This field is required."),
        ("void", {"reason": "x" * 301}, "at most 300 characters"),
    ],
)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_what_cannot_be_decided_says_why(client, course, treatment, data, message, confirm):
    response = client.post(decide_address(version_of(course), treatment), {**data, **confirm})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Regrade.objects.exists()


def test_a_number_that_is_none_says_how_to_write_it(client):
    course = make_fixed_course("number", "single_choice")
    client.force_login(make_user(group="Course authors"))
    data = {"accepted": "about 18", "reason": "So."}
    page = client.post(decide_address(version_of(course), "rekey"), data).content.decode()
    assert "Write numbers like 12 or 12.5." in page


def test_what_leaves_no_question_is_refused_in_words(client, course):
    for number in (0, 1):
        address = decide_address(version_of(course, number), "void")
        response = client.post(address, {"reason": "Unclear.", "confirm": "1"})
    assert "Give full points for everybody instead." in response.content.decode()
    assert Regrade.objects.count() == 1


def test_who_may_not_release_one_of_the_courses_decides_nothing(client, course):
    """The right to release is there, that to edit this course is not."""
    group = Group.objects.create(name="Elsewhere")
    group.permissions.add(
        Permission.objects.get(codename="add_edition"),
        Permission.objects.get(codename="access_admin"),
    )
    user = make_user()
    user.groups.add(group)
    GroupPagePermission.objects.filter(group=group).delete()
    client.force_login(user)
    page = client.get(question_address(course)).content.decode()
    assert "ask who may" in page
    version = version_of(course)
    decided = regrade(version=version, treatment="void", bodies={}, reason="So.", by=None)
    home = reverse("wagtailadmin_home")
    for address in (decide_address(version, "void"), f"/admin/regrades/{decided.uuid}/"):
        assert client.get(address).url == home
    data = {"reason": "So.", "confirm": "1"}
    assert client.post(decide_address(version, "full_marks"), data).url == home
    assert Regrade.objects.count() == 1


def test_the_pages_cost_the_same_for_many_attempts(client, course):
    version = version_of(course, 1)
    sit(course, **HALF)
    address, data = decide_address(version, "full_marks"), {"reason": "So."}
    client.post(address, data)
    with counted_queries() as with_one:
        client.post(address, data)
    for _ in range(9):
        sit(course, **HALF)
    with counted_queries() as with_ten:
        client.post(address, data)
    assert len(with_ten) == len(with_one)


def test_the_list_of_versions_costs_the_same_for_many(client, course):
    client.get(question_address(course))
    with counted_queries() as with_one:
        client.get(question_address(course))
    first = version_of(course)
    for number in range(2, 6):
        QuestionVersion.objects.create(
            question_uuid=first.question_uuid,
            number=number,
            bodies=first.bodies,
            body_hash=str(number),
        )
    with counted_queries() as with_five:
        client.get(question_address(course))
    assert len(with_five) == len(with_one)
    assert not GradeChange.objects.exists()
