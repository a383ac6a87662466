"""A facilitator manual: who reads it, what its pages show, and that it is nowhere else."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from courses.editions import freshness
from courses.models import CoursePage, ManualPage, ManualPartPage
from courses.studio.release import NothingChanged
from lms.pseudo import CODE
from tests.factories.courses import make_course, publish
from tests.factories.manuals import make_manual, make_part
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.translations import translate_page
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def training():
    return make_course()


@pytest.fixture
def manual(course, training) -> ManualPage:
    cache.delete(freshness.KEY)
    return make_manual(course, training=training.slug)


def contents(course) -> str:
    return reverse("manuals:contents", args=[course.slug])


def part(course, slug: str = "who-is-a-child") -> str:
    return reverse("manuals:part", args=[course.slug, slug])


def signed_in(group: str = "") -> Client:
    client = Client()
    client.force_login(make_user(group=group))
    return client


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- who reads it -----------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Facilitators", "Course authors", "Course reviewers"])
def test_facilitators_and_the_authors_of_the_course_read_it(course, manual, group):
    client = signed_in(group)
    assert client.get(contents(course)).status_code == 200
    assert client.get(part(course)).status_code == 200


@pytest.mark.parametrize(
    ("state", "answer"), [("active", 200), ("completed", 200), ("withdrawn", 404), ("lapsed", 404)]
)
def test_who_learns_to_teach_the_course_reads_it(client, course, training, manual, state, answer):
    enrolment = make_enrolment(training.offering)
    enrolment.state = state
    enrolment.save()
    client.force_login(enrolment.person.user)
    assert client.get(contents(course)).status_code == answer
    assert client.get(part(course)).status_code == answer


def test_a_learner_of_the_course_itself_does_not(client, course, manual):
    client.force_login(make_enrolment(course.offering).person.user)
    assert client.get(contents(course)).status_code == 404
    assert client.get(part(course)).status_code == 404


def test_a_manual_without_a_training_is_not_for_learners(client, course, training):
    make_manual(course)
    client.force_login(make_enrolment(training.offering).person.user)
    assert client.get(contents(course)).status_code == 404


def test_what_is_not_there_is_not_found(course, training, manual):
    client = signed_in("Facilitators")
    assert client.get(contents(training)).status_code == 404
    assert client.get(part(course, "nothing")).status_code == 404
    ManualPartPage.objects.filter(slug="cases").update(live=False)
    cache.delete(freshness.KEY)
    assert client.get(part(course, "cases")).status_code == 404
    CoursePage.objects.filter(pk=course.page.pk).update(live=False)
    cache.delete(freshness.KEY)
    assert client.get(contents(course)).status_code == 404
    assert contents(course) not in html(client, training.page.get_url())
    CoursePage.objects.filter(pk=course.page.pk).update(live=True)
    ManualPage.objects.update(live=False)
    cache.delete(freshness.KEY)
    assert client.get(contents(course)).status_code == 404


# --- what it shows ----------------------------------------------------------------------------


def test_the_contents_lead_to_each_part_in_its_order(course, manual):
    page = html(signed_in("Facilitators"), contents(course))
    for said in ("Version 0.2", "draft", "Certified trainers", "1.1 define a child", "50 minutes"):
        assert said in page
    assert page.index(part(course)) < page.index(part(course, "cases"))
    assert "It is our own work." in page


def test_a_part_leads_to_its_headings_and_its_neighbours(course, manual):
    page = html(signed_in("Facilitators"), part(course))
    assert '<a href="#part-2" dir="auto">Debrief</a>' in page
    assert 'id="part-2">Debrief</h2>' in page
    assert f'rel="next" href="{part(course, "cases")}"' in page
    assert 'rel="prev"' not in page
    assert "“How are you?”" in page


def test_a_link_to_another_part_leads_there(course, manual):
    assert f'<a href="{part(course, "cases")}">the bank</a>' in html(
        signed_in("Facilitators"), part(course)
    )


def test_a_part_that_is_translated_is_read_in_the_language_of_the_reader(course, manual):
    source = ManualPartPage.objects.get(slug="who-is-a-child")
    other = Locale.objects.get_or_create(language_code=CODE)[0]
    translated = source.copy_for_translation(other, copy_parents=True)
    translated.title, translated.slug = "من هو الطفل؟", "another-slug"
    publish(translated)
    client = Client(headers={"Accept-Language": CODE})
    client.force_login(make_user(group="Facilitators"))
    assert f'<h1 lang="{CODE}" dir="auto">من هو الطفل؟</h1>' in html(client, part(course))
    untranslated = html(client, part(course, "cases"))
    assert '<h1 lang="en" dir="auto">Cases</h1>' in untranslated
    assert "not translated into your language yet" in untranslated
    copied = html(client, contents(course))  # by Wagtail, into the language, as it is
    assert f'<h1 lang="en" dir="auto">{manual.title}</h1>' in copied


def test_a_published_change_is_seen_at_once(course, manual, django_capture_on_commit_callbacks):
    client = signed_in("Facilitators")
    html(client, part(course))
    page = ManualPartPage.objects.get(slug="who-is-a-child")
    page.title = "Under 18"
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)
    assert "Under 18" in html(client, part(course))


def test_a_title_says_its_language_where_that_is_not_the_reader_s(course, manual):
    translated = translate_page(course.page)
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(make_user(group="Facilitators"))
    page = html(client, contents(course))
    assert f'<bdi lang="fr">fr {course.page.title}</bdi>' in page
    assert '<bdi lang="en">draft</bdi>' in page
    door = f'<a href="{contents(course)}" lang="%s" dir="auto">%s</a>'
    assert door % ("en", "Facilitator manual") in html(client, translated.get_url())
    translate_page(manual)
    cache.delete(freshness.KEY)
    assert door % ("fr", "fr Facilitator manual") in html(client, translated.get_url())


# --- where the doors are ----------------------------------------------------------------------


def test_the_page_of_each_course_leads_to_it_who_may_read_it(client, course, training, manual):
    facilitator, learner = signed_in("Facilitators"), signed_in()
    for page in (course.page, training.page):
        for visitor, leads_there in ((facilitator, True), (learner, False), (client, False)):
            assert (contents(course) in html(visitor, page.get_url())) == leads_there


def test_the_training_and_the_facilitators_page_lead_to_it(client, course, training, manual):
    enrolment = make_enrolment(training.offering)
    client.force_login(enrolment.person.user)
    home = reverse("learning:course_home", args=[training.slug])
    assert f'href="{contents(course)}"' in html(client, home)
    facilitator = make_person()
    facilitator.user.groups.add(*make_user(group="Facilitators").groups.all())
    course.offering.facilitators.add(facilitator)
    client.force_login(facilitator.user)
    assert f'href="{contents(course)}"' in html(client, reverse("reports:offerings"))


def test_the_home_of_any_other_course_does_not(client, course, manual):
    client.force_login(make_enrolment(course.offering).person.user)
    assert contents(course) not in html(client, reverse("learning:course_home", args=[course.slug]))


# --- where it is not --------------------------------------------------------------------------


def test_it_has_no_address_among_the_pages_of_the_site(course, manual):
    below = course.page.get_url() + "manual/"
    for address in (below, below + "cases/"):
        assert signed_in("Facilitators").get(address).status_code == 404
    assert manual.get_sitemap_urls() == []


def test_it_is_no_part_of_the_course(client, course, manual):
    assert "Facilitator manual" not in html(client, course.page.get_url())
    with pytest.raises(NothingChanged):
        course.release()


# --- what it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize(("reader", "ceiling"), [("facilitator", 5), ("trainee", 6), ("author", 8)])
def test_a_page_costs_the_same_for_2_and_12_parts(course, training, manual, reader, ceiling):
    """Whether a facilitator may read is one query, of an author it is four."""
    client = Client()
    if reader == "trainee":
        client.force_login(make_enrolment(training.offering).person.user)
    else:
        client = signed_in({"facilitator": "Facilitators", "author": "Course authors"}[reader])
    costs = []
    for more in (0, 10):
        for number in range(more):
            make_part(manual, title=f"Part {number}", slug=f"part-{number}")
        cache.delete(freshness.KEY)
        for address in (contents(course), part(course)):
            client.get(address)
            with counted_queries() as queries:
                html(client, address)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
    assert max(costs) <= ceiling
