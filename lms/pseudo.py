"""A right-to-left pseudo-language for development and tests, made while the program runs.

Every translatable string, whoever wrote it (ours, Django's, allauth's), comes out wrapped in
⟦…⟧ under the code ``ar-xb``: text without the brackets is hard-coded, and the layout is mirrored.
"""

import gettext
import re
from pathlib import Path

from django.utils.translation import trans_real

CODE = "ar-xb"
NAME = "Pseudo, right to left"
OPEN, CLOSE = "⟦", "⟧"
# An empty message catalogue: header (magic, version, 0 strings, two table offsets, no hash).
EMPTY_MO = b"\xde\x12\x04\x95" + b"\0\0\0\0" * 2 + b"\x1c\0\0\0" * 2 + b"\0\0\0\0" + b"\x1c\0\0\0"
# Strings that are settings in disguise: date formats, number separators, text direction.
TECHNICAL = re.compile(r"^(ltr|rtl|[A-Z_]+_FORMAT)$")


class PseudoTranslation(gettext.NullTranslations):
    """Stands where Django keeps its translation of one language."""

    domain = "django"

    def to_language(self) -> str:
        return CODE

    def language(self) -> str:
        return CODE

    def gettext(self, message: str) -> str:
        message = message.split("\x04")[-1]  # pgettext prefixes its context
        if not message.strip() or TECHNICAL.match(message):
            return message
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


def install_pseudo_locale(var_dir: Path, locale_paths: list) -> tuple[str, str]:
    """Make the language known to Django; returns its row for ``LANGUAGES``."""
    folder = var_dir / "pseudo" / "ar_XB" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "django.mo").exists():
        (folder / "django.mo").write_bytes(EMPTY_MO)
    locale_paths.append(var_dir / "pseudo")
    trans_real._translations[CODE] = PseudoTranslation()  # type: ignore[attr-defined]
    return (CODE, NAME)
