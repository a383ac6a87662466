"""What a visitor of a new site finds on the first page."""

import pytest

from home.models import HomePage
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def test_it_says_what_this_is_for_whom_and_how_certificates_are_verified(client) -> None:
    page = client.get("/en/").content.decode()
    for said in (
        "Training that keeps children safe",
        "Who it is for",
        "How it works",
        "Anybody can verify it",
        "The work behind it",
        "Source: Decree 53/020; Ministry of Defence of Uruguay, read in November 2026.",
        "they do not run this site",
    ):
        assert said in page


def test_it_says_so_when_there_is_no_course(client) -> None:
    assert "There is no course here yet." in client.get("/en/").content.decode()


def test_it_leads_to_the_courses(client) -> None:
    course = make_course()
    assert f"/en/courses/{course.slug}/" in client.get("/en/").content.decode()


def test_its_first_text_is_one_that_an_editor_may_save(db) -> None:
    HomePage.objects.get().full_clean()
