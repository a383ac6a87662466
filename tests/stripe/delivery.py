"""The stand-in's events, brought to our webhook."""

from collections.abc import Iterable

from django.test import Client

from .objects import Thing
from .stand_in import StandIn

WEBHOOK = "/stripe/webhook/"


def deliver(stripe: StandIn, events: Iterable[Thing]) -> list[int]:
    """The answers."""
    return [send(*stripe.signed(event)).status_code for event in events]


def send(body: bytes, signature: str):
    return Client(raise_request_exception=False).post(
        WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
