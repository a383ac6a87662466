"""docs/authors.md, followed to the letter.

Each step of the guide is bound to what a browser does for it by the whole of its text, so that
nobody adds, drops or rewords a step there without a look at what happens here. What is typed comes
from the guide; the first part is in guide_writing.py.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import editor, guide, steps
from tests.e2e.accessibility import DESK
from tests.e2e.guide import Values, Walk, step
from tests.e2e.guide_writing import COURSE, LESSONS, MODULE, QUIZ, row_of_course
from tests.running_site import RunningSite, running_site

pytestmark = pytest.mark.timeout(900)

QUESTIONS = ("1.1 listen-first", "1.1 no-promise", "1.2 report-today", "1.1 kind-words")
PAGES = (COURSE, MODULE, *LESSONS, QUIZ)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path | None) -> Iterator[RunningSite]:
    """A site of its own: the guide makes a course."""
    folder = tmp_path_factory.mktemp("guide")
    with running_site(folder, os.environ.get("DATABASE_URL"), copied=demo) as running:
        yield running


def test_every_step_of_the_guide_is_done_here_and_nothing_else() -> None:
    assert [one.text for one in guide.steps()] == list(guide.DOINGS)


def test_every_picture_of_the_guide_is_there() -> None:
    pictures = [one.picture for one in guide.steps() if one.picture]
    assert [name for name in pictures if not (guide.GUIDE.parent / name).exists()] == []


def test_who_follows_the_guide_has_a_course_that_a_learner_completes(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    follow(site, open_page)


def follow(site: RunningSite, open_page: Callable[..., Page], **look: guide.Look) -> None:
    """Everything that the guide says, on computers of the people it names."""
    guide.follow(Walk(site, partial(open_page, width=DESK)), **look)


@step(
    """
    Submit the five pages, one after the other. To open the course, click its title on the
    **Dashboard**. For the module click **Its pages**, then its title; for the lessons and the quiz
    click the arrow at the end of the module’s row, then their titles. On each page open **More
    actions** beside **Save draft** and click **Submit to Course review**. Then tell the reviewer
    that four questions of the bank “Safe conversations” wait too.
    """
)
def _(walk: Walk, values: Values) -> None:
    for title in PAGES:
        editor.menu(walk.page, "Dashboard")
        if title != COURSE:
            row_of_course(walk.page).get_by_role("link", name="Its pages").click()
        if title not in (COURSE, MODULE):
            walk.page.get_by_role("link", name=f"Explore child pages of '{MODULE}'").click()
        walk.page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
        editor.more(walk.page, "Submit to Course review")
        expect(walk.page.get_by_text("has been submitted for moderation")).to_be_visible()


@step(
    """
    **Reviewer.** Sign in at `/admin/`. First publish the questions: click **Teaching**, then
    **Questions**. Click **Show filters**, **Live**, **No**: these are not published. Open and read
    each of the four. Beside **Save draft** open **More actions** and click **Publish**.
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.goto("/admin/")
    steps.sign_in(walk.page, "reviewer@example.org")
    for question in QUESTIONS:
        editor.menu(walk.page, "Teaching", "Questions")
        walk.page.get_by_role("button", name="Show filters").click()
        walk.page.get_by_role("button", name="Live", exact=True).click()
        walk.page.get_by_role("radio", name="No", exact=True).check()
        walk.page.get_by_role("link", name=question, exact=True).click()
        editor.more(walk.page, "Publish")
        expect(walk.page.get_by_text(f"'{question}' updated and published")).to_be_visible()


@step(
    """
    Click **Dashboard**. Under *Awaiting your review* stand the five pages. Begin with the course,
    then the module, then the lessons and the quiz. Open and read each, open **More actions**, and
    click **Approve and Publish**. To send a page back, click **Request changes** and say why.
    """
)
def _(walk: Walk, values: Values) -> None:
    for title in PAGES:
        editor.menu(walk.page, "Dashboard")
        waiting = walk.page.get_by_role("region", name="Awaiting your review")
        waiting.get_by_role("link", name=title, exact=True).click()
        editor.more(walk.page, "Approve and Publish")
        expect(walk.page.get_by_text("has been updated")).to_be_visible()


@step(
    """
    **Author.** On the **Dashboard** click **Release** beside “Safe conversations”. Where something
    is to be mended, the page says what, with a link; *Worth a look* is advice. *What is different*
    names everything that learners will get.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.menu(walk.page, "Dashboard")
    row_of_course(walk.page).get_by_role("link", name="Release").click()
    expect(walk.page.get_by_role("heading", name="What is different")).to_be_visible()
    for heading in ("Mend this first", "Worth a look"):
        expect(walk.page.get_by_role("heading", name=heading)).to_have_count(0)


@step("Click **Release this course**. The first release is edition 1.")
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("button", name="Release this course").click()
    expect(walk.page.get_by_text("Released: edition 1 is live.")).to_be_visible()


@step(
    """
    **Reviewer.** The release opened the course for enrolment. Look at it: click **Offerings** in
    the menu, then “Safe conversations: self-paced”. Here you choose the facilitators, a first and
    a last day, and whether it is open. Nothing has to be changed.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.menu(walk.page, "Offerings")
    walk.page.get_by_role("link", name=f"{COURSE}: self-paced", exact=True).click()
    expect(walk.page.get_by_role("checkbox", name="Open for enrolment")).to_be_checked()
    for name in ("Facilitators", "Starts on", "Ends on"):
        expect(walk.page.get_by_text(name).first).to_be_visible()


@step(
    """
    **Learner.** Open a private window of your browser, go to the site, click **Courses**, then
    “Safe conversations”. Click **Enrol**, then **Sign up**. Sign up with an e-mail address that
    the site does not know, type the code from the letter, and fill in your name. Click **Enrol**.
    """
)
def _(walk: Walk, values: Values) -> None:
    page, person = walk.page, steps.Newcomer()
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Courses").click()
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("link", name="Enrol").click()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    steps.sign_up(page, walk.site, person.email)
    steps.enrol(page, person)


@step("Read both lessons. At the end of each click **Mark as done and continue**.")
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("link", name="Go on with").click()
    assert steps.learn_everything(walk.page) == list(LESSONS)


@step(
    """
    Click **Start the quiz**, answer both questions right, click **Check and hand in**, then **Hand
    in now**. Your score is 100%, and the certificate is offered: **Download your certificate
    (PDF)**. It may take a minute; open the page again. Anybody can verify it.
    """
)
def _(walk: Walk, values: Values) -> None:
    page = walk.page
    steps.press(page, "Start the quiz")
    right = {value for one in guide.steps() for name, value in one.values if name == "Right"}
    places = page.get_by_role("main").get_by_role("group")
    expect(places).to_have_count(2)
    for place in places.all():
        (answer,) = right.intersection(place.locator("label").all_inner_texts())
        place.get_by_label(answer, exact=True).check()
    steps.hand_in(page)
    expect(page.get_by_text("Your score is 100%.")).to_be_visible()
    steps.reload_until(page, page.get_by_role("link", name="Download your certificate (PDF)"))
