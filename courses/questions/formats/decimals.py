"""Numbers as text: what other systems write, in the one way that we write them."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .interface import Misfit

OURS = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?")
LONGEST = 40


def decimal(text: str) -> str:
    """As it is where it is ours already. Raises Misfit for what is no number."""
    text = text.strip()
    if OURS.fullmatch(text) and text.isascii():
        return text
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise Misfit(_("“%(text)s” is not a number.") % {"text": text[:LONGEST]}) from error
    written = str(number) if number.is_finite() else ""
    if not OURS.fullmatch(written) or len(written) > LONGEST:
        raise Misfit(_("“%(text)s” is not a number.") % {"text": text[:LONGEST]})
    return written


def between(low: str, high: str) -> tuple[str, str]:
    """The middle of a range, and how far its ends are from it."""
    first, last = Decimal(decimal(low)), Decimal(decimal(high))
    middle = (first + last) / 2
    return decimal(format(middle, "f")), decimal(format(last - middle, "f"))


def rest_left_out() -> str:
    return _("The feedback for any other number was left out.")
