"""What people fill in before they pay."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from .buying import MOST_SEATS, for_sale
from .currencies import MOST, written
from .models import Order, Price


class PriceForm(forms.Form):
    """In which currency; nothing to choose where there is one."""

    price = forms.ModelChoiceField(
        label=_("Price"),
        queryset=Price.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("This price has changed. Please look at it again.")},
    )

    def __init__(self, *args: Any, prices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["price"]
        field.queryset = prices  # type: ignore[attr-defined]
        field.initial = prices.first()
        if prices.count() == 1:
            field.widget = forms.HiddenInput()


class GiveForm(forms.Form):
    person = forms.UUIDField()


def _billed_to() -> forms.CharField:
    """Given to Stripe and not kept here; who pays at once writes it on Stripe's page."""
    return forms.CharField(
        label=_("Address and tax number"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "Printed on the invoice, if you want one. This is not a place to report a concern about"
            " a child or a colleague."
        ),
    )


class InvoiceForm(forms.Form):
    """Where an invoice goes that could not be sent before."""

    email = forms.EmailField(label=_("E-mail for the invoice"))
    billed_to = _billed_to()


class SeatPriceField(forms.ModelChoiceField):
    def label_from_instance(self, price: Any) -> str:
        return f"{price.offering.title}: {price}"


class SeatsForm(forms.Form):
    """Seats for an organisation. The e-mail is given to Stripe and not kept here."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    price = SeatPriceField(label=_("Course and price of a seat"), queryset=Price.objects.none())
    quantity = forms.IntegerField(
        label=_("How many seats"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    way = forms.ChoiceField(
        label=_("How to pay"),
        choices=Order.Way.choices,
        initial=Order.Way.CHECKOUT,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("E-mail for the invoice"),
        help_text=_("Stripe sends the invoice there. Use an address of your office."),
    )
    purchase_order = forms.CharField(
        label=_("Your purchase order number"),
        max_length=100,
        required=False,
        help_text=_("It is printed on the invoice."),
    )
    billed_to = _billed_to()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prices = Price.objects.filter(offering__in=for_sale()).select_related("offering")
        self.fields["price"].queryset = prices.order_by("offering__title", "currency")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        price, quantity = cleaned.get("price"), cleaned.get("quantity")
        if price and quantity and quantity * price.amount > MOST:
            self.add_error(
                "quantity",
                forms.ValidationError(
                    _("Together this is more than %(most)s, the most that can be paid at once."),
                    params={"most": written(MOST, price.currency)},
                ),
            )
        return cleaned
