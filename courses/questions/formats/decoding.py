"""From the bytes of a text file to its text."""

from django.utils.translation import gettext as _

from .interface import Unreadable

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes) -> tuple[str, list[str]]:
    """The text, and a note where its encoding was guessed."""
    if content.startswith(UTF_16):
        return _strictly(content, "utf-16"), []
    try:
        text, notes = content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = _strictly(content, "cp1252")
        notes = [_("The file is not in UTF-8; it was read as Windows-1252. Check the accents.")]
    if "\x00" in text:
        raise Unreadable(_("This is not a text file."))
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    return text, notes


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        message = _("The encoding of this file is not known. Save it as UTF-8.")
        raise Unreadable(message) from error
