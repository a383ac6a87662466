"""Receive a small file: a large one is read and thrown away, so that the answer can say so."""

from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

AROUND = 64 * 1024  # what a form needs besides the file
STEP = 64 * 1024
MOST_THROWN_AWAY = 100 * 1024 * 1024


class TooLarge(ValueError):
    """More bytes than that."""


class _AtMost(FileUploadHandler):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.is_too_large = most, False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803 as Django calls it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict] | None:
        """Before anything is kept of it. A browser shows no answer before it has sent all."""
        if content_length <= self.most + AROUND:
            return None
        self.is_too_large = True
        left = min(content_length, MOST_THROWN_AWAY)
        while left > 0 and (step := input_data.read(min(STEP, left))):
            left -= len(step)
        return QueryDict(), MultiValueDict()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def receive(request: HttpRequest, name: str, *, most: int) -> bytes | None:
    """The file with this name, or None. Raises TooLarge.

    Only in views that are csrf_exempt: the check of the token would read the request before.
    """
    guard = _AtMost(most)
    request.upload_handlers = [guard, MemoryFileUploadHandler(request)]
    file = request.FILES.get(name)
    if guard.is_too_large or (file and (file.size or 0) > most):
        raise TooLarge
    return file.read() if file else None
