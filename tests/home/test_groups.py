"""The groups of staff can do their work, and no more."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Site, Workflow

from home.standard_pages import Purpose
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_the_site_has_a_home_page_with_a_catalogue_and_pages_of_text():
    home = Site.objects.get(is_default_site=True).root_page.specific
    slugs = [child.slug for child in home.get_children()]
    assert (slugs[0], len(slugs)) == ("courses", 1 + len(Purpose))
    assert Page.find_problems() == ([], [], [], [], [])


def test_there_are_six_groups():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Course authors",
        "Course reviewers",
        "Facilitators",
        "Certificate registrars",
        "Finance",
        "Organisation administrators",
    }


def test_an_author_writes_and_a_reviewer_publishes():
    page = make_course(released=False).lessons[0]
    author = page.permissions_for_user(make_user(group="Course authors"))
    reviewer = page.permissions_for_user(make_user(group="Course reviewers"))
    assert (author.can_edit(), author.can_publish(), author.can_submit_for_moderation()) == (
        True,
        False,
        True,
    )
    assert (reviewer.can_edit(), reviewer.can_publish()) == (True, True)


def test_pages_go_through_the_course_review():
    page = make_course(released=False).lessons[0]
    assert page.get_workflow() == Workflow.objects.get(active=True)
    assert page.get_workflow().name == "Course review"


@pytest.mark.parametrize(
    ("group", "offered", "hidden"),
    [
        (
            "Course authors",
            ["wagtailimages:index", "wagtaildocs:index", "wagtailmedia:index"],
            ["offerings:index"],
        ),
        (
            "Course reviewers",
            ["wagtailimages:index", "offerings:index"],
            ["wagtailusers_users:index"],
        ),
        ("Certificate registrars", ["certificates_registrar:index"], ["wagtailimages:index"]),
        ("Organisation administrators", ["organisation_tree"], ["certificates_registrar:index"]),
    ],
)
def test_the_menu_offers_what_one_may_do(client, group, offered, hidden):
    client.force_login(make_user(group=group))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert all(reverse(name) in page for name in offered)
    assert not any(reverse(name) in page for name in hidden)
