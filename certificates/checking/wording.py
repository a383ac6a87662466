"""What a person reads about a file that was checked."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.credentials.differences import OTHER, Difference
from certificates.verification import as_data

from .files import Answer, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEADINGS: dict[Outcome, "StrOrPromise"] = {
    Outcome.OURS: _("This is the file that we issued."),
    Outcome.GENUINE: _("The certificate in this file is genuine."),
    Outcome.REWRITTEN: _("This file says the same as the certificate that we issued."),
    Outcome.OLDER: _("This is an earlier file of a genuine certificate."),
    Outcome.ALTERED: _("This file was altered."),
    Outcome.UNCONFIRMED: _("We can no longer confirm what this file says."),
    Outcome.UNKNOWN: _("We did not issue this."),
    Outcome.EMPTY: _("There is no certificate of ours in this file."),
    Outcome.SEVERAL: _("There is more than one certificate in this file."),
    Outcome.UNREADABLE: _("We cannot read this file."),
}
EXPLAINED: dict[Outcome, "StrOrPromise"] = {
    Outcome.OURS: _(
        "It is the same to the last byte. See below whether the certificate counts today."
    ),
    Outcome.GENUINE: _(
        "What is signed in it is the same to the last byte. See below whether it counts today."
    ),
    Outcome.REWRITTEN: _(
        "Another program wrote it anew, so its bytes are different, but every field is the same."
    ),
    Outcome.OLDER: _(
        "We have signed the certificate again since, with another key. Other programs may refuse"
        " the earlier file: fetch the new one below."
    ),
    Outcome.ALTERED: _(
        "It names a certificate that we issued, but does not say what we signed. Do not rely on it."
    ),
    Outcome.UNCONFIRMED: _(
        "It names a certificate that we issued, but nothing is left to compare it with: the name"
        " was removed, or the certificate is older than our signatures. Compare it with what"
        " stands below."
    ),
    Outcome.UNKNOWN: _(
        "The file names a certificate that does not exist here. Ask who gave it to you for the code"
        " below the QR code, and type that."
    ),
    Outcome.EMPTY: _(
        "It may be a photo, a scan, or a file that another program saved again. Type the code"
        " below the QR code instead."
    ),
    Outcome.SEVERAL: _("Give us the file of one certificate at a time."),
    Outcome.UNREADABLE: _(
        "It is damaged, or it is not a PDF, PNG, SVG or JSON file. Ask for the file as it was"
        " downloaded, or type the code below the QR code."
    ),
}
FIELDS: dict[str, "StrOrPromise"] = {
    "address": _("Address of the certificate"),
    "completed_on": _("Completed on"),
    "edition": _("Edition"),
    "holder": _("Holder"),
    "issuer": _("Issued by"),
    "learnt": _("What was learnt"),
    "note": _("What it is and is not"),
    "number": _("Certificate number"),
    "signature": _("Signature"),
    "signed_at": _("Signed at"),
    "status": _("Where its status is found"),
    "title": _("Certificate"),
    "valid_until": _("Valid until"),
}


DATES = {"completed_on", "signed_at", "valid_until"}


def read(row: Difference) -> Difference:
    """With dates as people write them, but where that would hide the difference."""
    if row.field not in DATES:
        return row
    stated, true = _day(row.stated), _day(row.true)
    return row if stated == true else replace(row, stated=stated, true=true)


def _day(value: str) -> str:
    """What is no date stays as it stands in the file."""
    try:
        moment = parse_datetime(value)
    except ValueError:
        return value
    return date_format(moment) if moment else value


def field_name(row: Difference) -> str:
    if row.field == OTHER:
        return gettext("Another field: %(path)s") % {"path": row.path}
    return str(FIELDS[row.field])


def answer_data(answer: Answer) -> dict[str, Any]:
    """The answer for programs; a ``certificate`` is as its own verify address gives it."""
    return {
        "outcome": answer.outcome.value,
        "file": answer.kind.value if answer.kind else None,
        "detail": f"{HEADINGS[answer.outcome]} {EXPLAINED[answer.outcome]}",
        "differences": [
            {"field": row.field, "path": row.path, "stated": row.stated, "true": row.true or None}
            for row in answer.differences
        ],
        "certificate": as_data(answer.verdict) if answer.verdict else None,
    }
