"""What this app holds about a person."""

from django.utils.translation import gettext_lazy as _

from courses.people.holding import Held
from courses.people.models import Person

from . import services
from .models import (
    BulkJob,
    Certificate,
    CertificateDesign,
    CertificateEvent,
    CertificateReminder,
    CertificateTemplate,
    NameCorrection,
    PdfHash,
)

WITH_IT = _("As long as the certificate; it goes when you are erased.")
NUMBER = {"certificate__number": _("certificate")}
SIGNATORY = _("It names who signs for an organisation, by agreement and without an account.")


def _redact(person: Person) -> None:
    services.redact(person=person, by=None)


HELD = (
    Held(
        model=Certificate,
        title=_("Your certificates"),
        path="holder",
        fields={
            "number": _("number"),
            "claims__given_name": _("given name"),
            "claims__family_name": _("family name"),
            "claims__title": _("certificate"),
            "valid_from": _("completed on"),
            "valid_until": _("valid until"),
            "disclosure": _("verify page"),
        },
        kept=_("As long as it can be verified. When you are erased, the name goes from it."),
        erase=_redact,
    ),
    Held(
        model=CertificateEvent,
        title=_("What happened to your certificates"),
        path="certificate__holder",
        fields=NUMBER
        | {
            "kind": _("what"),
            "reason": _("reason"),
            "note": _("note"),
            "at": _("when"),
        },
        kept=_("As long as the certificate; notes go when you are erased."),
        by=("by",),
    ),
    Held(
        model=NameCorrection,
        title=_("Names that you asked to correct"),
        path="certificate__holder",
        fields=NUMBER
        | {
            "given_name": _("given name"),
            "family_name": _("family name"),
            "why": _("what is wrong"),
            "decision": _("decision"),
            "asked_at": _("asked"),
        },
        kept=_("Names go a year after the decision; all of it when you are erased."),
        by=("decided_by",),
    ),
    Held(
        model=CertificateReminder,
        title=_("Letters before the end of a certificate"),
        path="certificate__holder",
        fields=NUMBER | {"days": _("days before the end"), "at": _("sent")},
        kept=_("Until a year after the certificate has ended."),
    ),
    Held(
        model=PdfHash,
        title=_("Fingerprints of your certificates as files"),
        path="certificate__holder",
        fields=NUMBER | {"sha256": _("fingerprint"), "made_at": _("made")},
        kept=WITH_IT,
    ),
    Held(
        model=BulkJob,
        title=_("Jobs with many certificates that you began"),
        path="by__person",
        fields={"kind": _("what"), "about": _("about"), "created_at": _("when")},
        kept=_("A year; files a week."),
        by=("by",),
    ),
    Held(
        model=CertificateTemplate,
        title=_("Templates of certificates"),
        path="",
        kept=_("Until it is edited away."),
        why=SIGNATORY,
    ),
    Held(
        model=CertificateDesign,
        title=_("Designs of certificates"),
        path="",
        kept=_("As long as certificates that show it."),
        why=SIGNATORY,
    ),
)
