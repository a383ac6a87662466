"""The prices of an offering, edited with it: one a line."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import LogFormatter, log

from courses.learning.models import Admission, Offering
from lms.users.models import User

from .currencies import CURRENCIES, LEAST, MOST, NotAnAmount, digits, read, written
from .models import Price

Wanted = dict[str, int]
WORDS = 2
SET_PRICES = "courses.set_prices"  # in Wagtail's log


def parsed(text: str) -> Wanted:
    """Amounts by currency; raises ValidationError with a sentence for each line that is wrong."""
    wanted: Wanted = {}
    faults = []
    for line in text.splitlines():
        words = line.upper().split()
        if not words:
            continue
        fault = _fault(words, wanted) if len(words) == WORDS else ""
        if len(words) != WORDS:
            fault = _g("“%(line)s”: write a currency and an amount, such as EUR 49.00.")
        if fault:
            faults.append(forms.ValidationError(fault, params={"line": line.strip()[:40]}))
    if faults:
        raise forms.ValidationError(faults)
    return wanted


def _fault(words: list[str], wanted: Wanted) -> str:
    """What is wrong with a currency and an amount; nothing is, and it is wanted."""
    currency, text = words
    known = ", ".join(CURRENCIES)
    if currency not in CURRENCIES:
        return _g("“%(line)s”: prices can be in %(known)s.") % {"line": "%(line)s", "known": known}
    if currency in wanted:
        return _g("“%(line)s”: this currency has a price already.")
    try:
        amount = read(text, currency)
    except NotAnAmount:
        if digits(currency):
            return _g(
                "“%(line)s”: write the amount with a point and two places at most, such as 49.00."
            )
        return _g("“%(line)s”: this currency has no cents; write a whole number.")
    least = LEAST.get(currency, 1)
    if not least <= amount <= MOST:
        limits = {"least": written(least, currency), "most": written(MOST, currency)}
        return _g("“%(line)s”: write from %(least)s to %(most)s.") % {"line": "%(line)s", **limits}
    wanted[currency] = amount
    return ""


class OfferingForm(WagtailAdminModelForm):
    """An offering with its prices."""

    prices = forms.CharField(
        label=_("Prices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "One a line: the currency and the amount, such as EUR 49.00. Learners pay it where"
            " admission is paid; where there is a price, organisations buy a seat for each person."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            prices = self.instance.prices.all()
            self.initial["prices"] = "\n".join(str(price).replace(",", "") for price in prices)

    def clean_prices(self) -> Wanted:
        return parsed(self.cleaned_data["prices"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        paid = cleaned.get("admission") == Admission.PAID
        if paid and "prices" in cleaned and not cleaned["prices"]:
            self.add_error("prices", _("What is paid for needs a price."))
        return cleaned

    def save(self, commit: bool = True) -> Offering:
        with transaction.atomic():
            offering: Offering = super().save(commit)
            if commit:
                wanted = self.cleaned_data["prices"]
                set_prices(offering=offering, wanted=wanted, by=self.for_user)
        return offering


@transaction.atomic
def set_prices(*, offering: Offering, wanted: Wanted, by: User | None) -> None:
    """These and no others. What was ordered keeps the price it was sold for."""
    before = _as_written(offering)
    for price in offering.prices.exclude(currency__in=wanted):
        price.delete()
    for currency, amount in wanted.items():
        Price.objects.update_or_create(
            offering=offering, currency=currency, defaults={"amount": amount}
        )
    if (after := _as_written(offering)) != before:
        log(offering, SET_PRICES, user=by, data={"before": before, "after": after})


def _as_written(offering: Offering) -> list[str]:
    return [str(price) for price in Price.objects.filter(offering=offering)]


class PricesLog(LogFormatter):
    """In the history of the offering."""

    label = _("Change prices")

    def format_message(self, log_entry: Any) -> str:
        told = {name: ", ".join(log_entry.data[name]) or "–" for name in ("before", "after")}
        return _g("Prices were changed from %(before)s to %(after)s") % told
