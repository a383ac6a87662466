"""OpenID Connect as we trust it: every token is checked, and little of what it says is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
    _pick_data,
)
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest

KEPT_FOR = 3600  # seconds; each sign-in would ask the provider for its addresses first
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@contextmanager
def _readable() -> Iterator[None]:
    """Raises OAuth2Error for an answer of the provider that lacks something."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error("The provider's answer cannot be read.") from error


class OurOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's addresses; raises OAuth2Error where it does not give them.

        The issuer must be the one that we know: OpenID Connect Discovery 1.0, section 4.3.
        """
        address = self.get_provider().server_url
        found = cache.get(f"openid:{address}")
        if found is None:
            found = self._fetched_config()
            cache.set(f"openid:{address}", found, KEPT_FOR)
        return found

    def _fetched_config(self) -> dict[str, Any]:
        with _readable():
            found = super().openid_config
        if not isinstance(found, dict) or any(not found.get(name) for name in ADDRESSES):
            raise OAuth2Error("The provider does not give its addresses.")
        known = self.get_provider().app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != known:
            raise OAuth2Error(f"The provider says that it is {found.get('issuer')}.")
        return found

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _readable():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        with _readable():
            return super().parse_token(data)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider gave no id_token.")
        with _readable():
            return super().complete_login(request, app, token, **kwargs)

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        self._told = super()._fetch_user_info(access_token)
        return self._told

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """With its signature, which allauth leaves out where TLS protects the way."""
        config = self.openid_config
        claims = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if claims["sub"] != self._told["sub"]:
            raise OAuth2Error("The token and the provider speak of two people.")
        return claims


class OurProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OurOAuth2Adapter

    @classmethod
    def get_package(cls) -> str:
        """Where allauth looks for its addresses."""
        return OpenIDConnectProvider.get_package()

    def serialize(self) -> dict[str, Any]:
        """By the word that is ours: two providers may know us by the same client id."""
        return {"id": self.sub_id}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """No name: a learner's stands in courses.people, and is asked for at enrolment."""
        verified = self.extract_email_addresses(data)
        return {"email": verified[0].email} if verified else {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address that the provider has verified, and says so; some say it in a word.

        Of its own domains: about those of others it says what it likes. Any other is typed anew,
        and confirmed by our code.
        """
        claims = _pick_data(data)
        email = claims.get("email") or ""
        is_verified = claims.get("email_verified") in (True, "true")
        if not is_verified or email.rpartition("@")[2].lower() not in self._domains:
            return []
        return [EmailAddress(email=email, verified=True, primary=True)]

    @property
    def _domains(self) -> list[str]:
        return self.app.settings["domains"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Who it is at the provider stands in ``uid``; nothing else is needed."""
        return {}
