"""Which language a request is answered in."""

from django.conf import settings
from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

NOT_FOUND = 404


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but "not found" by one of our views stays "not found".

    Django would send it to the same path below /en/, where Wagtail's catch-all seems to answer.
    """

    def process_response(self, request, response):
        if response.status_code == NOT_FOUND and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


def remember(response: HttpResponse, language: str) -> None:
    """On this device, for the pages whose address has no language in it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """As before anybody chose one on this device."""
    response.delete_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        samesite="Lax",
    )
