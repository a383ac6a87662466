"""A plan written into a template: kept on the device, printed, downloaded, removed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, Route, expect

from tests.e2e.accessibility import PHONE, axe, in_order
from tests.e2e.pages import PLAN
from tests.e2e.world import Shown

LESSON = Shown("trainer", PLAN)
NO_WORKER = "navigator.serviceWorker.ready.then((worker) => worker.unregister())"
# A browser that knows no `:has` refuses a selector that has it.
WITHOUT_HAS = """
  const { querySelector } = Element.prototype;
  Element.prototype.querySelector = function (selector) {
    if (selector.includes(":has(")) throw new SyntaxError(selector);
    return querySelector.call(this, selector);
  };
"""
FULL = "void (Storage.prototype.setItem = () => { throw new DOMException() })"
# What one ticks on paper: an empty square before a line.
BOX = """(line) => {
  const { content, borderTopWidth } = getComputedStyle(line, "::before");
  return [content, borderTopWidth];
}"""
MOST_STEPS = 30
WRITTEN = "They answer a child who asks for secrecy."


def begin(show: Callable[..., Page], **options) -> Page:
    page = show(LESSON, **options)
    page.locator(".guided-tools").wait_for()
    return page


def write(page: Page) -> None:
    """An objective, the length, and two steps of eight minutes."""
    page.get_by_label("Objective").fill(WRITTEN)
    page.get_by_label("Minutes", exact=True).first.fill("20")
    rows = page.locator(".guided-row")
    for number in (0, 1):
        rows.nth(number).get_by_label("What you do and say").fill(f"Step {number}: they act.")
        rows.nth(number).get_by_label("Minutes").fill("8")
    page.keyboard.press("Tab")


def printed(page: Page) -> str:
    pdf = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    return " ".join("".join(each.get_textpage().get_text_range() for each in pdf).split())


def test_what_is_written_is_still_there_after_a_reload_and_is_never_sent(
    show: Callable[..., Page],
) -> None:
    page = begin(show)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    write(page)
    expect(page.locator(".guided-status")).to_have_text("Kept on this device.")
    expect(page.locator(".guided-sum")).to_have_text(
        "The steps take 16 min of 20: 4 min are still free."
    )
    expect(page.locator(".guided-empty")).not_to_contain_text("Objective")
    expect(page.locator(".guided-empty")).to_contain_text("Content note and rights")
    axe(page, ".guided-template")
    page.reload()
    expect(page.get_by_label("Objective")).to_have_value(WRITTEN)
    expect(page.locator(".guided-row").nth(1).get_by_label("Minutes")).to_have_value("8")
    assert not any("secrecy" in text for text in sent)


def test_an_older_browser_keeps_it_and_lists_what_is_empty(show: Callable[..., Page]) -> None:
    page = begin(show)
    page.add_init_script(WITHOUT_HAS)
    page.reload()
    write(page)
    links = page.locator(".guided-empty").get_by_role("link")
    expect(links.filter(has_text="Content note and rights")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Objective")).to_have_value(WRITTEN)


def test_the_plan_is_printed_alone(show: Callable[..., Page]) -> None:
    page = begin(show)
    write(page)
    page.evaluate("window.print = () => {}")  # what a browser would ask
    page.get_by_role("button", name="Print the plan").click()
    words = printed(page)
    assert WRITTEN in words
    assert "Step 1: they act." in words
    assert "All steps together 16" in words
    for around in ("Leave this site", "Test your plan", "Still to fill in", "16 drivers"):
        assert around not in words


def test_what_stands_in_a_timetable_without_a_text_is_printed_too(
    show: Callable[..., Page],
) -> None:
    page = begin(show)
    steps = page.locator(".guided-row")
    steps.nth(0).get_by_label("Minutes").fill("7")
    page.get_by_role("button", name="Add a step").click()
    steps.last.get_by_label("Name of the step").fill("Break")
    steps.last.get_by_label("Method").fill("Tea")
    words = printed(page)
    assert "All steps together 7" in words
    assert "Break" in words
    assert "Tea" in words


def test_a_plan_of_a_line_or_two_a_part_is_printed_on_one_page(show: Callable[..., Page]) -> None:
    page = begin(show)
    for field in page.locator(".guided-part textarea").all():
        field.fill("Drivers and guards, two languages; they meet children at the gate.")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print the plan").click()
    pdf = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf) == 1


def test_the_sum_is_not_said_again_while_something_else_is_written(
    show: Callable[..., Page],
) -> None:
    page = begin(show)
    write(page)
    page.evaluate(
        """() => {
          window.said = 0;
          const watch = new MutationObserver((changes) => (window.said += changes.length));
          watch.observe(document.querySelector(".guided-sum"), { childList: true, subtree: true });
        }"""
    )
    page.get_by_label("Title of the session").press_sequentially("Secrets")
    assert page.evaluate("window.said") == 0
    page.locator(".guided-row").first.get_by_label("Minutes").fill("9")
    assert page.evaluate("window.said") > 0


def test_the_plan_is_downloaded_as_a_file_that_needs_nothing_else(
    show: Callable[..., Page], tmp_path: Path
) -> None:
    page = begin(show)
    write(page)
    page.get_by_label("Title of the session").fill("<b>Bold</b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "Session plan.html"
    download.value.save_as(tmp_path / "plan.html")
    html = (tmp_path / "plan.html").read_text()
    assert "http" not in html
    assert "<script" not in html
    alone = page.context.new_page()
    alone.goto((tmp_path / "plan.html").as_uri())
    expect(alone.get_by_role("heading", level=1)).to_have_text("Session plan")
    expect(alone.get_by_text("<b>Bold</b>")).to_be_visible()
    expect(alone.get_by_role("row", name="Step 0: they act.")).to_be_visible()


def test_it_is_removed_by_its_button_and_by_signing_out(show: Callable[..., Page]) -> None:
    page = begin(show)
    write(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Remove from this device").click()
    expect(page.get_by_label("Objective")).to_have_value(WRITTEN)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove from this device").click()
    expect(page.get_by_label("Objective")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []
    write(page)
    # As where the session has ended: the other tests need it.
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_where_the_device_is_full_it_says_that_nothing_is_kept(show: Callable[..., Page]) -> None:
    page = begin(show)
    expect(page.get_by_text("What you write stays on this device only")).to_be_visible()
    page.evaluate(FULL)
    write(page)
    expect(page.locator(".guided-status")).to_have_text("This could not be kept on this device.")
    expect(page.get_by_text("Print or download the plan before you leave")).to_be_visible()
    expect(page.get_by_text("What you write stays on this device only")).to_be_hidden()


def test_a_choice_stays_chosen_when_a_line_is_put_before_it(show: Callable[..., Page]) -> None:
    page = begin(show)
    partner = page.get_by_role("radiogroup", name="Who teaches with you")
    partner.get_by_label("Two of us").check()
    expect(page.locator(".guided-empty")).not_to_contain_text("Who teaches with you")
    page.evaluate(NO_WORKER)
    page.route(
        f"**{PLAN}", lambda route: route.fulfill(response=route.fetch(), body=a_line_more(route))
    )
    page.reload()
    expect(partner.get_by_role("radio")).to_have_count(4)
    expect(partner.get_by_label("Two of us")).to_be_checked()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".guided-sheet")).to_contain_text("Two of us")
    expect(page.locator(".guided-sheet")).not_to_contain_text("An observer")


def a_line_more(route: Route) -> str:
    """The page with a new first line to choose."""
    first = "<li data-line="
    return route.fetch().text().replace(first, f'{first}"new">An observer</li>{first}', 1)


def test_on_a_shared_device_nothing_is_kept(show: Callable[..., Page]) -> None:
    page = begin(show)
    page.evaluate(NO_WORKER)  # it would fetch the page past the route
    page.route(
        f"**{PLAN}",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("<html ", '<html data-supervised="600" ', 1),
            content_type="text/html",
        ),
    )
    page.reload()
    page.get_by_label("Objective").fill(WRITTEN)
    expect(page.get_by_text("Others use this device too")).to_be_visible()
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    expect(page.get_by_role("button", name="Remove from this device")).to_be_hidden()
    assert "secrecy" not in page.evaluate("JSON.stringify(localStorage)")


def test_steps_are_added_moved_and_taken_out_by_keyboard(show: Callable[..., Page]) -> None:
    page = begin(show)
    rows = page.locator(".guided-row")
    before = rows.count()
    page.get_by_role("button", name="Add a step").press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.last.get_by_label("Name of the step")).to_be_focused()
    page.keyboard.type("Break")
    rows.last.get_by_role("button", name="Move up").press("Enter")
    moved = rows.nth(before - 1)
    expect(moved.get_by_label("Name of the step")).to_have_value("Break")
    expect(moved.get_by_role("button", name="Move up")).to_be_focused()
    moved.get_by_role("button", name="Take out").press("Enter")
    expect(rows).to_have_count(before)
    expect(rows.last.get_by_label("Name of the step")).to_be_focused()


def test_each_step_is_a_group_with_its_number_as_name(show: Callable[..., Page]) -> None:
    page = begin(show)
    step = page.get_by_role("group", name="Step 2", exact=True)
    expect(step.get_by_label("Name of the step")).to_have_value("Do and reflect")
    step.get_by_role("button", name="Move up").click()
    expect(step.get_by_label("Name of the step")).to_have_value("Open")
    page.get_by_role("button", name="Add a step").click()
    expect(page.get_by_role("group", name="Step 7", exact=True)).to_be_visible()
    axe(page, ".guided-timetable")


def test_what_a_button_of_a_step_does_or_cannot_do_is_said(show: Callable[..., Page]) -> None:
    page = begin(show)
    rows, said = page.locator(".guided-row"), page.locator(".guided-said")
    rows.first.get_by_role("button", name="Move up").click()
    expect(said).to_have_text("This is the first step already.")
    rows.nth(2).get_by_role("button", name="Move up").click()
    expect(said).to_have_text("This is step 2 now.")
    while rows.count() < MOST_STEPS:
        page.get_by_role("button", name="Add a step").click()
    expect(said).to_be_empty()
    page.get_by_role("button", name="Add a step").click()
    expect(said).to_have_text("A timetable has 30 steps at most.")
    while rows.count() > 1:
        rows.last.get_by_role("button", name="Take out").click()
    expect(said).to_have_text("Step 2 is taken out.")
    rows.first.get_by_role("button", name="Take out").click()
    expect(said).to_have_text("The last step stays: a timetable has one at least.")
    expect(rows).to_have_count(1)


def test_without_javascript_the_template_stands_there_and_prints(
    show: Callable[..., Page],
) -> None:
    page = show(LESSON, javascript=False, width=PHONE)
    expect(page.get_by_text("16 drivers and guards, two languages")).to_be_visible()
    expect(page.locator(".guided-tools")).to_have_count(0)
    page.get_by_role("link", name="print it").click()
    expect(page.locator(".checklist li")).to_have_count(3)
    for line in page.locator(".checklist li").all():
        assert line.evaluate(BOX) == ['""', "2px"]
    expect(page.get_by_role("heading", level=2, name="Session plan")).to_be_visible()
    words = printed(page)
    assert "What you do and say" in words
    assert "Leave this site" not in words
    assert "Text file to fill in" not in words


def test_it_is_in_order_from_right_to_left_too(show: Callable[..., Page]) -> None:
    page = show(Shown(None, "/styleguide/"), language="ar-xb")
    page.locator(".guided-tools").wait_for()
    in_order(page, ".guided-template")
