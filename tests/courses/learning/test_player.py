"""The player: what is shown, ticked, skipped; and what happens with garbage."""

import pytest
from wagtail.models import Locale

from courses.editions import check
from courses.models import ItemProgress
from tests.factories.courses import make_course, make_lesson, publish
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def learner(client, course):
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    return enrolment


def test_a_lesson_is_shown_with_the_way_back_and_on(client, course, learner):
    first, second = course.lessons
    page = client.get(f"/learn/{course.slug}/{first.slug}/").content.decode()
    assert "Listen." in page
    assert f"/learn/{course.slug}/{second.slug}/" in page


def test_a_content_note_says_that_the_hard_parts_are_folded_away(client, course, learner):
    folded = {
        "topic": "Harm",
        "note": "You may skip it.",
        "body": [{"type": "rich_text", "value": "<p>Hard.</p>"}],
        "alternative": "<p>Gentle.</p>",
    }
    plain, hard = course.lessons
    hard.body = [{"type": "content_note", "value": folded}]
    for lesson in (plain, hard):
        lesson.content_note = "A child is hurt."
        publish(lesson)
    told = "Nobody can see which of these parts you open."
    assert told not in client.get(f"/learn/{course.slug}/{plain.slug}/").content.decode()
    assert told in client.get(f"/learn/{course.slug}/{hard.slug}/").content.decode()


def test_looking_at_a_lesson_ticks_nothing(client, course, learner):
    client.get(f"/learn/{course.slug}/{course.lessons[0].slug}/")
    assert not ItemProgress.objects.exists()


def test_done_and_continue_goes_on_to_the_next_lesson(client, course, learner):
    first, second = course.lessons
    response = client.post(f"/learn/{course.slug}/{first.slug}/done/")
    assert response.url == f"/learn/{course.slug}/{second.slug}/"
    assert ItemProgress.objects.get().item_uuid == first.translation_key


def test_a_quiz_item_leads_to_its_own_pages(client, course, learner):
    response = client.get(f"/learn/{course.slug}/{course.quiz.slug}/")
    assert response.url == f"/learn/{course.slug}/{course.quiz.slug}/quiz/"
    assert client.post(f"/learn/{course.slug}/{course.quiz.slug}/done/").status_code == 404


def test_a_lesson_added_after_the_release_is_not_there_yet(client, course, learner):
    later = make_lesson(course.module)
    assert client.get(f"/learn/{course.slug}/{later.slug}/").status_code == 404


def test_a_changed_slug_does_not_break_the_address_learners_have(client, course, learner):
    lesson = course.lessons[0]
    address = f"/learn/{course.slug}/{lesson.slug}/"
    lesson.slug = "another-slug"
    publish(lesson)
    assert client.get(address).status_code == 200


def test_a_missing_translation_falls_back_to_the_source(client, course, learner):
    Locale.objects.create(language_code="ar-xb")
    learner.locale = "ar-xb"
    learner.save()
    page = client.get(f"/learn/{course.slug}/{course.lessons[0].slug}/")
    assert "Listen." in page.content.decode()


def test_the_lesson_page_of_wagtail_leads_to_the_course(client, course):
    response = client.get(course.lessons[0].url)
    assert response.status_code == 302
    assert response.url.endswith(f"/courses/{course.slug}/")


def test_enrolling_asks_for_the_name_and_the_time_zone(client, course):
    client.force_login(make_user())
    address = f"/learn/{course.slug}/enrol/"
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"family_name": "", "time_zone": "Nowhere/Land"})
    assert set(wrong.context["form"].errors) == {"family_name", "time_zone"}
    data = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "Africa/Nairobi"}
    assert client.post(address, data).url == f"/learn/{course.slug}/"
    assert client.post(address, data).url == f"/learn/{course.slug}/"


@pytest.mark.parametrize("slug", ["nothing", "x" * 200, "done", "quiz"])
def test_an_item_that_does_not_exist(client, course, learner, slug):
    assert client.get(f"/learn/{course.slug}/{slug}/").status_code == 404


def test_the_words_around_a_text_are_in_its_language_whoever_reads_it_first(
    client, course, learner
):
    lesson = course.lessons[0]
    lesson.body = [{"type": "support", "value": "<p>Take a break.</p>"}]
    publish(lesson)
    address = f"/learn/{course.slug}/{lesson.slug}/"
    first = client.get(address, headers={"Accept-Language": "ar-xb"}).content.decode()
    later = client.get(address).content.decode()
    assert "⟦Support for you⟧" not in first + later
    assert "Support for you" in later


@pytest.mark.parametrize("slug", ["evaluation", "first-lesson"])
def test_a_lesson_released_before_its_slug_was_reserved_is_still_read(client, monkeypatch, slug):
    monkeypatch.setattr(check, "RESERVED_SLUGS", set())
    course = make_course(quiz=False, released=False)
    make_lesson(course.module, slug=slug, text="An old lesson.")
    course.release()
    address = f"/learn/{course.slug}/{slug}/"
    client.force_login(make_enrolment(course.offering).person.user)
    assert "An old lesson." in client.get(address).content.decode()
    for item in (*(lesson.slug for lesson in course.lessons), slug):
        client.post(f"/learn/{course.slug}/{item}/done/")
    assert "An old lesson." in client.get(address).content.decode()
    home = client.get(f"/learn/{course.slug}/").content.decode()
    assert ("Tell the authors" in home) == (slug != "evaluation")
