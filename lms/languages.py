"""Which language a request is answered in."""

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
