"""The forms of Wagtail, as somebody fills them in who reads the words beside the fields."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

ROLES = ("spinbutton", "combobox")
AUTOSAVE_BEGINS = 1_200  # milliseconds after the last key
SAVING = "#w-autosave-indicator[data-w-autosave-state-value=saving]"
PREVIEW_IS_LOADED = "#w-preview-iframe[src]"
SAVED = re.compile(r"has been (saved|updated|created)|created\.|saved\.|updated\.")


def labelled(name: str) -> re.Pattern[str]:
    """The name of a field or a part of a form, with Wagtail's star where it is required."""
    return re.compile(rf"^{re.escape(name)}\s*\*?$")


def field(place: Page | Locator, name: str) -> Locator:
    found = place.get_by_role("textbox", name=labelled(name))
    for role in ROLES:
        found = found.or_(place.get_by_role(role, name=labelled(name)))
    return found


def part(page: Page, name: str) -> Locator:
    """The last block or panel of this name."""
    return page.get_by_role("region", name=labelled(name)).last


def fill(place: Page | Locator, name: str, text: str) -> None:
    """As somebody does who types and goes on: what hangs on the field follows."""
    typed = field(place, name)
    typed.fill(text)
    typed.press("Tab")


def menu(page: Page, *names: str) -> None:
    """The menu on the left: what opens is a button, what leads somewhere is a link."""
    bar = page.get_by_role("complementary", name="Sidebar")
    for name in names[:-1]:
        bar.get_by_role("button", name=name, exact=True).click()
    bar.get_by_role("link", name=names[-1], exact=True).first.click()


def add_child(page: Page) -> None:
    page.get_by_role("navigation", name="Actions", exact=True).get_by_role("button").click()
    page.get_by_role("link", name="Add child page", exact=True).click()


def insert(page: Page, form: Locator, kind: str) -> Locator:
    """A new block at the end of a part of the form."""
    form.get_by_role("button", name="Insert a block", exact=True).last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    block = form.get_by_role("region", name=re.compile(rf"^{re.escape(kind)}\b")).last
    expect(block).to_be_visible()
    return block


def write(page: Page, block: Locator, text: str) -> None:
    """Into the first text of a block, plain or rich."""
    block.get_by_role("textbox").first.click()
    page.keyboard.type(text)


def choose(page: Page, block: Locator, what: str, title: str, *, search: str = "") -> None:
    """From the list that a button of the block opens, shortened by a word where it is long."""
    block.get_by_role("button", name=f"Choose {what}", exact=True).click()
    dialog = page.get_by_role("dialog")
    if search:
        dialog.get_by_role("textbox", name="Search term").fill(search)
        expect(dialog.get_by_role("row")).to_have_count(2)
    dialog.get_by_role("link", name=title, exact=True).click()
    expect(block).to_contain_text(title)
    expect(dialog).to_have_count(0)


def rest(page: Page) -> None:
    """Until nothing is being saved."""
    page.wait_for_timeout(AUTOSAVE_BEGINS)
    expect(page.locator(SAVING)).to_have_count(0)


def look_at(part: Locator) -> None:
    """Put it at the top of the window."""
    part.evaluate("node => node.scrollIntoView({block: 'start', inline: 'nearest'})")


def save(page: Page, name: str = "Save draft") -> None:
    """When Wagtail has saved by itself: else both would make the page, and one of them fails."""
    rest(page)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text(SAVED)


def more(page: Page, name: str) -> None:
    """One of the actions beside the button that saves."""
    page.get_by_role("button", name="More actions", exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def preview_as(page: Page, mode: str) -> FrameLocator:
    """The open preview in another mode: Wagtail forgets one that is chosen while it still loads."""
    expect(page.locator(PREVIEW_IS_LOADED)).to_be_attached()
    chosen = page.get_by_label("Preview mode")
    chosen.click(trial=True)  # so that nothing lies over it
    chosen.select_option(mode)
    return preview(page)


def preview(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='Preview'][src]").first
