"""A certificate names the course in the language that it was taken in."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.preparing import prepare
from certificates.services import replace
from certificates.states import Reason
from courses.learning.services import change_language, enrol, mark_done
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person, make_user
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
    assert certificate.claims_locale == locale
    change_language(enrolment=enrolment, locale="en")
    certificate.refresh_from_db()
    assert certificate.locale == locale


@pytest.mark.parametrize("is_translated", [True, False])
def test_the_verify_page_says_in_which_language_its_texts_are(client, is_translated):
    course = make_course(lessons=1, quiz=False)
    if is_translated:
        translate_course(course)
    person = make_person()
    enrolment = enrol(person=person, offering=course.offering, locale="fr")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = prepare(certificate=Certificate.objects.get())
    language = "fr" if is_translated else "en"
    page = client.get(certificate.get_absolute_url()).content.decode()
    for name in ("title", "course", "note"):
        said = f'<td lang="{language}" dir="auto">{certificate.claims[name]}</td>'
        assert said in page
    for point in (*certificate.claims["outcomes"], "1.1 Define a child"):
        assert f'<ul lang="{language}"><li><bdi>{point}</bdi></li></ul>' in page
    client.force_login(person.user)
    mine = client.get(reverse("certificates:mine", args=[certificate.uuid])).content.decode()
    said = f'<p class="lead" lang="{language}" dir="auto">{certificate.claims["title"]}</p>'
    assert said in mine
    names = {"given_name": "Amina", "family_name": "Other"}
    by = {"by": make_user(), "reason": Reason.CORRECTED, "note": ""}
    assert replace(certificate=certificate, **by, **names).claims_locale == language
