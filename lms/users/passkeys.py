"""Passkeys: each signs in by itself, since its device asks for a finger, a face or a PIN."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms, views
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, JSONField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .forms import OurWords
from .second_step import may_be_removed

NOT_TAKEN = _("The passkey was not accepted. Try again, or sign in in another way.")


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    """fido2 fails in ways of its own on what is no answer of a device, such as a list."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValidationError(NOT_TAKEN) from error
    except ValidationError as error:
        if getattr(error, "code", "") != "incorrect_code":
            raise
        raise ValidationError(NOT_TAKEN) from error


class AnswerField(JSONField):
    def to_python(self, value: Any) -> Any:
        """Django's lets through what Python says of a number that is too long."""
        with _in_one_sentence():
            return super().to_python(value)


class TakesAnswer:
    """In front of allauth's forms that take the answer of a device."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        errors = {"required": NOT_TAKEN, "invalid": NOT_TAKEN}
        self.fields["credential"] = AnswerField(widget=HiddenInput, error_messages=errors)


class Presented(TakesAnswer):
    def clean_credential(self) -> Any:
        with _in_one_sentence():
            return super().clean_credential()  # type: ignore[misc]


class LoginPasskeyForm(Presented, forms.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(Presented, forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Presented, forms.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(OurWords, TakesAnswer, forms.AddWebAuthnForm):
    labels = OurWords.labels | {"name": _("Name of this passkey")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].max_length = 80
        self.fields["name"].widget.attrs["maxlength"] = 80

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        with _in_one_sentence():
            return super().clean()


class RenamePasskeyForm(OurWords, forms.EditWebAuthnForm):
    labels = AddPasskeyForm.labels

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = 80


class AddPasskey(views.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class RemovePasskey(views.RemoveWebAuthnView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """allauth asks about the last one for codes of an app only."""
        step = request.user.is_authenticated and self.get_queryset().filter(pk=kwargs["pk"]).first()
        if step and not may_be_removed(step):
            said = get_adapter().error_messages["cannot_delete_authenticator"]
            messages.error(request, said)
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


class ReauthenticatePasskey(views.ReauthenticateWebAuthnView):
    def form_invalid(self, form: ReauthenticatePasskeyForm) -> HttpResponse:
        """allauth leads to the sign-in page, and from there away."""
        for error in form.errors.get("credential", []):
            messages.error(self.request, error)
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))
