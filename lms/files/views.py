"""Films, recordings and captions, in the parts that a player asks for."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import NotARegularFileError, StaticFile

CONTENT_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".vtt": "text/vtt; charset=utf-8",
}


def media(request: HttpRequest, path: str) -> HttpResponse:
    """With ranges: Safari plays nothing without them, and nobody could move about in a film."""
    headers = [
        ("Content-Disposition", "attachment"),  # a player does not mind, and a link downloads
        ("Accept-Ranges", "bytes"),
    ]
    content_type = CONTENT_TYPES.get(Path(path).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        file = StaticFile(
            str(Path(settings.MEDIA_ROOT) / path), [("Content-Type", content_type), *headers]
        )
    except NotARegularFileError as error:
        raise Http404 from error
    return WhiteNoiseMiddleware.serve(file, request)
