"""The first part of docs/authors.md, a step at a time: an author writes a small course.

What is typed comes from the guide. tests/e2e/test_guide.py goes on from here.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e import editor, steps
from tests.e2e.guide import Values, Walk, step

COURSE, MODULE = "Safe conversations", "The first minutes"
LESSONS, QUIZ = ("When a child speaks", "After the conversation"), "What would you do?"


def go_to_course(page: Page) -> None:
    editor.menu(page, "Dashboard")
    row_of_course(page).get_by_role("link", name="Its pages").click()


def row_of_course(page: Page) -> Locator:
    """Among *My courses*."""
    return page.get_by_role("row", name=re.compile(f"^{COURSE}"))


@step(
    """
    **Author.** Open the address of your site followed by `/admin/`, and sign in. You see the
    *Dashboard* with *My courses*.
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.goto("/admin/")
    steps.sign_in(walk.page, "author@example.org")
    expect(walk.page.get_by_role("heading", name="My courses")).to_be_visible()


@step(
    """
    In the menu on the left click **Pages**, then **Courses**. Click **Add child page**. An empty
    form opens: *New: Course*.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.menu(walk.page, "Pages", "Courses")
    walk.page.get_by_role("link", name="Add child page").click()
    expect(walk.page.get_by_role("heading", name="New: Course")).to_be_visible()


@step("On the tab **Course page** fill in:")
def _(walk: Walk, values: Values) -> None:
    _fill(walk.page, values)
    editor.look_at(editor.part(walk.page, "Title"))


@step(
    """
    Open the tab **Objectives and time**. Click **Add Objective** once for each objective, and fill
    in its code and its text. Then fill in the duration:
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("tab", name="Objectives and time").click()
    *objectives, duration = values
    number = 0
    for name, value in objectives:
        if name == "Code":
            walk.page.get_by_role("button", name="Add Objective").click()
            number += 1
        editor.fill(editor.part(walk.page, f"Objective {number}"), name, value)
    editor.fill(walk.page, *duration)


@step(
    """
    Open the tab **Certificate** and fill in what stands below. Then click **Save draft** at the
    foot of the page.
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("tab", name="Certificate").click()
    _fill(walk.page, values)
    editor.save(walk.page)


@step(
    """
    Make a module in the course: open **Actions** (three dots at the top), click **Add child
    page**, then **Module**. Fill in what stands below, and click **Save draft**.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.add_child(walk.page)
    walk.page.get_by_role("link", name="Module", exact=True).click()
    _fill(walk.page, values)
    editor.save(walk.page)


@step(
    """
    In the menu click **Teaching**, then **Question banks**, then **Add question bank**. Fill in
    what stands below and click **Save**.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.menu(walk.page, "Teaching", "Question banks")
    walk.page.get_by_role("link", name="Add question bank").first.click()
    _fill(walk.page, values)
    editor.save(walk.page, "Save")


@step(
    """
    Write the first question. In the menu click **Teaching**, then **Questions**, then **Add
    question**. Click the plus sign and choose **One best answer**. Write the question. Click
    **Add** below the first choice for one more, and write the choices, each with its feedback.
    Tick **This is a right answer** at the right one. Click **Choose question bank** and take “Safe
    conversations”. Fill in the short name and the objective.
    """
)
def _(walk: Walk, values: Values) -> None:
    _write_question(walk.page, values)
    editor.look_at(editor.part(walk.page, "One best answer"))


@step(
    """
    Click **Save draft**. Then write three more questions in the same way, and save each. Tick
    **Practice only** or **Critical** where it stands below: a practice question is for lessons,
    and a wrong answer to a critical one fails the quiz. The second question: The third question:
    The fourth question:
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.save(walk.page)
    starts = [i for i, (name, _value) in enumerate(values) if name == "Question"]
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        _write_question(walk.page, values[start:end])
        editor.save(walk.page)


def _write_question(page: Page, values: Values) -> None:
    """The form of a new question, filled in."""
    editor.menu(page, "Teaching", "Questions")
    page.get_by_role("link", name="Add question").first.click()
    block = editor.insert(page, editor.part(page, "Question"), "One best answer")
    block.get_by_role("button", name="Add", exact=True).last.click()
    choice = -1
    for name, value in values:
        match name:
            case "Question":
                editor.write(page, block, value)
            case "Right" | "Wrong":
                choice += 1
                place = block.get_by_role("region", name="Choice").nth(choice)
                editor.fill(place, "Choice", value)
                place.get_by_label("This is a right answer").set_checked(name == "Right")
            case "Feedback":
                editor.fill(place, name, value)
            case "Tick":
                page.get_by_role("checkbox", name=value).check()
            case _:
                editor.fill(editor.part(page, "Place"), name, value)
    editor.choose(page, editor.part(page, "Place"), "question bank", COURSE)


@step(
    """
    Go to your course: click **Dashboard** in the menu, then **Its pages** beside “Safe
    conversations”. Click “The first minutes”, the module. Open **Actions**, click **Add child
    page**, then **Lesson**. Fill in:
    """
)
def _(walk: Walk, values: Values) -> None:
    _add_to_module(walk.page, "Lesson")
    _fill(walk.page, values)


def _add_to_module(page: Page, kind: str) -> None:
    go_to_course(page)
    page.get_by_role("main").get_by_role("link", name=MODULE, exact=True).click()
    editor.add_child(page)
    page.get_by_role("link", name=kind, exact=True).click()


@step(
    """
    Build the lesson from blocks. Click the plus sign below the last block, choose the kind of
    block, and write. In the knowledge check click **Choose question**, type “kind-words” in the
    search box, and take the practice question.
    """
)
def _(walk: Walk, values: Values) -> None:
    _build(walk.page, values)


def _build(page: Page, blocks: Values) -> None:
    """A lesson's blocks, one below the other."""
    for kind, value in blocks:
        block = editor.insert(page, editor.part(page, "Lesson"), kind)
        if kind == "Knowledge check":
            editor.choose(page, block, "question", value, search=value.split()[1])
        else:
            editor.write(page, block, value)


@step(
    """
    Click **Save draft**. Then look at it as a learner does on a phone: click **Toggle preview**
    (the picture of a phone, at the top right). *On a phone* is chosen. Under *Preview mode* take
    **As a learner in the player**. The line at the top says how long the lesson reads and what it
    weighs. A second click on **Toggle preview** closes it.
    """
)
def _(walk: Walk, values: Values) -> None:
    editor.save(walk.page)  # saving for the first time makes the panel anew
    walk.page.get_by_role("button", name="Toggle preview").click()
    expect(walk.page.get_by_role("radio", name="On a phone")).to_be_checked()
    preview = editor.preview_as(walk.page, "As a learner in the player")
    expect(preview.get_by_text("Preview.")).to_be_visible()
    expect(preview.get_by_role("heading", level=1)).to_have_text(LESSONS[0])
    expect(preview.get_by_text("To download:")).to_be_visible()
    expect(preview.get_by_text("Mark as done and continue")).to_be_attached()


@step(
    """
    Open the tab **Outline and content note**, fill in what stands below, and click **Save draft**.
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("button", name="Toggle preview").click()
    walk.page.get_by_role("tab", name="Outline and content note").click()
    _fill(walk.page, values)
    editor.save(walk.page)


@step(
    """
    Write the second lesson in the same way: go to the module, add a lesson with this title and
    these blocks, and click **Save draft**. A course on such a topic ends with a support block.
    """
)
def _(walk: Walk, values: Values) -> None:
    title, *blocks = values
    _add_to_module(walk.page, "Lesson")
    _fill(walk.page, [title])
    _build(walk.page, blocks)
    editor.save(walk.page)


@step(
    """
    Go to the module again and add a **Quiz**. Fill in the title. Then build the blueprint from two
    rows. The first draws one of the two questions of objective 1.1, so that a second attempt can
    differ. The second is the critical question, which everybody gets. In the first row click
    **Choose question bank**, in the second **Choose question**; search for “report-today”.
    """
)
def _(walk: Walk, values: Values) -> None:
    title, draw, objective, count, fixed = values
    _add_to_module(walk.page, "Quiz")
    _fill(walk.page, [title])
    form = editor.part(walk.page, "Blueprint")
    row = editor.insert(walk.page, form, draw[0])
    editor.choose(walk.page, row, "question bank", draw[1])
    _fill(row, [objective, count])
    row = editor.insert(walk.page, form, fixed[0])
    editor.choose(walk.page, row, "question", fixed[1], search=fixed[1].split()[1])
    editor.look_at(form)


@step(
    """
    Open the tab **Rules** and look at the pass mark and the attempts: 80 per cent and 3 are good
    for most courses. Click **Save draft**.
    """
)
def _(walk: Walk, values: Values) -> None:
    walk.page.get_by_role("tab", name="Rules").click()
    expect(editor.field(walk.page, "Pass mark in per cent")).to_have_value("80")
    expect(editor.field(walk.page, "Attempts")).to_have_value("3")
    editor.save(walk.page)


def _fill(place: Page | Locator, values: Values) -> None:
    for name, value in values:
        editor.fill(place, name, value)
