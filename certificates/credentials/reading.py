"""A credential out of whatever file somebody gives us: recognised by content, within limits."""

import codecs
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .attached import from_pdf, is_pdf
from .baking import MOST_BYTES, PNG_START, Unreadable, from_png, from_svg

MOST_DEPTH = 20  # ours have eight
MOST_VALUES = 2000  # ours have about fifty
LONGEST_NAME = 100
SVG_WITHIN = 4096
OPENING, CLOSING, QUOTE, BACKSLASH, COMMA = b"[{", b"]}", ord('"'), ord("\\"), ord(",")


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    JSON = "json"


@dataclass(frozen=True)
class Found:
    """A credential as text and as data; it may say anything."""

    text: bytes
    data: dict[str, Any]


def kind_of(file: bytes) -> Kind:
    """Raises Unreadable where it is none of them."""
    if file.startswith(PNG_START):
        return Kind.PNG
    if is_pdf(file):
        return Kind.PDF
    head = file[:SVG_WITHIN].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"{"):
        return Kind.JSON
    if head.startswith(b"<") and b"<svg" in head:
        return Kind.SVG
    raise Unreadable("kind")


def credentials_in(file: bytes, kind: Kind) -> list[Found]:
    """The different ones, two at most; other JSON in a PDF is passed over. Raises Unreadable."""
    match kind:
        case Kind.PNG:
            texts = from_png(file)
        case Kind.SVG:
            texts = from_svg(file)
        case Kind.PDF:
            return list(filter(None, map(_of_pdf, from_pdf(file))))
        case Kind.JSON:
            texts = [file.removeprefix(codecs.BOM_UTF8).strip()]
    return [Found(text, parsed(text)) for text in dict.fromkeys(texts)]


def _of_pdf(text: bytes) -> Found | None:
    try:
        data = parsed(text)
    except Unreadable:
        return None
    return Found(text, data) if "credentialSubject" in data else None


def parsed(text: bytes) -> dict[str, Any]:
    """A JSON object without tricks. Raises Unreadable.

    A name twice in an object would let two programs read two things; half a surrogate cannot be
    shown to anybody.
    """
    if len(text) > MOST_BYTES:
        raise Unreadable("json")
    deepest, values = _shape(text)
    if deepest > MOST_DEPTH or values > MOST_VALUES:
        raise Unreadable("json")
    try:
        data = json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_refused)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(data, dict):
        raise Unreadable("json")
    return data


def _shape(text: bytes) -> tuple[int, int]:
    """How deep the brackets go, and how many values there are; without what is in strings."""
    depth = deepest = 0
    values = 1
    is_string = is_escaped = False
    for byte in text:
        if is_string:
            is_string = is_escaped or byte != QUOTE
            is_escaped = byte == BACKSLASH and not is_escaped
        elif byte == QUOTE:
            is_string = True
        elif byte in OPENING:
            depth += 1
            deepest = max(depth, deepest)
        elif byte in CLOSING:
            depth -= 1
        elif byte == COMMA:
            values += 1
    return deepest, values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs) or any(len(name) > LONGEST_NAME for name in found):
        raise ValueError("a name twice, or one that is none of ours")
    return found


def _refused(name: str) -> None:
    raise ValueError(name)
