"""What a claim asks."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from courses.learning.forms import CertificateNameForm
from courses.people.models import Person
from lms.users.forms import OfAge

from .claiming import USER_NAME, has_number, is_random, numbers_of


class CardForm(forms.Form):
    """The two things on a card."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}
        ),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )


class AccountForm(OfAge, CertificateNameForm):
    user_name = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("Small letters, digits, dots and dashes. Not your own name, if that is safer."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=_("At least 10 characters. Three words that do not belong together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("user_name", "password")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_user_name(self) -> str:
        name: str = self.cleaned_data["user_name"].strip().lower()
        if "@" in name:
            raise forms.ValidationError(_("This is an e-mail address. Choose another name."))
        if not USER_NAME.fullmatch(name):
            message = _("Take 4 to 40 small letters, digits, dots and dashes, without spaces.")
            raise forms.ValidationError(message)
        if is_random(name):
            raise forms.ValidationError(_("Choose a name that is shorter or longer by a letter."))
        if has_number(name, numbers_of(self.person)):
            raise forms.ValidationError(_("Leave your service number out of it."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
