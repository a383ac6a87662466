"""A manual in Wagtail: what its form asks, and where its author sees it as trainers do."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.models import CoursePage, ManualPage, ManualPartPage
from tests.factories.courses import make_course
from tests.factories.manuals import make_manual
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def form_of(manual: ManualPage, training: str):
    form_class = ManualPage.get_edit_handler().get_form_class()
    data = {"title": "Manual", "version": "0.3", "audience": "Trainers", "body-count": "0"}
    return form_class({**data, "training": training}, instance=manual, for_user=make_user())


def test_the_training_is_a_course_or_none():
    course, training = make_course(released=False), make_course(released=False)
    manual = make_manual(course)
    for slug, is_fine in (("", True), (training.slug, True), ("nothing", False)):
        form = form_of(ManualPage.objects.get(pk=manual.pk), slug)
        assert form.is_valid() == is_fine, form.errors
    assert form.errors["training"] == ["There is no course with this address."]


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
