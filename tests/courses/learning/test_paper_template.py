"""The guided template of a lesson on paper: its page, its text file, and the module as PDF."""

import pytest
from django.urls import reverse

from courses.catalogue.guided import GuidedTemplateBlock
from tests.courses.learning.test_module_pdf import words_of
from tests.factories.courses import SmallCourse, make_course, publish
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db

TEMPLATE = {"type": "guided_template", "value": GuidedTemplateBlock().meta.preview_value}


@pytest.fixture
def course() -> SmallCourse:
    course = make_course(quiz=False)
    course.lessons[0].body = [TEMPLATE, {"type": "heading", "value": "Something else"}]
    publish(course.lessons[0])
    return course


def address(course: SmallCourse, name: str = "template", lesson: int = 0) -> str:
    return reverse(f"learning:{name}", args=[course.slug, course.lessons[lesson].slug])


def test_the_lesson_leads_to_its_template_on_paper(client, course, learner):
    lesson = client.get(address(course, "item")).content.decode()
    for name in ("template", "template_text"):
        assert f'href="{address(course, name)}"' in lesson
    other = client.get(address(course, "item", lesson=1)).content.decode()
    assert address(course, "template", lesson=1) not in other


def test_the_page_to_print_holds_the_template_and_nothing_else_of_the_lesson(
    client, course, learner
):
    page = client.get(address(course)).content.decode()
    assert "What can they do afterwards that you can see or hear?" in page
    assert "Something else" not in page
    assert "<guided-template" not in page
    assert "<template" not in page


def test_the_text_file_has_headings_hints_and_room_to_write(client, course, learner):
    response = client.get(address(course, "template_text"))
    name = f"{course.lessons[0].slug}.txt"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    assert text.startswith("Plan of a session\n=================\n")
    assert "Do not enter details of a real case" in text
    assert "OBJECTIVE\nWhat can they do afterwards that you can see or hear?\n" in text
    assert "Example: Answer a child who asks for secrecy.\n" in text
    assert "[ ] A room\n[ ] Outside" in text
    assert "Step: Open\nWhat you do and say: \nMethod: \nMin: \n" in text
    assert text.count("____\n") == 4  # three lines of the objective, one of the minutes


@pytest.mark.parametrize("name", ["template", "template_text"])
def test_nobody_gets_it_who_is_not_in_the_course_and_no_lesson_that_has_none(client, course, name):
    assert client.get(address(course, name)).status_code == 302
    client.force_login(make_user())
    assert client.get(address(course, name)).status_code == 404
    client.force_login(make_enrolment(course.offering).person.user)
    assert client.get(address(course, name, lesson=1)).status_code == 404
    nowhere = reverse(f"learning:{name}", args=[course.slug, "nowhere"])
    assert client.get(nowhere).status_code == 404


def test_the_module_on_paper_has_the_empty_template(client, course, learner):
    response = client.get(reverse("learning:module", args=[course.slug, course.module.slug]))
    words = words_of(b"".join(response.streaming_content))
    for said in ("Plan of a session", "Objective", "A room", "What you do and say", "Open"):
        assert said in words
    assert "Print the plan" not in words
