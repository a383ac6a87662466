"""The course for trainers from beginning to end, and what whoever lacks course 1 is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps, walking
from tests.e2e.course_files import course_of
from tests.e2e.reading import make, sign_in
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(600)

FIRST, COURSE = "child-protection-in-peacekeeping", "training-of-trainers"
MARK = 85
NOT_THE_RIGHT = "It does not give the right to train"


def trainer(site: RunningSite, page: Page, left_out: int = 0) -> walking.Walker:
    """Somebody with a valid certificate of course 1: with 100 %, or some answers less."""
    made = make(site, f"graduate({left_out})")
    person = steps.Newcomer("Amara", "Diallo", "Africa/Nairobi", made["email"])
    page = sign_in(site, page, made["session"])
    return walking.Walker(page, site, course_of(COURSE), person)


def test_a_graduate_of_course_one_takes_the_course_and_passes(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    learner = trainer(site, open_page())
    _enrols_with_what_it_asks_for(learner)
    learner.takes_the_pre_test()
    learner.learns()
    learner.sits()
    learner.is_told(100, mark=MARK)
    _is_an_online_part(learner, open_page())


def test_a_graduate_fails_three_times_talks_to_a_facilitator_and_passes(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    supporter = make(site, f"facilitator({COURSE!r})")
    learner = trainer(site, open_page())
    _enrols_with_what_it_asks_for(learner)
    learner.learns(does_things=False)
    learner.fails_on_one_critical_question(mark=MARK)
    learner.is_told_attempts_left(2)
    learner.goes_to_a_new_attempt()
    learner.fails_everything(mark=MARK)
    learner.is_told_to_wait()
    learner.comes_back_a_day_later()
    learner.fails_everything(mark=MARK, button="Start a new attempt")
    learner.asks_for_another_attempt()
    _grants(sign_in(site, open_page(), supporter["session"]), learner.person)
    learner.page.reload()
    learner.sits(button="Start a new attempt")
    learner.is_told(100, mark=MARK)
    _is_an_online_part(learner, open_page())


def test_who_lacks_course_one_reads_what_is_missing_and_where_to_get_it(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    learner = walking.newcomer(open_page(), site, COURSE)
    learner.page.goto(f"/accounts/signup/?next=/learn/{COURSE}/enrol/")
    steps.sign_up(learner.page, site, learner.person.email)
    title = course_of(FIRST).facts["title"]
    missing = ("What you need first", title, "completed with 90% or more", "not completed it yet")
    learner.reads("You cannot enrol in this course yet.", *missing)
    learner.opens_the_course_page()
    learner.reads(*missing)
    expect(learner.page.get_by_role("main").get_by_text("Enrol", exact=True)).to_have_count(0)
    learner.follow("Go to this course")
    learner.heads(title)
    expect(learner.page.get_by_role("link", name="Enrol", exact=True)).to_be_visible()


def test_who_passed_course_one_with_less_takes_its_final_again_and_may_enrol(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    learner = trainer(site, open_page(), left_out=4)
    learner.opens_the_course_page()
    learner.reads("Your score is 86%.", "what you have learned counts as done")
    again = replace(learner, course=course_of(FIRST))
    again.follow("Take the final quiz again")
    again.heads("Take the course again")
    again.reads("1 is to do", again.course.final.title)
    again.press("Begin")
    again.follow("Go on with “%(title)s”", title=again.course.final.title)
    again.cannot_begin_yet()  # a moment ago the answers were there to read
    again.comes_back_a_day_later()
    again.sits()
    again.is_told(100, mark=80)
    learner.opens_the_course_page()
    learner.follow("Enrol")
    learner.press("Enrol")
    learner.heads(learner.course.facts["title"])


def _enrols_with_what_it_asks_for(learner: walking.Walker) -> None:
    learner.opens_the_course_page()
    learner.reads("You have what this course asks for first:", course_of(FIRST).facts["title"])
    learner.reads(NOT_THE_RIGHT)
    learner.follow("Enrol")
    learner.press("Enrol")
    expect(learner.page.get_by_role("status")).to_contain_text("You are enrolled.")


def _is_an_online_part(learner: walking.Walker, stranger: Page) -> None:
    facts = learner.course.facts
    assert facts["certificate_title"].endswith("online part completed")
    assert NOT_THE_RIGHT in facts["certificate_note"]
    learner.stranger_verifies(stranger, learner.has_the_certificate())


def _grants(page: Page, person: steps.Newcomer) -> None:
    """The facilitator, after a talk."""
    page.goto("/facilitate/")
    page.get_by_role("main").get_by_role("link").first.click()  # the only course they support
    row = page.get_by_role("row").filter(has_text="Asks for another attempt")
    expect(row).to_contain_text(person.name)
    row.get_by_role("link", name="Grant an attempt").click()
    page.get_by_label("Reason").fill("We talked about the rule together.")
    steps.press(page, "Grant an attempt")
    expect(page.get_by_text(f"{person.name} can take the quiz once more.")).to_be_visible()
