"""Full-text search takes whatever somebody types."""

import pytest

from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

LISTS = (
    "/admin/pages/3/",
    "/admin/pages/search/",
    "/admin/snippets/courses/question/",
    "/admin/snippets/courses/questionbank/results/",
)


@pytest.mark.parametrize("typed", ['"', "'", "a AND", "NEAR(", "x\0y", "*", "-", "[]", "ت" * 300])
def test_no_text_breaks_the_search_of_pages_and_snippets(typed: str, client) -> None:
    make_course()
    client.force_login(make_user(group="Course authors"))
    for address in LISTS:
        assert client.get(address, {"q": typed}).status_code == 200, address


def test_a_quotation_mark_does_not_hide_what_is_found(client) -> None:
    course = make_course()
    client.force_login(make_user(group="Course authors"))
    page = client.get("/admin/pages/3/", {"q": f'"{course.page.title}'}).content.decode()
    assert course.page.title in page
