"""What a template may say and look like; each refusal says what to do."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import colours

COLOUR = re.compile(r"#[0-9a-f]{6}")
# In capitals as these names are written, so that a word like the French “un” passes.
BORROWED = re.compile(
    r"\b(?:UN|ONU)\b|(?i:united\s+nations|nations\s+unies|naciones\s+unidas)|الأمم\s+المتحدة"
)


def no_borrowed_authority(text: str) -> None:
    """A certificate never pretends to be a document of the United Nations."""
    if BORROWED.search(text):
        raise ValidationError(
            _(
                "A certificate must not seem to come from the United Nations. Take that name out,"
                " also where the organisation is a partner of theirs."
            )
        )


def readable_colour(colour: str) -> None:
    if not COLOUR.fullmatch(colour.lower()):
        raise ValidationError(_("Write the colour as # and six digits or letters, like #1c5a4e."))
    if not colours.is_readable(colour):
        contrast = int(colours.contrast_with_white(colour) * 10) / 10
        message = _(
            "This colour is too pale to be read on white paper (contrast %(contrast)s, at least"
            " %(least)s is needed). The nearest that can be used is %(nearest)s."
        )
        raise ValidationError(
            message
            % {
                "contrast": contrast,
                "least": colours.LEAST_CONTRAST,
                "nearest": colours.nearest_readable(colour),
            }
        )
