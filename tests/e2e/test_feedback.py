"""A reader finds something wrong, and the author hears of it; neither knows the other."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e import editor, steps
from tests.e2e.accessibility import DESK
from tests.running_site import RunningSite


def test_a_flagged_lesson_reaches_its_author(any_page: Page, site: RunningSite, open_page) -> None:
    reader, note = any_page, f"Which year? {uuid4().hex[:8]}"
    newcomer = steps.Newcomer()
    steps.arrive(reader, site, newcomer)
    reader.goto(f"/learn/{steps.COURSE}/why-special-protection/")
    lesson = steps.heading(reader)
    reader.get_by_role("link", name="Something wrong in this lesson?").click()
    expect(reader.get_by_text("This is not a place to report a concern")).to_be_visible()
    reader.get_by_label("It is out of date or wrong").check()
    reader.get_by_label("Where is it, and what should it be?").fill(note)
    steps.press(reader, "Send")
    expect(reader.get_by_text("Thank you. The authors of the course will read it.")).to_be_visible()
    expect(reader.get_by_role("heading", level=1)).to_have_text(lesson)

    author = open_page(width=DESK)
    steps.sign_in(author, "author@example.org")
    author.goto("/admin/")
    author.get_by_role("link", name="Everything that readers flagged").click()
    row = author.get_by_role("row").filter(has_text=note)
    expect(row).to_contain_text("It is out of date or wrong")
    for word in (newcomer.given_name, newcomer.family_name, newcomer.email):
        expect(row).not_to_contain_text(word)
    row.get_by_role("button", name="Delete the note").click()
    expect(author.get_by_text("The note is deleted.")).to_be_visible()
    expect(author.get_by_text(note)).to_have_count(0)
    rows = author.get_by_role("row").filter(has_text="It is out of date or wrong")
    author.wait_for_load_state()
    open_ones = rows.count()
    rows.first.get_by_role("button", name="Done").click()
    expect(author.get_by_text("Done; you find it again")).to_be_visible()
    expect(rows).to_have_count(open_ones - 1)


def test_the_preview_of_a_lesson_shows_the_player_and_what_it_weighs(open_page) -> None:
    page = open_page(width=DESK)
    steps.sign_in(page, "author@example.org")
    steps.explore(page, "Courses", steps.COURSE_TITLE, "Module 6: If a child tells you")
    page.get_by_role("link", name="First response, step by step", exact=True).click()
    page.get_by_role("button", name="Toggle preview").click()
    preview = editor.preview(page)
    expect(preview.get_by_text("min for a slow reader")).to_be_visible()
    editor.preview_as(page, "As a learner in the player")
    expect(preview.get_by_text("the buttons and the outline do nothing here")).to_be_visible()
    expect(preview.locator("[inert]").get_by_text("Mark as done and continue")).to_be_visible()
