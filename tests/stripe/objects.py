"""What Stripe keeps, as far as we use it, and what happens to it when people pay."""

import itertools
import json
import time
from copy import deepcopy
from typing import Any

import stripe

type Thing = dict[str, Any]
LATER = "processing"


class Refused(ValueError):
    """What Stripe would answer with 400."""


class Books:
    """Every object by its id, and each event as it was when it happened."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._numbers = itertools.count(1)  # an id is never used again
        self.forget()

    def forget(self) -> None:
        self.things: dict[str, Thing] = {}
        self.events: list[Thing] = []

    def add(self, prefix: str, kind: str, **fields: Any) -> Thing:
        key = f"{prefix}_{next(self._numbers):06}"
        thing = {"id": key, "object": kind, "created": int(time.time()), **fields}
        self.things[key] = thing
        return thing

    def get(self, key: str, kind: str) -> Thing:
        thing = self.things.get(key)
        if thing is None or thing["object"] != kind:
            raise Refused(f"No such {kind}: '{key}'")
        return thing

    def all(self, kind: str, **fields: Any) -> list[Thing]:
        """The newest first, as Stripe lists."""
        found = [thing for thing in self.things.values() if thing["object"] == kind]
        return [t for t in reversed(found) if all(t.get(n) == v for n, v in fields.items())]

    def tell(self, kind: str, about: Thing) -> None:
        self.events.append(
            self.add("evt", "event", type=kind, data={"object": deepcopy(about)}, livemode=False)
        )

    def signed(self, event: Thing, *, age: int = 0) -> tuple[bytes, str]:
        """The body of a webhook, and its signature."""
        body = json.dumps(event)
        moment = int(time.time()) - age
        sign = stripe.WebhookSignature.generate_signature_header
        return body.encode(), sign(body, self.secret, timestamp=moment)

    # --- what we ask for ------------------------------------------------------------------------

    def make_session(self, params: Thing, origin: str) -> Thing:
        items = params["line_items"]
        total = sum(int(i["price_data"]["unit_amount"]) * int(i.get("quantity", 1)) for i in items)
        wants_customer = "customer_update" in params or "payment_method_options" in params
        if wants_customer and not params.get("customer"):
            raise Refused("You must provide a customer.")
        session = self.add(
            "cs_test",
            "checkout.session",
            amount_total=total,
            currency=items[0]["price_data"]["currency"],
            payment_status="unpaid",
            status="open",
            payment_intent=None,
            invoice=None,
            **{
                name: params.get(name)
                for name in ("client_reference_id", "customer", "success_url", "cancel_url")
            },
            metadata=params.get("metadata", {}),
            asked=params,
        )
        session["url"] = f"{origin}/pay/{session['id']}"
        return session

    def make_invoice(self, params: Thing, origin: str) -> Thing:
        self.get(params["customer"], "customer")
        return self.add(
            "in",
            "invoice",
            customer=params["customer"],
            status="draft",
            amount_paid=0,
            amount_due=0,
            currency=params["currency"],
            metadata=params.get("metadata", {}),
            payments={"object": "list", "data": [], "has_more": False, "url": "/v1/payments"},
            hosted_invoice_url=None,
            asked=params,
            origin=origin,
        )

    def add_item(self, params: Thing) -> Thing:
        invoice = self.get(params["invoice"], "invoice")
        if invoice["status"] != "draft":
            raise Refused("This invoice is no longer editable.")
        invoice["amount_due"] += int(params["amount"])
        return self.add("ii", "invoiceitem", invoice=invoice["id"])

    def finalise(self, key: str) -> Thing:
        invoice = self.get(key, "invoice")
        if invoice["status"] != "draft":
            raise Refused("This invoice is already finalized.")
        invoice["status"] = "open"
        invoice["hosted_invoice_url"] = f"{invoice['origin']}/invoice/{key}"
        return invoice

    def refund(
        self, intent: str, amount: int | None = None, metadata: Thing | None = None
    ) -> Thing:
        """By us or in Stripe's dashboard."""
        payment = self.get(intent, "payment_intent")
        charge = self.things[payment["latest_charge"]]
        left = charge["amount"] - charge["amount_refunded"]
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise Refused("Refund amount is greater than unrefunded amount on charge.")
        refund = self.add(
            "re",
            "refund",
            amount=amount,
            status="succeeded",
            payment_intent=intent,
            charge=charge["id"],
            metadata=metadata or {},
        )
        charge["amount_refunded"] += amount
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return refund

    # --- what happens there ---------------------------------------------------------------------

    def pay(self, session: Thing, *, status: str = "succeeded", discount: int = 0) -> Thing:
        """Somebody pays on the page of Stripe, at once or (``LATER``) by a bank transfer."""
        if session["status"] != "open":
            raise Refused("This page is closed.")
        session["status"], session["amount_total"] = "complete", session["amount_total"] - discount
        if not session["amount_total"]:
            session["payment_status"] = "no_payment_required"
            self.tell("checkout.session.completed", session)
            return session
        data = session["asked"].get("payment_intent_data", {})
        payment = self._payment(session["amount_total"], data.get("metadata", {}), status)
        session["payment_intent"] = payment["id"]
        if status == "succeeded":
            self._succeed(payment)
            session["payment_status"] = "paid"
        self.tell("checkout.session.completed", session)
        return payment

    def arrive(self, session: Thing) -> Thing:
        """The transfer has come."""
        payment = self._succeed(self.things[session["payment_intent"]])
        session["payment_status"] = "paid"
        self.tell("checkout.session.async_payment_succeeded", session)
        return payment

    def fail(self, session: Thing) -> None:
        self.things[session["payment_intent"]]["status"] = "requires_payment_method"
        self.tell("checkout.session.async_payment_failed", session)

    def cancel(self, payment: Thing) -> Thing:
        """By us, in the dashboard, or by Stripe itself."""
        if payment["status"] in ("succeeded", "canceled"):
            raise Refused(f"You cannot cancel this PaymentIntent: it is {payment['status']}.")
        payment["status"] = "canceled"
        self.tell("payment_intent.canceled", payment)
        return payment

    def expire(self, session: Thing) -> Thing:
        if session["status"] != "open":
            raise Refused("Only Checkout Sessions with a status in [open] can be expired.")
        session["status"], session["url"] = "expired", None
        self.tell("checkout.session.expired", session)
        return session

    def pay_invoice(self, invoice: Thing) -> Thing:
        payment = self._succeed(self._payment(invoice["amount_due"], {}, "processing"))
        invoice |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        paid = self.add(
            "inpay",
            "invoice_payment",
            status="paid",
            amount_paid=invoice["amount_paid"],
            invoice=invoice["id"],
            payment={"type": "payment_intent", "payment_intent": payment["id"]},
        )
        invoice["payments"]["data"].append(paid)
        self.tell("invoice.paid", invoice)
        return payment

    def void(self, invoice: Thing) -> None:
        invoice["status"] = "void"
        self.tell("invoice.voided", invoice)

    def refund_fails(self, refund: Thing) -> None:
        refund["status"] = "failed"
        self.things[refund["charge"]]["amount_refunded"] -= refund["amount"]
        self.tell("refund.failed", refund)

    def dispute(self, payment: Thing, status: str = "needs_response") -> Thing:
        dispute = self.add(
            "dp",
            "dispute",
            amount=payment["amount_received"],
            status=status,
            payment_intent=payment["id"],
            charge=payment["latest_charge"],
            metadata={},
        )
        self.tell("charge.dispute.created", dispute)
        return dispute

    def decide(self, dispute: Thing, status: str) -> None:
        dispute["status"] = status
        self.tell("charge.dispute.closed", dispute)

    def _payment(self, amount: int, metadata: Thing, status: str) -> Thing:
        return self.add(
            "pi",
            "payment_intent",
            amount=amount,
            amount_received=0,
            metadata=metadata,
            status=status,
            latest_charge=None,
        )

    def _succeed(self, payment: Thing) -> Thing:
        charge = self.add(
            "ch",
            "charge",
            amount=payment["amount"],
            amount_refunded=0,
            payment_intent=payment["id"],
            metadata=payment["metadata"],
            receipt_url="https://pay.stripe.com/receipts/made-up",
        )
        payment |= {"status": "succeeded", "amount_received": payment["amount"]}
        payment["latest_charge"] = charge["id"]
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", payment)
        return payment
