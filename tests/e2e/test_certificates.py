"""What holders, registrars and verifiers do with a certificate, in a browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import in_order
from tests.e2e.world import World
from tests.running_site import RunningSite

MAKE = "from tests.e2e.states import graduate; graduate()"


@pytest.fixture
def certificate(site: RunningSite) -> dict[str, str]:
    """Its codes, and a session of its holder: Zoë N’Diaye."""
    return json.loads(site.manage("shell", "--no-imports", "-c", MAKE).splitlines()[-1])


@pytest.fixture
def holder(open_page, javascript: bool, site: RunningSite, certificate) -> Page:
    page = open_page(javascript=javascript)
    session = {"name": "sessionid", "value": certificate["session"], "url": site.url}
    page.context.add_cookies([session])
    page.goto(f"/certificates/{certificate['uuid']}/")
    return page


@pytest.fixture
def registrar(open_page, world: World) -> Page:
    """Wagtail's admin needs JavaScript."""
    return open_page(width=1280, storage_state=world.cookies["registrar"])


def open_up(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


def test_a_holder_protects_the_name_and_who_knows_it_reads_it(
    holder: Page, any_page: Page, certificate
) -> None:
    stranger = any_page
    stranger.goto(f"/verify/{certificate['code']}/")
    expect(stranger.get_by_role("main")).to_contain_text("Zoë N’Diaye")
    open_up(holder, "Who sees your name")
    steps.press(holder, "Protect my name")
    expect(holder.get_by_text("Your name is protected.")).to_be_attached()
    stranger.reload()
    expect(stranger.get_by_role("main")).not_to_contain_text("N’Diaye")
    expect(stranger.get_by_role("link", name="credential")).to_have_count(0)
    stranger.get_by_label("Family name of the holder").fill("Diallo")
    steps.press(stranger, "Check the name")
    expect(stranger.get_by_text("not the family name on this certificate").last).to_be_visible()
    stranger.get_by_label("Family name of the holder").fill("ndiaye")
    steps.press(stranger, "Check the name")
    expect(stranger.get_by_role("main")).to_contain_text("Zoë N’Diaye")


def test_a_name_is_corrected_by_request(holder: Page, registrar: Page, certificate) -> None:
    open_up(holder, "Is the name wrong?")
    holder.get_by_role("link", name="Ask for another name").click()
    in_order(holder)
    holder.get_by_role("textbox", name="Given name").fill("Zoé")
    holder.get_by_label("It is misspelt.").check()
    steps.press(holder, "Send the request")
    expect(holder.get_by_role("heading", name="Your name correction is waiting")).to_be_visible()

    registrar.goto("/admin/certificate-corrections/")
    registrar.get_by_role("link", name=certificate["number"]).click()
    registrar.get_by_label("Approve").check()
    registrar.get_by_role("button", name="Decide").click()
    expect(registrar.get_by_text(certificate["number"])).to_have_count(0)

    holder.reload()
    holder.get_by_role("link", name="Open the new one").click()
    expect(holder.get_by_role("main")).to_contain_text("Zoé N’Diaye")
    holder.goto(f"/verify/{certificate['code']}/")
    expect(holder.get_by_role("status")).to_contain_text("This certificate was replaced")


def test_a_verifier_gives_the_file(
    holder: Page, any_page: Page, certificate, tmp_path: Path
) -> None:
    open_up(holder, "Share it")
    link = holder.get_by_role("link", name="Badge: a picture with the certificate inside")
    badge = steps.downloaded(holder, link).read_bytes()
    link = holder.get_by_role("link", name="Certificate for computers")
    credential = steps.downloaded(holder, link).read_text()

    answer = give(any_page, tmp_path / "badge.png", badge)
    expect(answer).to_contain_text("The certificate in this file is genuine.")
    expect(any_page.get_by_text("This certificate is valid.")).to_be_visible()
    forged = credential.replace("Zoë", "Zara")
    answer = give(any_page, tmp_path / "credential.json", forged.encode())
    expect(answer).to_contain_text("This file was altered.")
    expect(any_page.get_by_role("table", name="What was altered")).to_contain_text("Zara N’Diaye")
    in_order(any_page)
    answer = give(any_page, tmp_path / "letter.pdf", b"Dear all")
    expect(answer).not_to_contain_text("genuine")
    expect(any_page.get_by_text("This certificate is valid.")).to_have_count(0)


def give(page: Page, path: Path, content: bytes) -> Locator:
    """Hand a file in on the verify page; what is said of it."""
    path.write_bytes(content)
    page.goto("/verify/")
    page.get_by_label("File").set_input_files(path)
    steps.press(page, "Check the file")
    return page.locator("main .notice").first


def test_a_verifier_checks_a_list(any_page: Page, certificate, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = ("Number;Family name", f"{certificate['number']};N'DIAYE", "2026-00000-00000;Diallo")
    path.write_text("\n".join(rows))
    any_page.goto("/verify/list/")
    any_page.get_by_label("List").set_input_files(path)
    steps.press(any_page, "Check the list")
    expect(any_page.get_by_role("row", name=certificate["number"])).to_contain_text("Valid")
    expect(any_page.get_by_role("row", name="2026-00000-00000")).to_contain_text("No match")
    in_order(any_page)


def test_a_registrar_revokes_several(
    registrar: Page, any_page: Page, certificate, site: RunningSite
) -> None:
    registrar.goto("/admin/certificates/bulk/")
    registrar.get_by_role("link", name="Revoke several").first.click()
    registrar.get_by_label("Numbers of the certificates").fill(
        f"{certificate['number']}\n2026-00000-00000"
    )
    registrar.get_by_label("The issuer withdrew it.").check()
    registrar.get_by_label("Note for the record").fill("Tried in a browser.")
    registrar.get_by_role("button", name="Check").click()
    expect(registrar.get_by_role("row", name=certificate["number"])).to_contain_text(
        "Will be revoked"
    )
    registrar.get_by_role("button", name="Revoke them (1)").click()
    row = registrar.get_by_role("row", name=certificate["number"])
    steps.reload_until(registrar, row.get_by_text("Revoked", exact=True))
    any_page.goto(f"/verify/{certificate['code']}/")
    expect(any_page.get_by_role("status")).to_contain_text("was revoked and is not valid")
