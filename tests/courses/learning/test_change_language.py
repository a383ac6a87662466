"""A course in the language of its learner, and in another one half-way through."""

import pytest
from django.conf import settings
from wagtail.models import Page

from courses.learning.services import NotTranslated, change_language, enrol, mark_done
from courses.models import Enrolment, ItemProgress
from tests.factories.courses import make_course, make_lesson
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.quiz import answer_all, start
from tests.factories.translations import translate_course, translate_page

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def course():
    course = make_course()
    translate_course(course)
    return course


def in_french(client, course, **data):
    return client.post(f"/learn/{course.slug}/language/change/", {"locale": "fr", **data})


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_whoever_enrols_reads_the_title_in_their_language(client, course):
    client.force_login(make_user())
    page = client.get(f"/learn/{course.slug}/enrol/", headers={"Accept-Language": "fr"})
    title = Page.objects.get(locale__language_code="fr", slug=course.slug).title
    assert f'<p class="lead" lang="fr" dir="auto">{title}</p>' in page.content.decode()


def test_the_course_is_there_in_french(client, course, learner):
    response = in_french(client, course)
    assert response.url == f"/learn/{course.slug}/"
    home = page_of(client, response.url)
    assert f'<h1 lang="fr" dir="auto">fr {course.page.title}</h1>' in home
    assert f"fr {course.lessons[0].title}" in home
    lesson = page_of(client, f"/learn/{course.slug}/{course.lessons[0].slug}/")
    assert '<html lang="fr" dir="ltr"' in lesson
    assert 'id="lesson-text" tabindex="-1" lang="fr" dir="ltr">' in lesson
    assert "<p>fr Listen.</p>" in lesson
    quiz = page_of(client, f"/learn/{course.slug}/{course.quiz.slug}/quiz/")
    assert f'<h1 lang="fr" dir="auto">fr {course.quiz.title}</h1>' in quiz


def test_the_site_and_letters_are_in_it_too_as_if_chosen_at_the_foot(client, course, learner):
    """Whichever came last counts, on this device for as long."""
    client.post("/language/", {"language": "es"})
    at_the_foot = dict(client.cookies[COOKIE], expires="")
    in_french(client, course)
    here = client.cookies[COOKIE]
    assert (here.value, dict(here, expires="")) == ("fr", at_the_foot)
    assert here["max-age"] == 365 * 24 * 3600
    learner.person.refresh_from_db()
    assert learner.person.language == "fr"


def test_nothing_is_lost_by_it_and_nothing_by_going_back(client, course, learner):
    mark_done(enrolment=learner, item_uuid=course.lessons[0].translation_key)
    attempt = answer_all(start(course, learner), right=True)
    before = everything_of(learner)
    in_french(client, course)
    assert everything_of(learner) == before
    assert Enrolment.objects.get(pk=learner.pk).locale == "fr"
    client.post(f"/learn/{course.slug}/language/change/", {"locale": "en"})
    assert everything_of(learner) == before
    assert client.post(f"/attempts/{attempt.uuid}/submit/").status_code == 302
    attempt.refresh_from_db()
    assert attempt.passed


def everything_of(enrolment: Enrolment) -> list:
    rows = (ItemProgress.objects, enrolment.attempts, Enrolment.objects.defer("locale"))
    kept = [list(row.order_by("pk").values()) for row in rows]
    for row in kept[2]:
        del row["locale"]
    responses = [list(a.responses.values("slot", "body")) for a in enrolment.attempts.all()]
    return [*kept, responses]


def test_one_goes_back_to_the_lesson_or_quiz_one_was_at(client, course, learner):
    lesson, quiz = course.lessons[0].slug, course.quiz.slug
    assert in_french(client, course, item=lesson).url == f"/learn/{course.slug}/{lesson}/"
    assert in_french(client, course, item=quiz).url == f"/learn/{course.slug}/{quiz}/"
    for garbage in ("nothing", "../../admin", "//evil.example"):
        assert in_french(client, course, item=garbage).url == f"/learn/{course.slug}/"


def test_what_is_not_translated_is_shown_in_the_source_with_a_notice(client, course, learner):
    make_lesson(course.module, slug="only-english", title="Only English", text="English.")
    course.release()
    in_french(client, course)
    page = page_of(client, f"/learn/{course.slug}/only-english/")
    assert 'id="lesson-text" tabindex="-1" lang="en" dir="ltr">' in page
    assert page.count('role="note"') == 1
    assert '<h1 lang="en" dir="auto">Only English</h1>' in page


@pytest.mark.parametrize("locale", ["", "es", "xx", "fr-CA", "../en", "\0", "f" * 300])
def test_a_language_that_the_course_has_not_changes_nothing(client, course, learner, locale):
    response = client.post(
        f"/learn/{course.slug}/language/change/", {"locale": locale}, follow=True
    )
    assert "The course is not there in this language." in response.content.decode()
    assert Enrolment.objects.get(pk=learner.pk).locale == "en"
    with pytest.raises(NotTranslated):
        change_language(enrolment=learner, locale=locale)


def test_a_course_in_one_language_offers_no_other(client):
    alone = make_course()
    enrolment = make_enrolment(alone.offering)
    client.force_login(enrolment.person.user)
    assert "language/change/" not in page_of(client, f"/learn/{alone.slug}/")


def test_who_reads_french_is_not_offered_the_only_language_that_they_see(client):
    alone = make_course()
    enrolment = enrol(person=make_person(), offering=alone.offering, locale="fr")
    client.force_login(enrolment.person.user)
    page = client.get(f"/learn/{alone.slug}/", headers={"Accept-Language": "fr"}).text
    assert '<html lang="fr"' in page
    assert "language/change/" not in page


def test_who_sees_the_site_in_french_is_offered_the_course_in_french(client, course, learner):
    address = f"/learn/{course.slug}/{course.lessons[0].slug}/"
    assert 'value="fr" lang="fr">Français</button>' in page_of(client, address)
    assert "notice-info" not in page_of(client, address)
    page = client.get(address, headers={"Accept-Language": "fr"}).content.decode()
    assert page.index("notice notice-info") < page.index('id="lesson-text"')
    in_french(client, course)
    page = page_of(client, address)
    assert 'value="en" lang="en">English</button>' in page
    assert "notice-info" not in page


def test_only_who_takes_the_course_chooses_its_language(client, course, learner):
    address = f"/learn/{course.slug}/language/change/"
    assert client.get(address).url == f"/learn/{course.slug}/"
    client.force_login(make_user("stranger"))
    assert client.post(address, {"locale": "fr"}).status_code == 404
    client.logout()
    assert "/accounts/login/" in client.post(address, {"locale": "fr"}).url
    assert Enrolment.objects.get(pk=learner.pk).locale == "en"


def test_who_enrols_while_reading_french_takes_the_course_in_french(client, course):
    client.force_login(make_user())
    client.cookies["django_language"] = "fr"
    data = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "Africa/Dakar"}
    client.post(f"/learn/{course.slug}/enrol/", data)
    assert Enrolment.objects.get().locale == "fr"


# --- the course page -----------------------------------------------------------------------------


def test_the_course_page_is_in_french_with_the_syllabus(client, course):
    page = page_of(client, f"/fr/courses/{course.slug}/")
    assert f'<h1 lang="fr" dir="auto">fr {course.page.title}</h1>' in page
    assert f'<span lang="fr" dir="auto">fr {course.lessons[0].title}</span>' in page
    assert f"/learn/{course.slug}/enrol/" in page
    assert 'role="note"' not in page


def test_the_french_catalogue_has_also_what_is_not_translated_yet(client, course):
    english = make_course()
    page = page_of(client, "/fr/courses/")
    assert f'<h2 lang="fr" dir="auto"><a href="{course.slug}/">' in page
    assert f'<h2 lang="en" dir="auto"><a href="{english.slug}/">' in page
    page = page_of(client, f"/fr/courses/{english.slug}/")
    assert f'<h1 lang="en" dir="auto">{english.page.title}</h1>' in page
    assert page.count('role="note"') == 1
    assert client.get("/fr/courses/nothing/").status_code == 404
    assert page_of(client, "/en/courses/").count('<h2 lang="en"') == 2


def test_the_french_pages_stand_below_the_same_pages(course):
    page = Page.objects.get(slug=course.slug, locale__language_code="fr")
    assert page.get_parent().locale.language_code == "fr"
    assert translate_page(course.page).pk == page.pk
