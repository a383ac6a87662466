"""A gate without a network: the phone checks what we signed on the paper by itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.pseudo import CODE
from tests.certificates.names_folded import EXAMPLES, folded_letters, printable_letters
from tests.e2e.accessibility import in_order
from tests.e2e.compressed import compressed
from tests.e2e.conftest import OpenPage
from tests.e2e.world import World
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

Gate = Callable[..., Page]
FORGET_LISTS = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const lists = (await cache.keys()).filter(({ url }) => url.includes("/status/"));
    await Promise.all(lists.map((list) => cache.delete(list)));
  }
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    found.push(...kept.map((request) => new URL(request.url).pathname));
  }
  return found;
}"""
GENUINE, UNCHECKED = "Genuine, and not revoked.", "Genuine when issued; status not checked."
ALTERED = "This paper was not issued by us, or it was altered."
VERDICTS = {
    "valid": GENUINE,
    "expired": "This certificate has expired.",
    "revoked": "This certificate was revoked or replaced. It is not valid.",
}


@pytest.fixture(scope="module")
def as_in_production(site: RunningSite) -> Iterator[RunningSite]:
    """With the files that production sends, which is what has to be kept."""
    with compressed(site) as second:
        yield second


@pytest.fixture
def gate(open_page: OpenPage, as_in_production: RunningSite, world: World) -> Gate:
    """A phone that has opened the verify page once, and scans a paper now, without a network."""

    def gate(paper: str, *, forget: bool = False) -> Page:
        page = open_page(line_breaks=True)
        page.goto(f"{as_in_production.url}/verify/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        if forget:
            page.evaluate(FORGET_LISTS)
            page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.context.set_offline(True)
        page.goto(as_in_production.url + world.addresses.get(f"paper_{paper}", paper))
        return page

    return gate


def tampered(world: World) -> str:
    """Of a paper whose signed lines say a little more than we signed."""
    address, _, proof = world.addresses["paper_valid"].partition("#")
    at = len(proof) // 2
    return f"{address}#{proof[:at]}{'B' if proof[at] == 'A' else 'A'}{proof[at + 1 :]}"


def line(page: Page, name: str) -> Locator:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
    return row.get_by_role("cell").last


def verdict(page: Page) -> Locator:
    return page.locator("offline-proof .verify-word:visible")


@pytest.mark.parametrize("paper", VERDICTS)
def test_a_paper_is_checked_without_a_network(gate: Gate, world: World, paper: str) -> None:
    page = gate(paper)
    expect(verdict(page)).to_have_text(VERDICTS[paper])
    online = page.context.browser.new_page()  # another device, with a network
    online.goto(page.url.partition("#")[0])
    for name in ("Certificate number", "Completed on", "Valid until", "Issued by"):
        expect(line(page, name)).to_have_text(line(online, name).inner_text())
    online.close()
    in_order(page)


def test_an_altered_paper_is_refused(gate: Gate, world: World) -> None:
    page = gate(tampered(world))
    expect(verdict(page)).to_have_text(ALTERED)
    expect(page.get_by_role("table")).to_be_hidden()
    in_order(page)


def test_the_next_paper_is_checked_in_the_place_of_the_last(gate: Gate, world: World) -> None:
    page = gate("valid")
    expect(verdict(page)).to_have_text(GENUINE)
    page.evaluate("proof => location.hash = proof", tampered(world).partition("#")[2])
    expect(verdict(page)).to_have_text(ALTERED)


def test_without_a_list_the_status_is_not_known(gate: Gate) -> None:
    page = gate("revoked", forget=True)
    expect(verdict(page)).to_have_text(UNCHECKED)


def test_a_protected_name_is_compared_with_what_somebody_types(gate: Gate) -> None:
    page = gate("protected")
    expect(verdict(page)).to_have_text(GENUINE)
    expect(page.get_by_text("Diallo")).to_have_count(0)
    for typed, answer in (
        ("Diall", "This is not the family name on this certificate."),
        ("DIÁLLO", "This is the family name that the certificate was issued for."),
        ("", "This is not the family name on this certificate."),
    ):
        page.get_by_label("Family name of the holder").fill(typed)
        page.get_by_role("button", name="Check the name").click()
        expect(page.locator("[data-name]:visible")).to_have_text(answer)
    in_order(page)


def test_a_small_qr_code_says_what_to_do_instead(gate: Gate, world: World) -> None:
    page = gate(world.addresses["verify_longname"])
    expect(page.get_by_text("we cannot look up a code now")).to_be_visible()
    expect(verdict(page)).to_have_count(0)


@pytest.mark.parametrize("paper", ["valid", "protected"])
def test_from_right_to_left(open_page: OpenPage, world: World, paper: str) -> None:
    """The same page over the network: only development has the pseudo-language."""
    page = open_page(extra_http_headers={"Accept-Language": CODE})
    page.goto(f"/verify/offline/#{world.addresses[f'paper_{paper}'].partition('#')[2]}")
    expect(verdict(page)).to_contain_text(GENUINE)
    in_order(page)


def test_a_browser_that_cannot_check_signatures_says_so(gate: Gate, world: World) -> None:
    page = gate("/verify/")
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('no'))")
    page.goto(page.url.removesuffix("/verify/") + world.addresses["paper_valid"])
    expect(verdict(page)).to_have_text("Not checked: this browser cannot check signatures.")


def test_nothing_of_a_certificate_is_kept(gate: Gate, world: World) -> None:
    page = gate("valid")
    kept = page.evaluate(KEPT)
    assert "/verify/offline/" in kept
    assert "/.well-known/did.json" in kept
    assert [path for path in kept if path.startswith("/verify/")] == ["/verify/offline/"]
    code = world.addresses["paper_valid"].split("/")[2]
    assert code not in "".join(kept)


# --- with a network ------------------------------------------------------------------------------


def test_online_the_page_says_that_the_paper_agrees(page: Page, world: World) -> None:
    page.goto(world.addresses["paper_valid"])
    expect(page.get_by_text("says the same as this page")).to_be_visible()
    expect(page.get_by_text("This certificate is valid.")).to_be_visible()
    in_order(page)


def test_online_the_page_says_which_line_differs(page: Page, world: World) -> None:
    """The signed lines of one paper on the address of another."""
    proof = world.addresses["paper_expired"].partition("#")[2]
    page.goto(f"{world.addresses['verify_longname']}#{proof}")
    expect(page.get_by_text("the paper was put together from others")).to_be_visible()
    table = page.locator("offline-proof table")
    expect(table.get_by_role("rowheader", name="Valid until")).to_be_visible()
    expect(table.get_by_role("cell", name="Amara Diallo")).to_be_visible()
    expect(table.get_by_role("rowheader", name="Issued by")).to_be_hidden()
    in_order(page)


def test_online_an_altered_paper_is_refused(page: Page, world: World) -> None:
    page.goto(tampered(world))
    expect(page.get_by_text("were not issued by us, or they were altered")).to_be_visible()
    in_order(page)


def test_without_a_paper_or_without_javascript_the_page_is_as_it_was(
    any_page: Page, world: World
) -> None:
    any_page.goto(world.addresses["verify_longname"] + "#main")
    expect(any_page.get_by_text("This certificate is valid.")).to_be_visible()
    expect(any_page.locator("offline-proof [data-verdict]:visible")).to_have_count(0)


def test_names_are_folded_as_on_the_server(page: Page) -> None:
    page.goto("/verify/")
    fold = """async (names) => {
      const { foldName } = await import("/static/js/fold-name.js");
      return names.map(foldName);
    }"""
    assert page.evaluate(fold, list(EXAMPLES)) == list(EXAMPLES.values())
    letters = [f"a{letter}b" for letter in printable_letters()]
    assert page.evaluate(fold, letters) == folded_letters()
