"""What a course page says to who cannot simply enrol."""

from dataclasses import dataclass
from datetime import date

from courses.learning.models import Admission, Offering

from . import gateway
from .models import Price


@dataclass(frozen=True)
class Offer:
    """An offering to pay for with its prices, or else one that organisations alone enrol in."""

    offering: Offering
    prices: list[Price]

    @property
    def is_paid(self) -> bool:
        return self.offering.admission == Admission.PAID

    @property
    def can_be_bought(self) -> bool:
        return self.is_paid and bool(self.prices) and gateway.is_set_up()


def offer_of(course_id: int, today: date) -> Offer | None:
    """What is paid for goes before what only an organisation gives."""
    found = (
        Offering.objects.open_on(today).filter(course=course_id).exclude(admission=Admission.FREE)
    )
    # "paid" comes after "organisation" in the alphabet.
    offering = found.order_by("-admission", "pk").prefetch_related("prices").first()
    return Offer(offering, list(offering.prices.all())) if offering else None
