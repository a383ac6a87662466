"""Paying as people do it in a browser, at a Stripe of our own: there, back, and what follows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import in_order
from tests.running_site import RunningSite, running_site
from tests.stripe.delivery import WEBHOOK
from tests.stripe.stand_in import SECRET_KEY, WEBHOOK_SECRET, StandIn, stand_in

pytestmark = pytest.mark.timeout(300)
BY_A_LIST = ("Kwame", "Kofi", "Abena")
OPEN_SHOP = ("shell", "--no-imports", "-c", "from tests.e2e.shop import open_shop; open_shop()")


@pytest.fixture(scope="module")
def stripe() -> Iterator[StandIn]:
    with stand_in() as books:
        yield books


@pytest.fixture(scope="module")
def site(stripe: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site of its own, which asks our Stripe."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRIPE_SECRET_KEY", SECRET_KEY)
        patch.setenv("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
        patch.setenv("STRIPE_API_BASE", stripe.url)
        patch.setenv("STRIPE_CHECKOUT_ORIGIN", stripe.url)
        patch.setenv("STRIPE_BANK_TRANSFERS", "EUR")
        with running_site(folder, None, data=OPEN_SHOP) as running:
            yield running
            assert "Internal Server Error" not in running.log(), running.log()


@dataclass
class Shop:
    site: RunningSite
    stripe: StandIn
    made: dict[str, Any]

    def come(self, page: Page, session: str) -> Page:
        cookie = {"name": "sessionid", "value": session, "url": self.site.url}
        page.context.add_cookies([cookie])
        return page

    def bring(self) -> None:
        """What has happened at Stripe, to the webhook."""
        for event in self.stripe.events:
            body, signature = self.stripe.signed(event)
            headers = {"Stripe-Signature": signature}
            answer = httpx.post(self.site.url + WEBHOOK, content=body, headers=headers, timeout=30)
            assert answer.status_code == 200, answer.text
        self.stripe.events.clear()

    def last_session(self) -> dict[str, Any]:
        return self.stripe.all("checkout.session")[0]


@pytest.fixture(scope="module")
def shop(site: RunningSite, stripe: StandIn) -> Shop:
    return Shop(site, stripe, json.loads((site.folder / "shop.json").read_text()))


@pytest.fixture
def buyer(shop: Shop, any_page: Page) -> Page:
    """Somebody who has bought nothing yet."""
    return shop.come(any_page, shop.made["buyers"].pop())


@pytest.fixture
def buyer_without_js(shop: Shop, page_without_js: Page) -> Page:
    return shop.come(page_without_js, shop.made["buyers"].pop())


def to_stripe(page: Page, shop: Shop) -> None:
    page.goto(shop.made["course"])
    expect(page.locator(".enrol-panel")).to_contain_text("EUR 49.00")
    page.get_by_role("link", name="Pay for the course").click()
    in_order(page)
    steps.press(page, "Go to the payment")
    expect(page.get_by_role("heading", name="Pay 4900")).to_be_visible()


def look_again(page: Page, javascript: bool, text: str) -> None:
    """The page changes by itself; without JavaScript, by its button."""
    if not javascript:
        page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("main")).to_contain_text(text)


def test_pay_and_learn(shop: Shop, buyer: Page, javascript: bool) -> None:
    to_stripe(buyer, shop)
    buyer.get_by_role("button", name="Pay by card").click()
    expect(buyer.get_by_role("main")).to_contain_text("We have not heard of a payment yet")
    in_order(buyer)
    shop.bring()
    look_again(buyer, javascript, "Your payment is confirmed")
    in_order(buyer)
    buyer.get_by_role("link", name="Go to the course").click()
    steps.enrol(buyer, steps.Newcomer())
    expect(buyer.get_by_role("main")).to_contain_text("You are enrolled")
    _refund(shop, buyer)


def _refund(shop: Shop, page: Page) -> None:
    """In Stripe's dashboard: the place ends, and the page says so."""
    shop.stripe.refund(shop.last_session()["payment_intent"])
    shop.bring()
    page.goto("/pay/")
    in_order(page)
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("The money was given back")
    page.goto(shop.made["course"])
    expect(page.get_by_role("link", name="Pay for the course")).to_be_visible()


def test_who_leaves_the_payment_has_paid_nothing_and_can_go_on(shop: Shop, buyer: Page) -> None:
    to_stripe(buyer, shop)
    buyer.get_by_role("link", name="Back without paying").click()
    expect(buyer.get_by_role("heading", name="The payment is not finished")).to_be_visible()
    in_order(buyer)
    buyer.get_by_role("link", name="Pay for the course").click()
    steps.press(buyer, "Go to the payment")
    expect(buyer.get_by_role("heading", name="Pay 4900")).to_be_visible()


def test_a_bank_transfer_opens_the_course_days_later(shop: Shop, buyer: Page) -> None:
    to_stripe(buyer, shop)
    buyer.get_by_role("button", name="Pay by bank transfer").click()
    shop.bring()
    buyer.reload()
    expect(buyer.get_by_role("main")).to_contain_text("We are waiting for your transfer")
    in_order(buyer)
    shop.stripe.arrive(shop.last_session())
    shop.bring()
    buyer.reload()
    expect(buyer.get_by_role("main")).to_contain_text("Your payment is confirmed")


def test_staff_give_the_money_back(shop: Shop, buyer_without_js: Page, wide_page: Page) -> None:
    """By a form of ours, with a reason; the buyer is told, and the place has ended."""
    to_stripe(buyer_without_js, shop)
    buyer_without_js.get_by_role("button", name="Pay by card").click()
    shop.bring()
    buyer_without_js.reload()
    expect(buyer_without_js.get_by_role("main")).to_contain_text("Your payment is confirmed")
    number = buyer_without_js.url.rstrip("/").rsplit("/", 1)[1]
    finance = shop.come(wide_page, shop.made["finance"])
    finance.goto(f"/admin/orders/?q={number}")
    finance.get_by_role("link", name=number).click()
    finance.get_by_role("link", name="Give money back").first.click()
    expect(finance.get_by_label("Amount")).to_have_value("49.00")
    finance.get_by_label("Reason").fill("The wrong course.")
    finance.get_by_role("main").locator("form [type=submit]").last.click()
    expect(finance.get_by_role("main")).to_contain_text("The wrong course.")
    expect(finance.get_by_role("main")).to_contain_text("Refunded EUR 49.00")
    shop.bring()
    buyer_without_js.reload()
    expect(buyer_without_js.get_by_role("main")).to_contain_text("The money was given back")


def test_30_seats_are_bought_a_list_takes_some_and_one_is_taken_back(
    shop: Shop, page_without_js: Page, wide_page: Page
) -> None:
    page = shop.come(page_without_js, shop.made["payer"])
    _buy_30_seats(shop, page)
    _bring_in_by_a_list(shop.come(wide_page, shop.made["manager"]), shop)
    page.goto(shop.made["billing"])
    expect(page.get_by_role("main")).to_contain_text("27 free")
    page.get_by_role("main").get_by_role("link", name="Interviewing with care").click()
    expect(page.get_by_role("heading", name="3 seats are given")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Kofi Mensah")
    _give_two(page)
    theirs = page.get_by_role("listitem").filter(has_text="Kofi Mensah")
    theirs.get_by_role("button", name="Take the seat back").click()
    expect(page.get_by_role("main")).to_contain_text("26 seats are free")
    expect(page.get_by_role("heading", name="4 seats are given")).to_be_visible()
    in_order(page)


def _buy_30_seats(shop: Shop, page: Page) -> None:
    page.goto(shop.made["billing"])
    page.get_by_role("link", name="Buy seats").click()
    page.get_by_label("Course and price of a seat").select_option(index=1)
    page.get_by_label("How many seats").fill("30")
    page.get_by_label("Your purchase order number").fill("PO 2026-7")
    in_order(page)
    steps.press(page, "Order the seats")
    page.get_by_role("button", name="Pay by card").click()
    expect(page.get_by_role("main")).to_contain_text("still confirming the payment")
    shop.bring()
    page.goto(shop.made["billing"])
    expect(page.get_by_role("main")).to_contain_text("30 free")


def _bring_in_by_a_list(manager: Page, shop: Shop) -> None:
    """Three people without an address, each with a seat."""
    rows = [f"{given},Mensah,SN-{number}" for number, given in enumerate(BY_A_LIST)]
    content = "\n".join(["Given name,Family name,Service number", *rows]).encode()
    manager.goto(shop.made["upload"])
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    manager.get_by_label("Your list").set_input_files(file)  # type: ignore[arg-type]
    manager.get_by_label("Enrol them in").select_option(label="Interviewing with care")
    steps.press(manager, "Check the list")
    manager.get_by_role("button", name="Do it for 3 rows").click(timeout=steps.PATIENCE)
    done = manager.get_by_role("button", name="Print cards for this list")
    expect(done).to_be_visible(timeout=steps.PATIENCE)


def _give_two(page: Page) -> None:
    for family, left in (("Diallo-0", 26), ("Diallo-1", 25)):
        page.get_by_label("Give a seat to somebody of your organisation").fill(family)
        steps.press(page, "Look up")
        page.get_by_role("button", name="Give a seat").click()
        expect(page.get_by_role("main")).to_contain_text(f"{left} seats are free")
