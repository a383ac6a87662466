"""What staff fill in about money."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Offering
from courses.people.models import Person
from courses.people.services import person_for
from lms.users.models import User

from .currencies import NotAnAmount, read, written
from .models import Order
from .office import Refund

NOT_A_REPORT = _(
    "For the accounts only. This is not a place to report a concern about a child or a colleague."
)


class RefundForm(forms.Form):
    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    amount = forms.CharField(
        label=_("Amount"), widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=NOT_A_REPORT)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        balance = order.balance
        self.left = balance.paid - balance.returned
        whole = written(self.left, order.currency)
        self.fields["amount"].help_text = _(
            "%(whole)s is left. Given back whole, the places that it paid for end; in part, an"
            " organisation loses as many seats as the part is worth."
        ) % {"whole": whole}
        self.initial["amount"] = whole.split(" ")[1].replace(",", "")

    def clean_amount(self) -> int:
        key = self.cleaned_data.get("key")
        sent = Refund.objects.filter(uuid=key, order=self.order).first() if key else None
        if sent:  # again: it counts once, whatever is left by now
            return sent.amount
        try:
            amount = read(self.cleaned_data["amount"], self.order.currency)
        except NotAnAmount:
            raise forms.ValidationError(_("Write an amount with a point, such as 49.00.")) from None
        if not 0 < amount <= self.left:
            raise forms.ValidationError(
                _("Write more than nothing and no more than %(whole)s."),
                params={"whole": written(self.left, self.order.currency)},
            )
        return amount


class EndGrantForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=NOT_A_REPORT)


class GrantForm(forms.Form):
    account = forms.CharField(
        label=_("E-mail or user name"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    offering = forms.ModelChoiceField(
        label=_("Offering"),
        queryset=Offering.objects.all(),
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=NOT_A_REPORT)

    def clean_account(self) -> User:
        typed = self.cleaned_data["account"].strip()
        found = User.objects.filter(Q(email__iexact=typed) | Q(username__iexact=typed)).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no such account. People sign up first; then give them the place.")
            )
        return found

    def person(self) -> Person:
        return person_for(user=self.cleaned_data["account"])
