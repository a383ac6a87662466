"""What a name on a certificate may contain: plain rules, no Django.

Source: the certificate fonts cover what they cover, PDF/A refuses a missing glyph, and control or
direction-changing characters can make a name read as another one.
"""

import unicodedata
from collections.abc import Callable

MAX_LENGTH = 120
ALLOWED_PUNCTUATION = set(" '’-.·,")


def normalise(name: str) -> str:
    """NFC, outer white space off, inner runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def problem_characters(name: str, *, is_covered: Callable[[str], bool]) -> list[str]:
    """Each character that cannot be printed, once, in order of appearance."""
    found: list[str] = []
    for character in name:
        category = unicodedata.category(character)
        fine = category[0] in "LM" or character in ALLOWED_PUNCTUATION
        if (not fine or ord(character) > 0xFFFF or not is_covered(character)) and (
            character not in found
        ):
            found.append(character)
    return found


def has_letter(name: str) -> bool:
    """A name needs a letter: it is what a verifier types."""
    return any(unicodedata.category(character)[0] == "L" for character in name)


def describe(character: str) -> str:
    """A character as a person can find it: itself where visible, and its Unicode name."""
    label = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return f"“{character}” ({label})" if character.isprintable() else label
