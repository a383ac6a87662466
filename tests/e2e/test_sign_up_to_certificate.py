"""The main job: from the catalogue to a certificate that a stranger verifies."""

import re

import httpx
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import nothing_overflows
from tests.running_site import RunningSite

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]  # the whole of a long course


def test_a_newcomer_learns_and_passes_and_a_stranger_verifies_the_certificate(
    site: RunningSite, any_page: Page, open_page, javascript: bool
) -> None:
    person = steps.Newcomer()
    _find_the_course(any_page)
    _sign_up_on_the_way(any_page, site, person)
    any_page.get_by_role("link", name="Go on with").click()
    assert steps.learn_everything(any_page) == steps.lesson_titles()
    steps.press(any_page, "Start the quiz")
    steps.answer_all(any_page, right=True)
    steps.hand_in(any_page)
    expect(any_page.get_by_text("Your score is 100%.")).to_be_visible()
    assert "confirm" not in site.last_email_to(person.email, containing="certificate")

    link = any_page.get_by_role("link", name="Download your certificate (PDF)")
    steps.reload_until(any_page, link)
    address, text = _read(steps.downloaded(any_page, link))
    assert address.startswith(f"{site.url}/verify/")
    assert person.name in text

    stranger = open_page(javascript=javascript)
    stranger.goto(address)
    _says_valid(stranger, person, text)
    nothing_overflows(stranger)
    data = httpx.get(f"{address.rstrip('/')}.json").json()
    assert data["status"] == "valid"
    assert data["holder"] == {"given_name": person.given_name, "family_name": person.family_name}


def _find_the_course(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Courses").click()
    page.get_by_label("Search").fill("peacekeeping")
    steps.press(page, "Search")
    expect(page.get_by_role("status")).to_contain_text("2 courses found.")
    page.get_by_role("link", name=steps.COURSE_TITLE).click()
    expect(page.get_by_role("heading", name="The certificate")).to_be_visible()
    page.get_by_role("link", name="Enrol").click()


def _sign_up_on_the_way(page: Page, site: RunningSite, person: steps.Newcomer) -> None:
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    steps.sign_up(page, site, person.email)
    expect(page).to_have_url(re.compile(f"/learn/{steps.COURSE}/enrol/$"))
    steps.enrol(page, person)
    site.last_email_to(person.email, containing="enrolled")


def _read(pdf) -> tuple[str, str]:
    """What a phone's camera reads in the QR code of the first page, and the text of that page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=150 / 72).to_pil()
        text = " ".join(page.get_textpage().get_text_range().split())
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text, text


def _says_valid(page: Page, person: steps.Newcomer, paper: str) -> None:
    """The page tells the claims, and the paper the same."""
    expect(page.get_by_role("status")).to_contain_text("This certificate is valid.")
    claims = {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").inner_text()
        for row in page.get_by_role("row").all()
    }
    assert claims["Holder"] == person.name
    for claim in ("Holder", "Edition", "Completed on", "Valid until", "Certificate number"):
        assert claims[claim] in paper
