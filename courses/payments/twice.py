"""A place that one person paid for by two orders: one of them is for Finance to give back."""

from django.utils import timezone

from courses.people.models import Person

from .models import Order
from .office import Difference

PAID_TWICE = "paid twice by the same person: give one back"


def note_paid_twice(order: Order) -> None:
    """List each paid order of its person for the same offering but the first; or no more."""
    if order.person is None:
        return
    Person.objects.held().get(pk=order.person.pk)  # of two at once the last sees both
    same = Order.objects.for_person(order.person).filter(lines__offering=order.line.offering)
    paid = [found for found in same.with_all().order_by("pk") if found.balance.is_paid]
    for extra in paid[1:]:
        Difference.objects.get_or_create(
            order=extra, mended_at=None, defaults={"missing": [PAID_TWICE]}
        )
    noted = Difference.objects.filter(order__in=same, missing=[PAID_TWICE], mended_at=None)
    noted.exclude(order__in=paid[1:]).update(mended_at=timezone.now())
