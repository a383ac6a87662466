"""Where Stripe tells us that something happened: the only word on payments that we believe."""

import stripe
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import gateway
from .events import handle

MOST_BYTES = 1024 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """200 where the event is kept, 400 where it is not Stripe's, 503 where it may come again."""
    if not gateway.is_set_up():
        return _said(404, "Payment is not set up on this site.")
    if len(request.body) > MOST_BYTES:  # Django itself refuses more than two megabytes
        return _said(413, "This is too long for an event.")
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = gateway.checked_event(request.body, signature)
        event["data"]["object"]["object"]  # noqa: B018 (what is no event has none)
    except stripe.SignatureVerificationError:
        return _said(400, "The signature is wrong or too old: is STRIPE_WEBHOOK_SECRET right?")
    except (ValueError, KeyError, TypeError, AttributeError):
        return _said(400, "This is not an event of Stripe.")
    try:
        with gateway.in_a_hurry():
            return _said(200, handle(event))
    except gateway.NotAnswered:
        return _said(503, "Stripe did not answer. Please send this event again.")
    except gateway.RefusedByStripe:  # to send it again would change nothing: it is listed
        return _said(200, "Stripe does not show us what this is about.")


def _said(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
