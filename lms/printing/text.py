"""Somebody's text, made so that it can be printed: glyphs, direction, long words."""

import unicodedata

from .fonts import is_covered

LONG_WORD = 24
# Characters that turn the text after them round.
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
ZERO_WIDTH_SPACE = "\u200b"
# What stands for a character that no font shows, where leaving it out would lose something.
STAND_INS = {
    **{"←": "<-", "→": "->", "↔": "<->", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "/=", "≈": "~"},
    **{"⟦": "[", "⟧": "]", "✓": "+", "✔": "+", "✗": "x", "✘": "x", "▪": "•", "●": "•", "○": "•"},
}
UNKNOWN = "\ufffd"
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn"}


def printable(text: str) -> str:
    """On one line; a character that no font shows is left out."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (c for c in folded if is_covered(c) and unicodedata.bidirectional(c) not in TURNS)
    return " ".join("".join(kept).split())


def replaced(text: str) -> str:
    """With something in the place of each character that no font shows."""
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


def _shown(character: str) -> str:
    if unicodedata.bidirectional(character) in TURNS:
        return ""
    if is_covered(character):
        return character
    if character.isspace():
        return " "
    if character in STAND_INS:
        return STAND_INS[character]
    if unicodedata.category(character) in INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKC", character)  # “①” is a “1” and “㎏” two letters
    return plain if all(map(is_covered, plain)) else UNKNOWN


def is_rtl(text: str, *, otherwise: bool = False) -> bool:
    """By the first letter that has a direction, as browsers do for ``dir="auto"``."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), otherwise)


def breakable(text: str) -> str:
    """Lets words longer than any real one break, so that nothing runs off the page."""
    return " ".join(map(_with_breaks, text.split(" ")))


def _with_breaks(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    parts: list[str] = []
    for character in word:
        if not parts or (len(parts[-1]) >= LONG_WORD and not unicodedata.combining(character)):
            parts.append("")
        parts[-1] += character
    return ZERO_WIDTH_SPACE.join(parts)
