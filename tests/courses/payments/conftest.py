"""A Stripe of our own, and a course that costs something."""

from collections.abc import Iterator

import pytest

from courses.models import Offering, Price
from tests.factories.courses import make_course
from tests.stripe.stand_in import SECRET_KEY, WEBHOOK_SECRET, StandIn, stand_in


@pytest.fixture(scope="session")
def _running() -> Iterator[StandIn]:
    with stand_in() as books:
        yield books


@pytest.fixture
def stripe(_running: StandIn, settings) -> StandIn:
    """Set up, and asked by nobody yet."""
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_API_BASE = settings.STRIPE_CHECKOUT_ORIGIN = _running.url
    _running.clear()
    return _running


@pytest.fixture
def offering(db) -> Offering:
    """For EUR 49.00."""
    found = make_course(quiz=False).offering
    Offering.objects.filter(pk=found.pk).update(admission="paid")
    Price.objects.create(offering=found, currency="EUR", amount=4900)
    found.refresh_from_db()
    return found
