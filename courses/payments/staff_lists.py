"""The lists of the group Finance in the Wagtail admin: page by page, whatever is in them."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from courses.people.written_column import WrittenColumn

from .models import Order
from .office import Difference, Grant, StripeEvent


def _button(label: Any, name: str, icon: str) -> HeaderButton:
    return HeaderButton(label, url=reverse(f"finance:{name}"), icon_name=icon)


def _written(name: str) -> Callable[[Any], str]:
    """Of a row, with the direction of whoever wrote it."""
    return lambda row: format_html("<bdi>{}</bdi>", getattr(row, name) or "–")


def _order_column() -> TitleColumn:
    def url(row: Any) -> str | None:
        return reverse("finance:inspect", args=[row.order_id]) if row.order_id else None

    return TitleColumn("order", label=_("Order"), accessor=_written("order"), get_url=url)


MOST = 255  # what is longer than any field is found nowhere, and SQLite refuses to look for it


class FinanceIndexView(IndexView):
    paginate_by = 50

    @cached_property
    def search_query(self) -> str:
        return super().search_query[:MOST]


class OrderIndexView(FinanceIndexView):
    """Found by its number, what was sold, who bought it, or their purchase order."""

    model = Order
    search_fields = (
        "uuid",
        "lines__title",
        "person__given_name",
        "person__family_name",
        "organisation__name",
        "purchase_order",
    )
    list_filter = {"way": ["exact"], "created_at": ["date__gte", "date__lte"]}  # noqa: RUF012
    list_display = (
        TitleColumn(
            "uuid", label=_("Order"), accessor=_written("uuid"), url_name="finance:inspect"
        ),
        WrittenColumn("what", label=_("What"), accessor="line"),
        WrittenColumn("buyer", label=_("Buyer"), accessor="buyer"),
        WrittenColumn("total", label=_("Price"), accessor="total"),
        Column("state", label=_("State"), accessor="state_in_words"),
        DateColumn("created_at", label=_("Ordered"), accessor="created_at"),
    )

    def get_base_queryset(self):
        return Order.objects.with_all()

    @cached_property
    def header_buttons(self):
        """With how much waits for somebody: nobody may have to look for that."""
        failed = StripeEvent.objects.filter(handled_at__isnull=True).count()
        differing = Difference.objects.filter(mended_at__isnull=True).count()
        return [
            _button(gettext("Events that failed: %(n)d") % {"n": failed}, "events", "warning"),
            _button(gettext("Differences: %(n)d") % {"n": differing}, "differences", "resubmit"),
            _button(_("Places given away"), "grants", "pick"),
        ]


class EventIndexView(FinanceIndexView):
    model = StripeEvent
    page_title = _("Events that failed")
    list_display = (
        WrittenColumn("event_id", label=_("Event"), accessor="event_id"),
        WrittenColumn("type", label=_("Kind"), accessor="type"),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        WrittenColumn("problem", label=_("Problem"), accessor="problem"),
        DateColumn("received_at", label=_("Received"), accessor="received_at"),
        _order_column(),
    )

    def get_base_queryset(self):
        return StripeEvent.objects.filter(handled_at__isnull=True).select_related("order")


class DifferenceIndexView(FinanceIndexView):
    model = Difference
    page_title = _("Differences to Stripe; mend them with: manage.py reconcile_payments --mend")
    list_display = (
        _order_column(),
        WrittenColumn(
            "missing", label=_("Missing here"), accessor=lambda row: ", ".join(row.missing)
        ),
        DateColumn("found_at", label=_("Found"), accessor="found_at"),
    )

    def get_base_queryset(self):
        return Difference.objects.filter(mended_at__isnull=True).select_related("order")


class GrantIndexView(FinanceIndexView):
    model = Grant
    search_fields = ("person__given_name", "person__family_name", "offering__title")
    list_display = (
        TitleColumn(
            "person", label=_("Person"), accessor=_written("person"), url_name="finance:grant"
        ),
        WrittenColumn("offering", label=_("Offering"), accessor="offering"),
        WrittenColumn("reason", label=_("Reason"), accessor="reason"),
        WrittenColumn("by", label=_("Given by"), accessor="by"),
        DateColumn("granted_at", label=_("Given"), accessor="granted_at"),
        DateColumn("ended_at", label=_("Ended"), accessor="ended_at"),
    )

    def get_base_queryset(self):
        return Grant.objects.select_related("person", "offering", "by")

    @cached_property
    def header_buttons(self):
        return [_button(_("Give a place away"), "give", "plus")]
