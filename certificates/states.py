"""What may become of a certificate, and the reasons that anybody may read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Never stored: a fold of the events and today's date."""

    BEING_PREPARED = "being_prepared", _("Being prepared")
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


class EventKind(TextChoices):
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", _("Revoked")
    REDACTED = "redacted", _("Name removed")
    NAMED = "named", _("The holder chose: the verify page shows the name")
    PROTECTED = "protected", _("The holder chose: the verify page protects the name")


# Both are final: a mistaken revocation is mended by a new completion, never by taking it back.
ENDINGS = {EventKind.SUPERSEDED: State.REPLACED, EventKind.REVOKED: State.REVOKED}


class Reason(TextChoices):
    """What the verify page says: coarse on purpose, since anybody may read it."""

    ISSUED_IN_ERROR = "issued_in_error", _("It was issued in error.")
    WITHDRAWN = "withdrawn", _("The issuer withdrew it.")
    CORRECTED = "corrected", _("The name was corrected.")
    REISSUED = "reissued", _("It was issued again with a new code.")


REVOKE_REASONS = (Reason.ISSUED_IN_ERROR, Reason.WITHDRAWN)
REPLACE_REASONS = (Reason.CORRECTED, Reason.REISSUED)
