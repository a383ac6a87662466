"""The list that says what was revoked: one bit a certificate (W3C Bitstring Status List v1.0)."""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable

LENGTH = 131_072  # bits: so many that one of them tells nobody apart
MULTIBASE_URL = "u"


def encode(indexes: Iterable[int]) -> str:
    """The list with these bits set; the first bit is the left-most of the first byte."""
    bits = bytearray(LENGTH // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return MULTIBASE_URL + urlsafe_b64encode(packed).decode().rstrip("=")
