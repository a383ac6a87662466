"""A certificate names the course in the language that it was taken in."""

import pytest
from wagtail.models import Locale

from certificates.models import Certificate
from courses.learning.services import change_language, enrol, mark_done
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment, make_person
from tests.factories.translations import translate_course

pytestmark = pytest.mark.django_db


def test_one_of_a_course_that_is_not_translated_is_in_the_language_of_the_course():
    course = make_course(lessons=1, quiz=False)
    enrolment = enrol(person=make_person(), offering=course.offering, locale="fr")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = Certificate.objects.get()
    assert certificate.locale == "en"
    assert certificate.claims["title"] == course.page.certificate_title
    assert certificate.wording["lang"] == "en"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_course_is_named_in_the_language_it_was_completed_in(locale):
    course = make_course(lessons=1, quiz=False)
    translate_course(course)
    enrolment = make_enrolment(course.offering)
    change_language(enrolment=enrolment, locale=locale)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = Certificate.objects.get()
    begins = {"fr": "fr Course", "en": "Course"}[locale]
    assert certificate.locale == locale
    assert certificate.claims["title"].startswith(begins)
    assert certificate.claims["note"].startswith({"fr": "fr A record", "en": "A record"}[locale])
    assert certificate.claims["objectives"] == [{"code": "1.1", "text": "Define a child"}]
    change_language(enrolment=enrolment, locale="en")
    certificate.refresh_from_db()
    assert certificate.locale == locale


def test_what_the_course_says_since_is_not_said_of_an_earlier_edition():
    course = make_course(lessons=1, quiz=False)
    translate_course(course)
    enrolment = make_enrolment(course.offering)
    change_language(enrolment=enrolment, locale="fr")
    released = course.page.certificate_title
    for code, title in (("en", "All of it, and the practice week"), ("fr", "fr Tout")):
        page = course.page.get_translation(Locale.objects.get(language_code=code))
        page.certificate_title, page.certificate_note = (
            title,
            f"{code} It gives the right to train.",
        )
        publish(page)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    claims = Certificate.objects.get().claims
    assert claims["title"] == released
    assert claims["note"].startswith("A record")
