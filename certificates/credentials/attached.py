"""The credential attached to a PDF, found without reading the PDF as one: a walk over its streams.

Files are a stranger's: each stream is looked at by its first letters, and only what begins like
JSON is unpacked, within limits.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from .baking import MOST_BYTES, Unreadable, inflated

PDF_START = b"%PDF-"
WITHIN = 1024  # where a reader of PDF looks for that
STREAM = re.compile(rb"stream\r?\n")
MOST_STREAMS = 3_000
MOST_TRIES = 10
PEEK, PEEKED = 256, 64
PACKED_MOST = MOST_BYTES + 4096


def is_pdf(data: bytes) -> bool:
    return PDF_START in data[:WITHIN]


def from_pdf(pdf: bytes) -> list[bytes]:
    """Every stream in it that begins like a JSON object. Raises Unreadable."""
    if not is_pdf(pdf):
        raise Unreadable("pdf")
    places = islice((at for at in _streams(pdf) if _begins_like_json(pdf, at)), MOST_TRIES)
    return list(dict.fromkeys(filter(None, (_content_at(pdf, at) for at in places))))


def _streams(pdf: bytes) -> Iterator[int]:
    for number, match in enumerate(STREAM.finditer(pdf)):
        if number == MOST_STREAMS:
            raise Unreadable("pdf")
        if pdf[max(0, match.start() - 3) : match.start()] != b"end":
            yield match.end()


def _begins_like_json(pdf: bytes, at: int) -> bool:
    head = pdf[at : at + PEEK]
    return _is_open(head) or _is_open(_peeked(head))


def _is_open(head: bytes) -> bool:
    return head.lstrip().startswith(b"{")


def _peeked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(head, PEEKED)
    except zlib.error:
        return b""


def _content_at(pdf: bytes, at: int) -> bytes | None:
    if _is_open(pdf[at : at + PEEK]):
        end = pdf.find(b"endstream", at, at + PACKED_MOST)
        return pdf[at:end].strip() if end > at else None
    try:
        return inflated(memoryview(pdf)[at : at + PACKED_MOST], MOST_BYTES)
    except Unreadable:
        return None
