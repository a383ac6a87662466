"""What a first visit costs on the wire, with the files that production sends."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.compressed import compressed
from tests.e2e.pages import COURSE, PAGES
from tests.e2e.world import Shown, World
from tests.running_site import RunningSite

KIB = 1024
REQUESTS = 14
WHOLE = 120 * KIB
MOST = {"Stylesheet": 20 * KIB, "Script": 15 * KIB}
HTML = 30 * KIB  # as a proxy sends it, compressed
FONTS = 2
VISITS = {"the course page": PAGES["course"], "a lesson": Shown("learner", COURSE + "the-market/")}


@dataclass
class Received:
    """Bytes on the wire, headers included, by the kind of each answer."""

    html: str = ""
    bytes: dict[str, list[int]] = field(default_factory=dict)

    def of(self, kind: str) -> int:
        return sum(self.bytes.get(kind, []))

    @property
    def compressed_html(self) -> int:
        return len(gzip.compress(self.html.encode()))

    @property
    def on_the_wire(self) -> int:
        """Of our own files as they came, of the page as a proxy sends it."""
        return sum(self.all) - self.of("Document") + self.compressed_html

    @property
    def all(self) -> list[int]:
        return [size for sizes in self.bytes.values() for size in sizes]


@pytest.fixture(scope="module")
def as_in_production(site: RunningSite) -> Iterator[RunningSite]:
    with compressed(site) as second:
        yield second


@pytest.mark.parametrize("name", VISITS)
def test_a_first_visit_costs_little(
    name: str, browser: Browser, as_in_production: RunningSite, world: World
) -> None:
    shown = VISITS[name]
    context = browser.new_context(
        base_url=as_in_production.url, storage_state=world.cookies[shown.who]
    )
    received = _visit(context.new_page(), shown.address.format(language="en"))
    context.close()
    for kind, most in MOST.items():
        assert 0 < received.of(kind) <= most, f"{kind}: {received.bytes}"
    assert received.compressed_html <= HTML
    assert len(received.bytes.get("Font", [])) <= FONTS, received.bytes
    assert len(received.all) <= REQUESTS, received.bytes
    assert received.on_the_wire <= WHOLE, received.bytes


def _visit(page: Page, address: str) -> Received:
    """Chromium's own count, with nothing in its cache."""
    received, kinds = Received(), {}
    devtools = page.context.new_cdp_session(page)

    def arrived(event: dict) -> None:
        kind = kinds[event["requestId"]]
        received.bytes.setdefault(kind, []).append(int(event["encodedDataLength"]))

    devtools.on(
        "Network.requestWillBeSent",
        lambda event: kinds.update({event["requestId"]: event["type"]}),
    )
    devtools.on("Network.loadingFinished", arrived)
    devtools.send("Network.enable")
    response = page.goto(address, wait_until="networkidle")
    received.html = response.text()
    return received
