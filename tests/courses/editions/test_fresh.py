"""What is kept is kept until something is published, and belongs to nobody."""

import pytest
from django.core.cache import cache
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from courses.editions import freshness
from tests.factories.courses import make_course, publish
from tests.factories.images import make_image
from tests.factories.people import make_enrolment
from tests.factories.uploads import make_document, make_film

pytestmark = pytest.mark.django_db


class Counter:
    """Counts how often a template asked it."""

    count = 0

    def __str__(self) -> str:
        self.count += 1
        return str(self.count)


def render(source: str, **values) -> str:
    return Template("{% load i18n kept %}" + source).render(Context(values))


def publish_elsewhere() -> None:
    """As the cache looks to this process when another one has published something."""
    cache.set(freshness.KEY, "of-another-process")


def test_a_kept_part_is_rendered_once_until_something_is_published():
    part, counter = Template("{% load kept %}{% kept it=it %}{{ it }}{% endkept %}"), Counter()
    context = Context({"it": counter})
    assert [part.render(context) for _ in range(3)] == ["1", "1", "1"]
    publish_elsewhere()
    assert part.render(context) == "2"


def test_a_kept_part_depends_on_its_values_and_the_language():
    part = Template("{% load i18n kept %}{% kept n=n %}{{ n }} {% translate 'Yes' %}{% endkept %}")
    assert part.render(Context({"n": 1})) == "1 Yes"
    assert part.render(Context({"n": 2})) == "2 Yes"
    with translation.override("ar-xb"):
        assert part.render(Context({"n": 1})) == "1 ⟦Yes⟧"
    assert part.render(Context({"n": 1})) == "1 Yes"


def test_a_kept_part_sees_nothing_of_the_request(rf):
    request = rf.get("/")
    values = {"user": "Amara", "csrf_token": "secret", "request": request, "n": 1}
    source = "{% kept n=n %}{{ n }}{{ user }}{{ request }}{% csrf_token %}{% endkept %}"
    assert render(source, **values) == "1"


@pytest.mark.parametrize("make", [make_image, make_film, make_document])
def test_a_file_that_is_replaced_or_deleted_makes_lessons_new(
    make, django_capture_on_commit_callbacks
):
    """They hold its address, which changes with it."""
    file, stamps = make(), {freshness.stamp()}
    for change in (file.save, file.delete):
        with django_capture_on_commit_callbacks(execute=True):
            change()
        stamps.add(freshness.stamp())
    assert len(stamps) == 3


def test_a_kept_part_wants_named_values():
    with pytest.raises(TemplateSyntaxError):
        render("{% kept item %}{% endkept %}")


def test_a_lesson_published_by_another_process_is_seen_at_the_next_request(client):
    course = make_course()
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    lesson = course.lessons[0]
    address = f"/learn/{course.slug}/{lesson.slug}/"
    assert "Listen." in client.get(address).content.decode()
    lesson.body[0].value = type(lesson.body[0].value)("<p>Listen first.</p>")
    publish(lesson)  # in a transaction that never commits, so the stamp stays
    assert "Listen first." not in client.get(address).content.decode()
    publish_elsewhere()
    assert "Listen first." in client.get(address).content.decode()
