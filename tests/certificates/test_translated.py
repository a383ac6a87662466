"""A certificate names the course in the language that it was taken in."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from certificates.models import Certificate
from certificates.preparing import prepare
from certificates.services import replace
from certificates.states import Reason
from courses.editions.wording import objective_texts
from courses.learning.services import change_language, enrol, mark_done
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.translations import language, translate_course

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
        page.certificate_title, page.certificate_note = title, f"{code} It gives the right."
        publish(page)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = Certificate.objects.get()
    assert certificate.locale == "en"
    assert certificate.claims["title"] == released
    assert certificate.claims["note"].startswith("A record")


def test_what_nobody_translated_again_is_not_said_of_a_later_edition():
    course = make_course(lessons=1, quiz=False)
    translate_course(course)
    course.page.certificate_note = "It gives no right to train."
    publish(course.page)
    edition = course.release()
    enrolment = make_enrolment(course.offering)
    change_language(enrolment=enrolment, locale="fr")
    assert enrolment.edition == edition
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    certificate = Certificate.objects.get()
    assert (certificate.locale, certificate.claims["note"]) == ("en", "It gives no right to train.")


def test_an_objective_that_nobody_translated_again_is_in_the_language_of_the_course():
    course = make_course(lessons=1, quiz=False)
    translate_course(course)
    translated = course.page.get_translation(Locale.objects.get(language_code="fr"))
    translated.objectives.update(text="fr Define a child")
    source = course.page.objectives.get()
    source.text = "Define a child, and why it matters"
    course.page.objectives.add(source)
    publish(course.page)
    edition = course.release()
    assert objective_texts(edition, "fr") == {"1.1": (source.text, "en")}


def test_a_course_page_with_a_text_left_blank_makes_no_certificate_in_its_language(
    django_capture_on_commit_callbacks,
):
    course = make_course(lessons=1, quiz=False)
    translate_object(course.page, [language()])
    work = Translation.objects.get(source__object_id=course.page.translation_key)
    with django_capture_on_commit_callbacks(execute=True):
        work.save_target(publish=True)
    enrolment = make_enrolment(course.offering)
    change_language(enrolment=enrolment, locale="fr")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assert Certificate.objects.get().locale == "en"


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
    assert replace(certificate=certificate, **by, **names).locale == language
