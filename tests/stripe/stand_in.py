"""The stand-in on a port of its own: the addresses of Stripe that we ask, and its page to pay."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stripe.params import _customer_create_params as customer
from stripe.params import _customer_update_params as customer_update
from stripe.params import _dispute_list_params as disputes
from stripe.params import _event_list_params as events
from stripe.params import _invoice_create_params as invoice
from stripe.params import _invoice_finalize_invoice_params as finalize
from stripe.params import _invoice_item_create_params as item
from stripe.params import _invoice_list_params as invoices
from stripe.params import _invoice_payment_list_params as invoice_payments
from stripe.params import _invoice_retrieve_params as one_invoice
from stripe.params import _invoice_send_invoice_params as send
from stripe.params import _payment_intent_cancel_params as cancel
from stripe.params import _payment_intent_retrieve_params as one_payment
from stripe.params import _refund_create_params as refund
from stripe.params import _refund_list_params as refunds
from stripe.params.checkout import _session_create_params as session
from stripe.params.checkout import _session_expire_params as expire
from stripe.params.checkout import _session_list_params as sessions
from stripe.params.checkout import _session_retrieve_params as one_session

from .objects import LATER, Books, Refused, Thing
from .parameters import Wrong, check, decoded

PAGE = """<!doctype html><html lang="en"><title>Pay</title><h1>Pay {amount}</h1>
<form method="post"><button name="do" value="pay">Pay by card</button>
<button name="do" value="transfer">Pay by bank transfer</button></form>
<a href="{cancel_url}">Back without paying</a></html>"""
SECRET_KEY, WEBHOOK_SECRET = "sk_test_stand_in", "whsec_stand_in"


class StandIn(Books):
    """``deliver`` is called with each event as it happens where a test sets it."""

    def __init__(self) -> None:
        super().__init__(WEBHOOK_SECRET)
        self.lock = threading.RLock()
        self.url = ""
        self.clear()

    def clear(self) -> None:
        """As if nobody had ever asked."""
        self.forget()
        self.asked: list[tuple[str, str, Thing]] = []  # method, path, parameters
        self.answered: dict[str, tuple[Thing, Thing]] = {}  # by idempotency key
        self.is_down = False
        self.cancels = True  # payments too that its own page has made
        self.takes = 0.0  # seconds to answer
        self.deliver: Callable[[Thing], None] = lambda event: None

    def a_day_later(self) -> None:
        """Keys of idempotent requests are forgotten."""
        self.answered.clear()

    def tell(self, kind: str, about: Thing) -> None:
        super().tell(kind, about)
        self.deliver(self.events[-1])

    def answer(self, method: str, path: str, params: Thing, key: str) -> Thing:
        """Raises Wrong, Refused."""
        found = (
            (kind, handle, re.fullmatch(p, path)) for v, p, kind, handle in ROUTES if v == method
        )
        kind, handle, match = next((row for row in found if row[2]), (None, None, None))
        if kind is None or handle is None or match is None:
            raise Refused(f"Unrecognized request URL ({method}: {path}).")
        check(params, kind)
        self.asked.append((method, path, params))
        return self._once(key, params, partial(handle, self, params, *match.groups()))

    def _once(self, key: str, params: Thing, make: Callable[[], Thing]) -> Thing:
        if key in self.answered:
            before, thing = self.answered[key]
            if before != params:
                raise Refused("Keys for idempotent requests can only be used with the same ones.")
            return thing
        made = deepcopy(make())
        if key:
            self.answered[key] = (params, made)
        return made

    def listed(self, kind: str, params: Thing, **fields: Any) -> Thing:
        found = self.all(kind, **fields)
        if types := params.get("types"):
            found = [thing for thing in found if thing["type"] in types]
        if since := (params.get("created") or {}).get("gte"):
            found = [thing for thing in found if thing["created"] >= int(since)]
        if after := params.get("starting_after"):
            found = found[[thing["id"] for thing in found].index(after) + 1 :]
        limit = int(params.get("limit", 10))
        data = found[:limit]
        return {
            "object": "list",
            "data": data,
            "has_more": len(found) > limit,
            "url": f"/v1/{kind}s",
        }

    def update_customer(self, params: Thing, key: str) -> Thing:
        found = self.get(key, "customer")
        found.update(params)
        return found

    def cancel_asked(self, params: Thing, key: str) -> Thing:
        payment = self.get(key, "payment_intent")
        if not self.cancels:
            raise Refused("You cannot cancel this PaymentIntent: it was made by Checkout.")
        return self.cancel(payment)

    def payment(self, params: Thing, key: str) -> Thing:
        found = dict(self.get(key, "payment_intent"))
        if "latest_charge" in params.get("expand", ()) and found["latest_charge"]:
            found["latest_charge"] = self.things[found["latest_charge"]]
        return found


S = StandIn
ROUTES: list[tuple[str, str, type, Callable[..., Thing]]] = [
    (
        "POST",
        "/v1/customers",
        customer.CustomerCreateParams,
        lambda s, p: s.add("cus", "customer", **p),
    ),
    (
        "POST",
        "/v1/customers/([^/]+)",
        customer_update.CustomerUpdateParams,
        S.update_customer,
    ),
    (
        "POST",
        "/v1/checkout/sessions",
        session.SessionCreateParams,
        lambda s, p: s.make_session(p, s.url),
    ),
    (
        "GET",
        "/v1/checkout/sessions/([^/]+)",
        one_session.SessionRetrieveParams,
        lambda s, p, k: s.get(k, "checkout.session"),
    ),
    (
        "GET",
        "/v1/checkout/sessions",
        sessions.SessionListParams,
        lambda s, p: s.listed("checkout.session", p, payment_intent=p["payment_intent"]),
    ),
    (
        "POST",
        "/v1/checkout/sessions/([^/]+)/expire",
        expire.SessionExpireParams,
        lambda s, p, k: s.expire(s.get(k, "checkout.session")),
    ),
    ("GET", "/v1/payment_intents/([^/]+)", one_payment.PaymentIntentRetrieveParams, S.payment),
    (
        "POST",
        "/v1/payment_intents/([^/]+)/cancel",
        cancel.PaymentIntentCancelParams,
        S.cancel_asked,
    ),
    (
        "POST",
        "/v1/refunds",
        refund.RefundCreateParams,
        lambda s, p: s.refund(p["payment_intent"], int(p["amount"]), p.get("metadata")),
    ),
    (
        "GET",
        "/v1/refunds",
        refunds.RefundListParams,
        lambda s, p: s.listed("refund", p, payment_intent=p["payment_intent"]),
    ),
    (
        "GET",
        "/v1/disputes",
        disputes.DisputeListParams,
        lambda s, p: s.listed("dispute", p, payment_intent=p["payment_intent"]),
    ),
    ("POST", "/v1/invoices", invoice.InvoiceCreateParams, lambda s, p: s.make_invoice(p, s.url)),
    (
        "GET",
        "/v1/invoices",
        invoices.InvoiceListParams,
        lambda s, p: s.listed("invoice", p, customer=p["customer"]),
    ),
    ("POST", "/v1/invoiceitems", item.InvoiceItemCreateParams, lambda s, p: s.add_item(p)),
    (
        "POST",
        "/v1/invoices/([^/]+)/finalize",
        finalize.InvoiceFinalizeInvoiceParams,
        lambda s, p, k: s.finalise(k),
    ),
    (
        "POST",
        "/v1/invoices/([^/]+)/send",
        send.InvoiceSendInvoiceParams,
        lambda s, p, k: s.get(k, "invoice"),
    ),
    (
        "GET",
        "/v1/invoices/([^/]+)",
        one_invoice.InvoiceRetrieveParams,
        lambda s, p, k: s.get(k, "invoice"),
    ),
    (
        "GET",
        "/v1/invoice_payments",
        invoice_payments.InvoicePaymentListParams,
        lambda s, p: s.listed("invoice_payment", p, payment=p["payment"]),
    ),
    ("GET", "/v1/events", events.EventListParams, lambda s, p: s.listed("event", p)),
]


class Handler(BaseHTTPRequestHandler):
    books: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 (the name http.server asks for)
        address = urlsplit(self.path)
        if address.path.startswith("/pay/"):
            return self._show(self._session())
        return self._api("GET", address.path, decoded(address.query))

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if not self.path.startswith("/pay/"):
            return self._api("POST", self.path, decoded(body))
        with self.books.lock:
            page = self._session()
            later = parse_qs(body)["do"] == ["transfer"]
            self.books.pay(page, status=LATER if later else "succeeded")
        self.send_response(303)
        self.send_header("Location", page["success_url"])
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _session(self) -> Thing:
        return self.books.get(self.path.removeprefix("/pay/"), "checkout.session")

    def _show(self, page: Thing) -> None:
        html = PAGE.format(amount=page["amount_total"], cancel_url=page["cancel_url"])
        self._send(200, html.encode(), "text/html; charset=utf-8")

    def _api(self, method: str, path: str, params: Thing) -> None:
        status, answer = 200, {}
        time.sleep(self.books.takes)
        if self.books.is_down:
            status, answer = 500, {"error": {"type": "api_error", "message": "Down."}}
        elif self.headers["Authorization"] != f"Bearer {SECRET_KEY}":
            status, answer = 401, {"error": {"type": "invalid_request_error", "message": "Key?"}}
        else:
            try:
                with self.books.lock:
                    key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
                    answer = self.books.answer(method, path, params, key)
            except (Wrong, Refused) as error:
                status = 400
                answer = {"error": {"type": "invalid_request_error", "message": str(error)}}
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status >= 500:
            self.send_header("Stripe-Should-Retry", "false")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def stand_in() -> Iterator[StandIn]:
    books = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Handler,), {"books": books}))
    server.daemon_threads = True
    books.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield books
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
