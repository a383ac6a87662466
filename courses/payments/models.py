"""What was ordered, what Stripe says of its payment, and the seats it bought."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin
from courses.learning.models import Offering
from courses.people.models import Person
from courses.people.organisations import Organisation

from .currencies import CURRENCIES, written
from .folding import Balance, Fact, Kind, State, fold


class Price(models.Model):
    """What a place in an offering costs, once for each currency."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3, choices=[(code, code) for code in CURRENCIES])
    amount = models.PositiveIntegerField(help_text="In the smallest unit of the currency.")

    class Meta:
        ordering = ("currency",)
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "currency"), name="one_price_in_each_currency"
            ),
        )

    def __str__(self) -> str:
        return written(self.amount, self.currency)


class OrderQuerySet(models.QuerySet["Order"]):
    def for_person(self, person: Person) -> "OrderQuerySet":
        return self.filter(person=person)

    def with_all(self) -> "OrderQuerySet":
        return self.select_related("person", "organisation").prefetch_related(
            "lines__offering__course", "payments"
        )


class Order(models.Model):
    """What somebody asked to buy. Whether it is paid is a fold of its payments.

    Personal data: who bought it for themselves, or ordered it for an organisation; kept as long as
    accounts must be kept. Address, e-mail and tax number of who pays are with Stripe alone.
    """

    class Way(models.TextChoices):
        CHECKOUT = "checkout", _("Pay now, by card or bank transfer")
        INVOICE = "invoice", _("Get an invoice, and pay within 30 days")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    way = models.CharField(
        _("way to pay"), max_length=10, choices=Way.choices, default=Way.CHECKOUT
    )
    currency = models.CharField(max_length=3)
    locale = models.CharField(
        max_length=12, blank=True, help_text="The language it was ordered in, for letters about it."
    )
    purchase_order = models.CharField(_("purchase order number"), max_length=100, blank=True)
    stripe_session = models.CharField(max_length=255, blank=True)
    stripe_invoice = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(_("ordered"), default=timezone.now)

    objects: ClassVar = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="an_order_is_a_persons_or_an_organisations",
            ),
            models.UniqueConstraint(
                fields=("stripe_session",),
                condition=~Q(stripe_session=""),
                name="one_order_per_stripe_session",
            ),
            models.UniqueConstraint(
                fields=("stripe_invoice",),
                condition=~Q(stripe_invoice=""),
                name="one_order_per_stripe_invoice",
            ),
        )

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def buyer(self) -> Person | Organisation:
        found = self.person or self.organisation
        assert found  # noqa: S101 (the constraint says so)
        return found

    @cached_property
    def line(self) -> "OrderLine":
        """The only one: what is sold today is sold one thing at a time."""
        [line] = self.lines.all()
        return line

    @property
    def balance(self) -> Balance:
        """As the payments say at this moment; prefetch them for a list."""
        return fold(payment.fact for payment in self.payments.all())

    @property
    def state_in_words(self) -> str:
        return str(STATES[self.balance.state])

    @property
    def total(self) -> str:
        return written(self.line.quantity * self.line.unit_amount, self.currency)

    @property
    def paid(self) -> str:
        """Not the price where a promotion code was typed."""
        return written(self.balance.paid, self.currency)

    @property
    def returned(self) -> str:
        return written(self.balance.returned, self.currency)


class OrderLine(models.Model):
    """What was sold, with title and price as they were then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_amount = models.PositiveIntegerField(help_text="In the smallest unit of the currency.")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gte=1), name="an_order_line_is_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"


class Payment(AppendOnlyMixin):
    """One fact about the money of an order, as Stripe told it, by the id it has there.

    One alone is told by the buyer: that they gave a payment up.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=14, choices=[(kind, kind) for kind in Kind])
    stripe_id = models.CharField(max_length=255)
    amount = models.PositiveIntegerField(default=0, help_text="In the smallest unit.")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("stripe_id", "kind"), name="a_fact_of_stripe_counts_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.stripe_id}"

    @property
    def fact(self) -> Fact:
        return Fact(Kind(self.kind), self.stripe_id, self.amount)

    @property
    def in_words(self) -> str:
        """What happened."""
        return str(KINDS[Kind(self.kind)])

    @property
    def how_much(self) -> str:
        """The amount it was about, where it was about one."""
        return written(self.amount, self.order.currency) if self.amount else ""


class SeatQuerySet(models.QuerySet["Seat"]):
    def running(self) -> "SeatQuerySet":
        return self.filter(ended_at__isnull=True)


class Seat(models.Model):
    """A place that an organisation bought, given to a person; what nobody has is free.

    Personal data: that an organisation pays for this person's course; kept while the person is.
    """

    class End(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        REFUND = "refund", _("Its money was given back")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Nobody where its money was given back.",
    )
    end = models.CharField(max_length=10, choices=End.choices, blank=True)

    objects: ClassVar = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("line", "person"),
                condition=Q(ended_at__isnull=True),
                name="one_running_seat_per_person_and_line",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.person}"


class StripeCustomer(models.Model):
    """Under which id Stripe keeps who pays for an organisation; its invoices are written to it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="stripe_customer"
    )
    customer_id = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.customer_id


KINDS = {
    Kind.AWAITED: _("A transfer is on its way"),
    Kind.GIVEN_UP: _("The buyer gave the payment up"),
    Kind.FAILED: _("The payment failed"),
    Kind.EXPIRED: _("The page to pay was left"),
    Kind.VOIDED: _("The invoice was cancelled"),
    Kind.PAID: _("Paid"),
    Kind.REFUNDED: _("Refunded"),
    Kind.REFUND_FAILED: _("The refund failed"),
    Kind.DISPUTED: _("The bank asks for it back"),
    Kind.DISPUTE_WON: _("The bank left it with us"),
    Kind.DISPUTE_LOST: _("Taken back by the bank"),
}

STATES = {
    State.OPEN: _("Not paid"),
    State.AWAITED: _("Waiting for the transfer"),
    State.GIVEN_UP: _("The payment was given up"),
    State.FAILED: _("The payment failed"),
    State.EXPIRED: _("Not paid in time"),
    State.VOIDED: _("The invoice was cancelled"),
    State.PAID: _("Paid"),
    State.DISPUTED: _("Paid; the bank asks for it back"),
    State.PARTLY_REFUNDED: _("Partly refunded"),
    State.REFUNDED: _("Refunded"),
    State.DISPUTE_LOST: _("Taken back by the bank"),
}
