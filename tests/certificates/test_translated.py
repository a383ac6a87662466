"""A certificate names the course in the language that it was taken in."""

import pytest

from certificates.models import Certificate
from courses.learning.services import change_language, mark_done
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment
from tests.factories.translations import translate_course

pytestmark = pytest.mark.django_db


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
