"""What staff do about money, and what they look through: events, refunds, grants, differences."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin
from courses.learning.models import Offering
from courses.people.models import Person

from .currencies import written
from .models import Order


class StripeEvent(models.Model):
    """An event that Stripe sent, handled once. ``payload`` holds ids and amounts, no names."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", _("An order was settled")
        NOT_OURS = "not_ours", _("Of no order of ours")
        KEPT = "kept", _("Of a kind that concerns no order")
        FAILED = "failed", _("Could not be handled; Stripe sends it again")

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(_("type"), max_length=100)
    payload = models.JSONField(default=dict)
    order = models.ForeignKey(
        Order, null=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("order")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled"), null=True)

    class Meta:
        verbose_name = _("event of Stripe")
        verbose_name_plural = _("events of Stripe")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class Refund(AppendOnlyMixin):
    """That staff asked Stripe to give money back, and why; that it happened is a payment's fact.

    Written once; ``answer`` alone is added when Stripe has answered.

    Personal data: who of the staff asked; kept as long as the order.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveIntegerField(help_text="In the smallest unit of the currency.")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(
        max_length=255,
        blank=True,
        help_text="The id of the refund at Stripe, or why it refused; empty until it answers.",
    )

    def __str__(self) -> str:
        return f"{written(self.amount, self.order.currency)}: {self.reason}"


class Grant(models.Model):
    """A place that staff gave away, and why.

    Personal data: that this person was given the course, by whom and why, and who ended it and why;
    kept while the person is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(_("granted"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("place given away")
        verbose_name_plural = _("places given away")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.offering}: {self.person}"


class Reconciliation(models.Model):
    """That Stripe was asked what we may have missed, and since when."""

    began_at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0, help_text="How many orders were looked at.")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.began_at)


class Difference(models.Model):
    """What Stripe knows of an order and we did not, until somebody mended it."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="differences", verbose_name=_("order")
    )
    missing = models.JSONField(_("missing"), help_text="Kinds of fact with their ids at Stripe.")
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    mended_at = models.DateTimeField(_("mended"), null=True)

    class Meta:
        verbose_name = _("difference to Stripe")
        verbose_name_plural = _("differences to Stripe")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("order",),
                condition=models.Q(mended_at__isnull=True),
                name="one_open_difference_per_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}: {', '.join(self.missing)}"
