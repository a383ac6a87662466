"""A manual in Wagtail: what its form asks, and where its author sees it as trainers do."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Locale

from courses.models import CoursePage, ManualPage, ManualPartPage
from tests.factories.courses import make_course, publish
from tests.factories.manuals import make_manual
from tests.factories.people import make_user
from tests.factories.translations import translate_page

pytestmark = pytest.mark.django_db


def form_of(manual: ManualPage, training: str):
    form_class = ManualPage.get_edit_handler().get_form_class()
    data = {"title": "Manual", "version": "0.3", "audience": "Trainers", "body-count": "0"}
    return form_class({**data, "training": training}, instance=manual, for_user=make_user())


def test_the_training_is_a_course_or_none():
    course, training = make_course(released=False), make_course(released=False)
    manual = make_manual(course)
    translated = translate_page(training.page, slug="a-translation")
    cases = (("", True), (training.slug, True), ("nothing", False), (translated.slug, False))
    for slug, is_fine in cases:
        form = form_of(ManualPage.objects.get(pk=manual.pk), slug)
        assert form.is_valid() == is_fine, form.errors
    assert form.errors["training"] == ["This course is not here. Choose another."]


def test_the_training_is_chosen_by_its_title(client):
    course, training = make_course(released=False), make_course(released=False)
    manual = make_manual(course, training=training.slug)
    client.force_login(make_user(group="Course authors"))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[manual.pk])).content.decode()
    assert f'<option value="{training.slug}" selected>{training.page.title}</option>' in page


def test_who_gives_the_training_another_address_is_told_whom_that_shuts_out(rf):
    course, training = make_course(released=False), make_course(released=False)
    make_manual(course, training=training.slug)
    author = make_user(group="Course authors")
    assert warnings_of(rf, training.page, author) == []
    named, training.page.slug = training.slug, "another"
    [warning] = warnings_of(rf, publish(training.page), author)
    assert f"The manual of {course.page.title} is for the learners of “{named}”" in warning
    assert warnings_of(rf, ManualPage.objects.get(), author) == []
    assert warnings_of(rf, training.page, make_user()) == []


def warnings_of(rf, page, user) -> list[str]:
    """What somebody reads after publishing it."""
    request = rf.post("/")
    request.user = user
    request.session = {}
    request._messages = FallbackStorage(request)
    for hook in hooks.get_hooks("after_publish_page"):
        hook(request, page)
    return [str(message) for message in get_messages(request)]


def test_the_editor_leads_to_the_manual_as_trainers_read_it():
    course = make_course(released=False)
    make_manual(course)
    addresses = {
        "manual": reverse("manuals:contents", args=[course.slug]),
        "cases": reverse("manuals:part", args=[course.slug, "cases"]),
    }
    for model in (ManualPage, ManualPartPage):
        for page in model.objects.filter(slug__in=addresses):
            assert page.get_url() == addresses[page.slug]


def test_a_translation_is_read_at_the_same_address():
    course = make_course(released=False)
    make_manual(course)
    part = ManualPartPage.objects.get(slug="cases")
    other = Locale.objects.get_or_create(language_code="ar-xb")[0]
    translated = part.copy_for_translation(other, copy_parents=True)
    CoursePage.objects.filter(locale=other).update(slug="another")
    translated.slug = "another-part"
    assert translated.get_url() == part.get_url()


def test_a_course_has_one_manual_and_only_a_manual_has_parts():
    course = make_course(released=False)
    assert ManualPage.can_create_at(course.page)
    make_manual(course)
    assert not ManualPage.can_create_at(CoursePage.objects.get(pk=course.page.pk))
    assert not ManualPartPage.can_exist_under(course.page)
    assert not ManualPage.can_exist_under(course.module)
