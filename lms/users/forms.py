"""allauth's forms in our words; what to write stands in the label, not greyed in the field."""

from datetime import date
from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.socialaccount import forms as socialaccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, EmailField, Form, HiddenInput
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class OurWords:
    """In front of a form of allauth."""

    labels: ClassVar = {
        "email": _("E-mail address"),
        "login": _("E-mail address or user name"),
        "oldpassword": _("Current password"),
        "remember": _("Stay signed in on this device"),
    }
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = _("Type an address such as name@example.org.")


class LoginForm(OurWords, allauth.LoginForm):
    pass


def terms_that_hold() -> date | None:
    """The day of their version; None where there are none."""
    found: date | None = import_string(settings.TERMS_VERSION)()
    return found


class OfAge(OurWords, Form):
    """In front of each form to sign up: it keeps nothing; ``user_signed_up`` says that they agreed.

    What the person agreed to stands in the terms of the day that ``terms_version`` names: those
    that the form showed.
    """

    labels: ClassVar = OurWords.labels | {
        "is_adult": _("I am 18 years old or older"),
        "accepts_terms": _("I accept the terms of use"),
    }
    is_adult = BooleanField(
        error_messages={
            "required": _(
                "Accounts are for people of 18 years or more. If you are younger, ask the "
                "organisation that told you of the course: it can let you take part."
            )
        }
    )
    accepts_terms = BooleanField(
        error_messages={"required": _("Read the terms of use, and accept them to sign up.")}
    )
    terms_version = CharField(required=False, widget=HiddenInput)
    field_order: tuple[str, ...] = ("email", "password1", "is_adult", "accepts_terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms_version"].initial = str(terms_that_hold() or "")

    def clean(self) -> dict[str, Any]:
        """Who was shown another version ticks the box anew, for the one that holds."""
        cleaned = super().clean() or self.cleaned_data
        holds = terms_that_hold()
        if holds and cleaned.get("terms_version") != str(holds):
            said = _("These are not the terms that this page showed before. Read them again.")
            self.add_error("accepts_terms", said)
            posted: Any = self.data
            self.data = shown = posted.copy()
            shown["terms_version"] = str(holds)
            shown.pop("accepts_terms", None)
        return cleaned

    @property
    def terms_day(self) -> date | None:
        """Of the version that the page shows."""
        return terms_that_hold()


class SignupForm(OfAge, allauth.SignupForm):
    pass


class SocialSignupForm(OfAge, socialaccount.SignupForm):
    """After the sign-in at a provider; an address that it has verified is not asked for again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verified_email = next((a.email for a in self.sociallogin.email_addresses), "")
        if self.verified_email:
            del self.fields["email"]


class AddEmailForm(OurWords, allauth.AddEmailForm):
    def clean(self) -> dict[str, Any]:
        if import_string(settings.HAS_NO_EMAIL)(self.user):
            raise ValidationError(_("A learner under 18 has no e-mail address here."))
        return super().clean() or {}


class NewPassword(OurWords):
    labels: ClassVar = OurWords.labels | {
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class ChangePasswordForm(NewPassword, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, allauth.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, allauth.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, allauth.ResetPasswordKeyForm):
    pass


class RequestLoginCodeForm(OurWords, allauth.RequestLoginCodeForm):
    pass


class ReauthenticateForm(OurWords, allauth.ReauthenticateForm):
    pass


class Code(OurWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["dir"] = "ltr"  # 1234-ABCD would be turned round


class ConfirmCodeForm(Code, allauth.BaseConfirmCodeForm):
    pass


class ConfirmEmailCodeForm(Code, allauth.ConfirmEmailVerificationCodeForm):
    pass
