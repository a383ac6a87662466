"""A credential inside the picture of its badge, after Open Badges 3.0, “Baking”.

Reading is for files of strangers: one walk, within limits, and nothing is drawn or unpacked that
is not the credential.
"""

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

PNG_START = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
MOST_CHUNKS = 5_000
MOST_BYTES = 256 * 1024  # of a credential: ours have four to eight KiB

SVG = "http://www.w3.org/2000/svg"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
ELEMENT = f"{{{NAMESPACE}}}credential"
CDATA_END = "]]>"
MOST_ELEMENTS = 20_000


class Unreadable(ValueError):
    """It is not a file of that kind, or a hostile one."""


# --- PNG --------------------------------------------------------------------------------------


def bake_png(png: bytes, credential: str) -> bytes:
    """With the credential in one uncompressed iTXt chunk after IHDR."""
    ihdr_end = len(PNG_START) + 25
    # No compression, no language, no translated keyword.
    data = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    chunk = b"iTXt" + data
    checked = struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:ihdr_end] + checked + png[ihdr_end:]


def from_png(png: bytes) -> list[bytes]:
    """The credentials in it, the first two at most. Raises Unreadable."""
    if not png.startswith(PNG_START):
        raise Unreadable("png")
    texts = (bytes(data) for kind, data in _chunks(png) if kind == b"iTXt")
    ours = (_text_of(data) for data in texts if data.startswith(KEYWORD + b"\0"))
    return list(islice(ours, 2))  # two are too many already


def _chunks(png: bytes) -> Iterator[tuple[bytes, memoryview]]:
    view, at = memoryview(png), len(PNG_START)
    for _number in range(MOST_CHUNKS):
        if at == len(png):
            return
        if at + 12 > len(png):
            raise Unreadable("png")
        (length,) = struct.unpack_from(">I", png, at)
        if at + 12 + length > len(png):
            raise Unreadable("png")
        yield png[at + 4 : at + 8], view[at + 8 : at + 8 + length]
        at += 12 + length
    raise Unreadable("png")


def _text_of(data: bytes) -> bytes:
    """What stands in an iTXt chunk after its keyword; others may have compressed it."""
    rest = data[len(KEYWORD) + 1 :]
    flags, *texts = rest[:2], *rest[2:].split(b"\0", 2)
    if len(flags) < 2 or len(texts) < 3:
        raise Unreadable("png")
    return inflated(texts[2], MOST_BYTES) if flags[0] else texts[2]


def inflated(packed: bytes | memoryview, most: int) -> bytes:
    """What is packed in it. Raises Unreadable where that is broken or more than so many bytes."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise Unreadable("zlib") from error
    if not unpacker.eof:
        raise Unreadable("zlib")
    return found


# --- SVG --------------------------------------------------------------------------------------


def bake_svg(svg: str, credential: str) -> str:
    """With the credential right after ``<svg>``, as CDATA."""
    start = svg.index("<svg") + len("<svg")
    end = svg.index(">", start) + 1
    text = credential.replace(CDATA_END, "]]]]><![CDATA[>")
    element = f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    attribute = f' xmlns:openbadges="{escape(NAMESPACE)}"'
    return svg[:start] + attribute + svg[start:end] + element + svg[end:]


def from_svg(svg: bytes) -> list[bytes]:
    """Every credential in it. Raises Unreadable."""
    finder = _Finder()
    parser = DefusedXMLParser(target=finder, forbid_dtd=True)
    try:
        parser.feed(svg)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("svg") from error
    if not finder.is_svg:
        raise Unreadable("svg")
    return finder.found


class _Finder:
    """Keeps no tree: only what stands in the elements that we look for."""

    def __init__(self) -> None:
        self.is_svg = False
        self.found: list[bytes] = []
        self._root, self._depth = "", 0  # depth: within such an element
        self._parts: list[str] = []
        self._size = self._elements = 0

    def start(self, tag: str, attributes: dict[str, Any]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise Unreadable("svg")
        if not self._root:
            self._root = tag
            self.is_svg = tag == f"{{{SVG}}}svg"
        if self._depth or tag == ELEMENT:
            self._depth += 1

    def end(self, tag: str) -> None:
        if not self._depth:
            return
        self._depth -= 1
        if not self._depth:
            self.found.append("".join(self._parts).strip().encode())
            self._parts = []

    def data(self, text: str) -> None:
        if self._depth:
            self._size += len(text)
            if self._size > MOST_BYTES:
                raise Unreadable("svg")
            self._parts.append(text)

    def close(self) -> None:
        return
