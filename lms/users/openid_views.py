"""There and back: signing in with an account of another organisation, and what links to it."""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from requests import RequestException

from .linking import link, provider_names, waiting_login
from .openid import OurOAuth2Adapter
from .requests import SignedInRequest

logger = logging.getLogger(__name__)
REDIRECT = 302
type ProviderView = Callable[[HttpRequest, str], HttpResponse]


def _told_plainly(view: ProviderView) -> ProviderView:
    """A provider of ours, or 404; one that cannot be reached is a page that says so."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        except (OAuth2Error, RequestException) as error:
            logger.warning("Signing in with %s failed: %s", provider_id, error)
            provider = get_adapter().get_provider(request, provider=provider_id)
            return render_authentication_error(request, provider, exception=error)

    return guarded


@_told_plainly
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """By way of a page of ours: Chromium holds our form-action against each redirect of a form."""
    if request.method == "POST" and (limited := consume_or_429(request, action="login")):
        return limited
    response = OAuth2LoginView.adapter_view(OurOAuth2Adapter(request, provider_id))(request)
    if response.status_code != REDIRECT:
        return response
    names = provider_names(request)
    context = {"address": response.url, "name": names[provider_id]}
    return render(request, "socialaccount/leaving.html", context)


@_told_plainly
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return OAuth2CallbackView.adapter_view(OurOAuth2Adapter(request, provider_id))(request)


@login_required
@never_cache
def connections(request: SignedInRequest) -> HttpResponse:
    form = DisconnectForm(data=request.POST or None, request=request)
    if form.is_valid():
        form.save()
        return redirect("socialaccount_connections")
    names = provider_names(request)
    linked = SocialAccount.objects.filter(user=request.user).order_by("date_joined")
    accounts = [(account, names.get(account.provider, account.provider)) for account in linked]
    missing = names.keys() - {account.provider for account in linked}
    offered = {word: name for word, name in names.items() if word in missing}
    context = {"form": form, "accounts": accounts, "offered": offered}
    return render(request, "socialaccount/connections.html", context)


@login_required
@never_cache
def link_waiting(request: SignedInRequest) -> HttpResponse:
    waiting = waiting_login(request, request.user)
    if not waiting:
        return redirect("socialaccount_connections")
    if request.method == "POST":
        link(request=request, login=waiting)
        return redirect("socialaccount_connections")
    return render(request, "socialaccount/link.html", {"name": waiting.provider.name})
