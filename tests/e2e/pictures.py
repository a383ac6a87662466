"""The pictures of README and docs, made again from the running site: `make pictures`."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.e2e import editor
from tests.e2e.accessibility import DESK, PHONE
from tests.e2e.pages import DOCUMENTS, PAGES, Show
from tests.e2e.shots import papers, save_small
from tests.e2e.test_guide import follow
from tests.e2e.world import World
from tests.running_site import ROOT, RunningSite

FOLDER = ROOT / "docs/pictures"
MOST = 80 * 1024  # bytes


@dataclass(frozen=True)
class Picture:
    """What of a page is seen without scrolling."""

    page: str
    width: int = DESK
    height: int = 800


PICTURES = {
    "home": Picture("home"),
    "player": Picture("learning:item"),
    "player-on-a-phone": Picture("learning:item", PHONE, 740),
    "quiz": Picture("assessment:attempt"),
    "verify": Picture("certificates:verify"),
    "learners": Picture("reports:offering"),
    "worried": Picture("home:worried"),
}
PAPERS = {"certificate": "certificate"}


@pytest.mark.parametrize("name", PICTURES)
def test_page(name: str, show: Show) -> None:
    picture = PICTURES[name]
    page = show(PAGES[picture.page], width=picture.width)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    shot = page.screenshot(animations="disabled")
    assert save_small(shot, FOLDER / f"{name}.png") <= MOST


@pytest.mark.parametrize("name", PAPERS)
def test_paper(name: str, world: World, open_page: Callable[..., Page]) -> None:
    shown = DOCUMENTS[PAPERS[name]]
    page = open_page(storage_state=world.cookies[shown.who])
    pdf = page.request.get(shown.address.format(**world.addresses)).body()
    assert save_small(papers(pdf)[0], FOLDER / f"{name}.png") <= MOST


@pytest.mark.timeout(900)
def test_the_guide_of_authors(site: RunningSite, open_page: Callable[..., Page]) -> None:
    """Last, since it makes a course: docs/authors.md names the pictures and where they belong."""

    def look(page: Page, picture: str) -> None:
        editor.rest(page)
        shot = page.screenshot(animations="disabled")
        assert save_small(shot, FOLDER.parent / picture) <= MOST

    follow(site, open_page, look=look)
