"""Pictures of every page in var/screenshots, for people to look at: `make screenshots`.

Nothing is tested here, so pytest does not collect it by itself; it lends its site and its people.
"""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lms.pseudo import CODE
from tests.e2e.accessibility import DESK, PHONE
from tests.e2e.admin_pages import ADMIN_PAGES
from tests.e2e.faults import FAULTS, show_fault
from tests.e2e.pages import DOCUMENTS, PAGES, Show
from tests.e2e.shots import montage, papers, shoot, slug
from tests.e2e.world import World
from tests.running_site import ROOT, RunningSite

FOLDER = ROOT / "var/screenshots"
SHEETS = FOLDER / "sheets"
ZOOMED = DESK // 2  # what a computer has room for at 200 %
ON_SHEET = {PHONE: 300, ZOOMED: 400, DESK: 400}  # px
LANGUAGES = {"ltr": "en", "rtl": CODE}
LIGHT = {"light": False, "dark": True}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, show: Show) -> None:
    _every_variant(name, lambda language: show(PAGES[name], language=language))


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_admin(name: str, show: Show) -> None:
    _every_variant(f"admin {name}", lambda language: show(ADMIN_PAGES[name], language=language))


@pytest.mark.parametrize("template", FAULTS)
def test_fault(template: str, show: Show) -> None:
    _every_variant(f"fault {template}", lambda language: show_fault(template, show, language))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document(name: str, world: World, open_page: Callable[..., Page]) -> None:
    shown = DOCUMENTS[name]
    page = open_page(storage_state=world.cookies[shown.who])
    response = page.request.get(shown.address.format(language="en", **world.addresses))
    assert response.status == shown.status
    folder = _emptied(name)
    for number, paper in enumerate(papers(response.body()), start=1):
        paper.save(folder / f"{number}.png")


def test_letters(site: RunningSite, world: World, open_page: Callable[..., Page]) -> None:
    """The newest of each subject, as far as it has HTML."""
    page = open_page()
    newest = {email["Subject"]: email for email in site.emails_to("@")}
    for subject, email in newest.items():
        if html := email.get_body(("html",)):
            folder = _emptied(f"letter {subject}")
            page.set_content(html.get_content())
            for width, light in product((PHONE, DESK), LIGHT):
                shoot(page, width, folder / f"{width}-{light}.png", is_dark=LIGHT[light])


def _every_variant(name: str, opened: Callable[[str], Page]) -> None:
    folder = _emptied(name)
    rows: dict[int, list[Path]] = {PHONE: [], DESK: []}
    for direction, language in LANGUAGES.items():
        page = opened(language)
        for width, light in product(rows, LIGHT):
            file = folder / f"{width}-{light}-{direction}.png"
            rows[width].append(shoot(page, width, file, is_dark=LIGHT[light]))
        if direction == "ltr":
            zoomed = shoot(page, ZOOMED, folder / f"{DESK}-zoomed-200.png")
    phones = [(file, ON_SHEET[PHONE]) for file in rows[PHONE]]
    computers = [(file, ON_SHEET[DESK]) for file in rows[DESK]]
    sheet = [[*phones, (zoomed, ON_SHEET[ZOOMED])], computers]
    montage(sheet, SHEETS / f"{slug(name)}.png")


def _emptied(name: str) -> Path:
    folder = FOLDER / slug(name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
